/** @file Writing rows into a matrix in place. */
import { matrixShape, registerKernel } from './kernel.ts';
import { allocate, input, output, run } from './program.ts';

const WORKGROUP = 64;

/** Its result is empty: the kernel is called for what it does to `target`. */
export function registerAssignRows(): void {
  registerKernel('AdaSimAssignRows', ({ backend, tensor }) => {
    const rows = tensor('rows');
    const [count, columns] = matrixShape(rows);
    const [targetRows] = matrixShape(tensor('target'));
    run(backend, {
      name: 'AssignRows',
      constants: { SIZE: count * columns, COLUMNS: columns, TARGET_ROWS: targetRows },
      bindings: [
        input('rows', rows),
        input('indices', tensor('indices'), 'i32'),
        output('result', tensor('target')),
      ],
      workgroupSize: WORKGROUP,
      workgroups: [Math.ceil((count * columns) / WORKGROUP)],
      code: () => `
        fn main(@builtin(global_invocation_id) id: vec3<u32>) {
          if (id.x >= SIZE) { return; }
          let row = indices[id.x / COLUMNS];
          // An index that is out of range would be clamped, and overwrite the last row.
          if (row < 0 || u32(row) >= TARGET_ROWS) { return; }
          result[u32(row) * COLUMNS + id.x % COLUMNS] = rows[id.x];
        }`,
    });
    return allocate(backend, [0]);
  });
}
