import { describe, expect, it } from 'vitest';
import { gridOf, unfolded } from './grid.ts';

/** What WebGPU promises along each dimension. */
const MOST = 65535;

describe('a grid', () => {
  it.each([0, 1, 65534, 65535])('of %i workgroups is one row', (count) => {
    expect(gridOf(count, 7, 64, MOST)).toEqual({ dispatch: [count, 7, 1], folded: undefined });
  });

  it.each([65536, 66560, 131070, 131071, 1e6, 2 ** 26])(
    'of %i workgroups has room for them, within what every device allows',
    (count) => {
      const { dispatch, folded } = gridOf(count, 1, 64, MOST);
      const [width, rows, layers] = dispatch;
      expect(folded).toEqual({ count, width });
      expect(rows).toBe(1);
      expect(width * layers).toBeGreaterThanOrEqual(count);
      expect(width * (layers - 1)).toBeLessThan(count);
      expect(Math.max(width, layers)).toBeLessThanOrEqual(MOST);
    },
  );

  it('is refused where no device could run it, or none could number its invocations', () => {
    expect(() => gridOf(2 ** 27, 1, 64, MOST)).toThrow(RangeError);
    expect(() => gridOf(1, MOST + 1, 64, MOST)).toThrow(/65535 along a dimension/);
    expect(() => gridOf(17, 1, 1, 4)).toThrow(RangeError);
  });
});

describe('a program of a folded grid', () => {
  const folded = { count: 10, width: 4 };

  it('sees the ids of a single row, and ends beyond the last workgroup', () => {
    const code = unfolded(
      `fn helper(a: u32) -> u32 { return a; }
       fn main(
         @builtin(workgroup_id) group: vec3<u32>,
         @builtin(local_invocation_index) local: u32,
       ) { store(group.x, group.y); }`,
      64,
      folded,
    );
    expect(code).toContain('@builtin(workgroup_id) foldedGroup: vec3<u32>');
    expect(code).toContain('let unfoldedGroup = foldedGroup.z * 4u + foldedGroup.x;');
    expect(code).toContain('if (unfoldedGroup >= 10u) { return; }');
    expect(code).toContain('let group = vec3<u32>(unfoldedGroup, foldedGroup.y, 0u);');
    expect(code).toContain('store(group.x, group.y);');
    expect(code.match(/@builtin\(workgroup_id\)/g)).toHaveLength(1);
  });

  it('numbers invocations on, layer after layer', () => {
    const code = unfolded(
      'fn main(@builtin(global_invocation_id) id: vec3<u32>) { x[id.x] = 1; }',
      64,
      folded,
    );
    expect(code).toContain(
      '@builtin(global_invocation_id) foldedId: vec3<u32>, @builtin(workgroup_id) foldedGroup',
    );
    expect(code).toContain('let id = vec3<u32>(foldedId.z * 256u + foldedId.x, foldedId.y, 0u);');
  });
});
