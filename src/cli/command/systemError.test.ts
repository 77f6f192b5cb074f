import { describe, expect, it } from 'vitest';
import { fullDiskSentence, isFullDisk, reasonOf, systemCode } from './systemError.ts';

const failed = (code: string, more: object) => Object.assign(new Error(`${code}: no`), { code, ...more });

describe('what the system says', () => {
  it('is known by its code, also where another program passes it on', () => {
    expect(systemCode(failed('EACCES', {}))).toBe('EACCES');
    expect(systemCode(new Error("saveAs: ENOSPC: no space left on device, copyfile '/a' -> '/b'"))).toBe(
      'ENOSPC',
    );
    expect(systemCode(new Error('Error: Target closed'))).toBeUndefined();
    expect(systemCode(Object.assign(new Error('no'), { code: 'ERR_INVALID_ARG_TYPE' }))).toBeUndefined();
    expect(systemCode('ENOSPC: no')).toBeUndefined();
  });

  it('is put into words where there are any', () => {
    expect(reasonOf(failed('EROFS', {}))).toBe('the disk is read-only');
    expect(reasonOf(new Error('It does not.'))).toBe('It does not');
  });

  it.each([
    [{ path: '/tmp/adasim-engine' }, '/tmp/adasim-engine cannot be written: the disk is full.'],
    [{ path: '/from', dest: '/to' }, '/to cannot be written: the disk is full.'],
    [{}, 'A temporary file cannot be written: the disk is full.'],
  ])('names what does not fit a full disk: %j', (more, sentence) => {
    const full = failed('ENOSPC', more);
    expect(isFullDisk(full)).toBe(true);
    expect(fullDiskSentence(full)).toBe(sentence);
    expect(isFullDisk(failed('ENOENT', more))).toBe(false);
  });
});
