import { describe, expect, it } from 'vitest';
import { firstExperiment } from '../../store/experiment/experimentState.ts';
import { presentationOf } from '../../store/view/presentation.ts';
import { qrOf } from './qr.ts';
import { frameOf, linkOf, openForm } from './shareForm.ts';

const base = 'https://example.org/somewhere/?lesson=x#check';
const experiment = firstExperiment();

describe('the link for a class', () => {
  it('is the experiment alone where nothing else is asked for', () => {
    expect(linkOf(openForm('', 1), experiment, base)).toBe('https://example.org/somewhere/?preset=contrast');
  });

  it('has what is hidden, what is locked, where it begins and who has the answers', () => {
    const open = openForm('the-gate', 3);
    const link = linkOf(
      {
        ...open,
        sees: { ...open.sees, files: false },
        changes: { ...open.changes, seed: false, arm: false },
        answers: false,
        embed: true,
      },
      experiment,
      base,
    );
    expect(presentationOf(new URL(link).search)).toEqual({
      lesson: 'the-gate',
      card: 3,
      projector: false,
      embed: true,
      hidden: ['files'],
      locked: ['seed', 'arm'],
      answers: false,
    });
  });

  it('stands in a frame as HTML has it', () => {
    expect(frameOf('https://example.org/?a=1&b="')).toContain('src="https://example.org/?a=1&amp;b=&quot;"');
  });
});

describe('a QR code', () => {
  /** Whether there is a dark square. */
  const isDark = ({ path }: { path: string }, x: number, y: number) => path.includes(`M${x} ${y}h1v1h-1z`);

  it('has its three finders within a quiet margin of four', () => {
    const code = qrOf('https://example.org/?preset=contrast');
    if (code === null) throw new Error('There is no code.');
    const far = code.size - 4 - 7;
    for (const [left, top] of [
      [4, 4],
      [far, 4],
      [4, far],
    ] as const) {
      for (const along of [0, 3, 6]) expect(isDark(code, left + along, top)).toBe(true);
      expect(isDark(code, left + 1, top + 1)).toBe(false);
      expect(isDark(code, left + 3, top + 3)).toBe(true);
    }
    for (let place = 0; place < code.size; place += 1) expect(isDark(code, place, 3)).toBe(false);
  });

  it('is another for another link, and none for more than a code can hold', () => {
    expect(qrOf('a')?.path).not.toBe(qrOf('b')?.path);
    expect(qrOf('x'.repeat(5000))).toBeNull();
  });
});
