import { describe, expect, it } from 'vitest';
import { UsageError } from '../command/failure.ts';
import { parseGrid } from './grid.ts';
import { gridInput } from './testing.ts';

const parse = (input: unknown) =>
  parseGrid(typeof input === 'string' ? input : JSON.stringify(input), 'my.json');

describe('parseGrid', () => {
  it('counts seeds from 1, or takes them as they are listed', () => {
    expect(parse({ ...gridInput, seeds: 3 }).seeds).toEqual([1, 2, 3]);
    expect(parse({ ...gridInput, seeds: [7, 11] }).seeds).toEqual([7, 11]);
  });

  it('keeps what the file says, in its order', () => {
    const { blocks, curves } = parse({ ...gridInput, curves: undefined });
    expect(curves).toEqual([]);
    expect(blocks).toEqual(gridInput.blocks);
  });

  const [block] = gridInput.blocks;
  const [axis] = block?.axes ?? [];
  it.each([
    ['{ "title": ', 'The grid my.json is not JSON: '],
    ['[]', 'In my.json: it must hold a JSON object, not [].'],
    [{ ...gridInput, title: undefined }, 'title is missing; it must be a text.'],
    [{ ...gridInput, about: ' ' }, 'about is " ", but it must not be empty.'],
    [{ ...gridInput, axis: [] }, 'there is no entry called axis.'],
    [{ ...gridInput, seeds: 0 }, 'seeds is 0, but it must be how many seeds there are'],
    [{ ...gridInput, seeds: 1.5 }, 'seeds is 1.5, but it must be how many seeds'],
    [{ ...gridInput, seeds: [] }, 'seeds is [], but it must be how many seeds'],
    [{ ...gridInput, steps: -5 }, 'steps is -5, but it must be 1 or more.'],
    [{ ...gridInput, blocks: [] }, 'blocks is [], but it must have one of the blocks at least.'],
    [{ ...gridInput, blocks: 5 }, 'blocks is 5, but it must be a list of blocks.'],
    [{ ...gridInput, table: [] }, 'table is [], but it must have one of the metrics at least.'],
    [{ ...gridInput, table: [3] }, 'table[0] is 3, but it must be a text.'],
    [{ ...gridInput, lines: 'tau' }, 'lines is "tau", but no block has an axis of that name.'],
    [
      { ...gridInput, set: { 'bootstrap.topK': null } },
      'set["bootstrap.topK"] is null, but it must be a number, a text, true, false or a list of numbers.',
    ],
    [{ ...gridInput, set: 'fast' }, 'set is "fast", but it must be a group of settings'],
    [{ ...gridInput, blocks: [block, block] }, 'two blocks are called "Self-distillation".'],
    [{ ...gridInput, blocks: [{ ...block, axes: [axis, axis] }] }, 'has two axes called "model".'],
    [{ ...gridInput, blocks: [{ ...block, axes: [5] }] }, 'blocks[0].axes[0] is 5, but it must be a group'],
    [
      { ...gridInput, blocks: [{ ...block, axes: [{ ...axis, values: [{ label: 'a' }] }] }] },
      'blocks[0].axes[0].values[0].set is missing; it must be a group of settings',
    ],
    [
      {
        ...gridInput,
        blocks: [{ ...block, axes: [{ ...axis, values: Array(2).fill({ label: 'a', set: {} }) }] }],
      },
      'the axis "model" of the block "Self-distillation" has two values called "a".',
    ],
    [
      { ...gridInput, set: { 'backbone.widths': [16, 'x'] } },
      'set["backbone.widths"] is [16, "x"], but it must be a number, a text',
    ],
    [{ ...gridInput, seeds: [1, -1] }, 'seeds[1] is -1, but it must be how many seeds'],
    [{ ...gridInput, seeds: 'all' }, 'seeds is "all", but it must be how many seeds'],
  ])('answers case %# with one sentence', (input, words) => {
    expect(() => parse(input)).toThrow(UsageError);
    expect(() => parse(input)).toThrow(words);
    expect(() => parse(input)).toThrow(/^.*my\.json.*\.$/);
  });
});
