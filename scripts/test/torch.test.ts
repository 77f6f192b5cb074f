import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseSafetensors } from '../../src/formats/safetensors.ts';
import { pythonWithTorch, runTorch } from './torch.ts';

const python = pythonWithTorch();
const folder = mkdtempSync(path.join(tmpdir(), 'adasim-pickled-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A checkpoint in dictionaries within dictionaries, and what is not to be unpickled. */
const program = `
import torch
student = {"module.backbone.weight": torch.tensor([[1.0, 2.0]]), "count": torch.tensor(3)}
torch.save({"epoch": 3, "student": student, "half": torch.ones(1).half()}, "checkpoint.pth")
torch.save(torch.nn.Linear(1, 1), "module.pth")
`;

describe.skipIf(python === null)('what torch.save wrote', () => {
  const convert = (name: string) =>
    runTorch({
      words: ['convert', name, 'out.safetensors'],
      files: { [name]: readFileSync(path.join(folder, name)).toString('base64') },
      output: 'out.safetensors',
    });

  it('is made into safetensors under dotted names, but for what would run code', { timeout: 60_000 }, () => {
    expect(spawnSync(python ?? '', ['-c', program], { cwd: folder }).status).toBe(0);
    expect(() => parseSafetensors(readFileSync(path.join(folder, 'checkpoint.pth')))).toThrow(
      'This is a file of torch.save (.pth, .pt), not safetensors',
    );
    const { tensors } = parseSafetensors(Buffer.from(convert('checkpoint.pth').output, 'base64'));
    expect(new Map([...tensors].map(([name, { shape, data }]) => [name, [shape, [...data]]]))).toEqual(
      new Map<string, unknown>([
        [
          'student.module.backbone.weight',
          [
            [1, 2],
            [1, 2],
          ],
        ],
        ['student.count', [[], [3n]]],
        ['half', [[1], [1]]],
      ]),
    );
    const refused = convert('module.pth');
    expect(refused.status).toBe(2);
    expect(refused.stderr).toMatch(/^module\.pth is not a file of torch\.save, or holds more than tensors/);
  });
});
