import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { UsageError } from '../command/failure.ts';
import { readResults, resultsFileName, resultsWriter } from './resultsFile.ts';
import { resultFor, smallPlan } from './testing.ts';

let root: string;
let count = 0;
beforeAll(() => {
  root = mkdtempSync(path.join(tmpdir(), 'adasim-results-'));
});
afterAll(() => {
  rmSync(root, { recursive: true });
});
const freshFolder = () => path.join(root, String(count++));

const { runs } = smallPlan();
const [first, second] = runs.map((run) => resultFor(run, { knnAccuracy: 0.5 }));
if (first === undefined || second === undefined) throw new Error('the plan has two runs at least');

describe('results', () => {
  it('are found again under the keys of the plan', () => {
    const folder = freshFolder();
    expect(readResults(folder)).toEqual({ runs: [], problems: [] });
    const append = resultsWriter(folder);
    append(first);
    append(second);
    const { runs: recorded, problems } = readResults(folder);
    expect(problems).toEqual([]);
    expect(recorded.map(({ run }) => run)).toEqual(runs.slice(0, 2).map(({ key }) => key));
    expect(recorded[0]?.result).toEqual(first);
  });

  it('survive a crash in the middle of a line', () => {
    const folder = freshFolder();
    resultsWriter(folder)(first);
    const torn = Buffer.from(JSON.stringify({ ...second, arm: 'τ' }));
    // In the middle of a character.
    appendFileSync(path.join(folder, resultsFileName), torn.subarray(0, torn.indexOf('τ') + 1));
    const file = path.join(folder, resultsFileName);
    const before = readResults(folder);
    expect(before.runs.map(({ run }) => run)).toEqual([runs[0]?.key]);
    expect(before.problems).toEqual([
      expect.stringMatching(/^Line 2 of \S+ is not JSON: .*\. It is passed over\.$/),
    ]);
    // What was cut off goes with the next result.
    resultsWriter(folder)(second);
    const { runs: recorded, problems } = readResults(folder);
    expect(recorded.map(({ run }) => run)).toEqual(runs.slice(0, 2).map(({ key }) => key));
    expect(problems).toEqual([]);
    writeFileSync(file, '{"a": 1}\n');
    expect(readResults(folder).problems).toEqual([`Line 1 of ${file} holds no result. It is passed over.`]);
  });

  it('are found in a file that an editor put a byte-order mark before', () => {
    const folder = freshFolder();
    resultsWriter(folder)(first);
    const file = path.join(folder, resultsFileName);
    writeFileSync(file, `\ufeff${readFileSync(file, 'utf8')}`);
    resultsWriter(folder)(second);
    const { runs: recorded, problems } = readResults(folder);
    expect(problems).toEqual([]);
    expect(recorded.map(({ run }) => run)).toEqual(runs.slice(0, 2).map(({ key }) => key));
  });

  it('are not taken for none in a file that an editor saved as UTF-16', () => {
    const folder = freshFolder();
    resultsWriter(folder)(first);
    const file = path.join(folder, resultsFileName);
    writeFileSync(file, `\ufeff${readFileSync(file, 'utf8')}`, 'utf16le');
    expect(() => readResults(folder)).toThrow(
      new UsageError(`The file ${file} is text in UTF-16; save it as UTF-8.`),
    );
  });

  it('are passed over with a sentence where one says a thing twice', () => {
    const folder = freshFolder();
    resultsWriter(folder)(first);
    const file = path.join(folder, resultsFileName);
    writeFileSync(file, readFileSync(file, 'utf8').replace('"seed":', '"seed":9,"seed":'));
    expect(readResults(folder)).toEqual({
      runs: [],
      problems: [`Line 1 of ${file} has "seed" twice; take one of them out. It is passed over.`],
    });
  });

  it('are replaced by a later try of the same run', () => {
    const folder = freshFolder();
    const append = resultsWriter(folder);
    append({ ...first, outcome: 'failed', problem: 'The loss was NaN at step 3.' });
    append(first);
    expect(readResults(folder).runs.map(({ result }) => result.outcome)).toEqual(['finished']);
  });

  it('may hold more than this version knows', () => {
    const folder = freshFolder();
    const append = resultsWriter(folder);
    append(first);
    const file = path.join(folder, resultsFileName);
    writeFileSync(file, readFileSync(file, 'utf8').replace('{', '{"weather":"fine",'));
    expect(readResults(folder)).toMatchObject({ runs: [{ run: runs[0]?.key }], problems: [] });
  });

  it('need a folder that can be written to', () => {
    const file = path.join(root, 'file');
    writeFileSync(file, '');
    expect(() => resultsWriter(path.join(file, 'below'))).toThrow(UsageError);
    expect(() => resultsWriter(path.join(file, 'below'))).toThrow('cannot be written to');
  });
});
