import { describe, expect, it } from 'vitest';
import { UsageError } from './failure.ts';
import { standWhereTyped } from './standWhereTyped.ts';

function standing(env: Record<string, string | undefined>): string[] {
  const gone: string[] = [];
  standWhereTyped('train', env, (folder) => void gone.push(folder));
  return gone;
}

describe('standWhereTyped', () => {
  it('goes where npm was typed', () => {
    expect(standing({ INIT_CWD: '/home/me/runs', npm_lifecycle_event: 'train' })).toEqual(['/home/me/runs']);
  });

  it.each([
    ['npm started nothing', {}],
    ['npm started what started the command', { INIT_CWD: '/home/me/runs', npm_lifecycle_event: 'test' }],
    ['npm says nothing of a folder', { INIT_CWD: '', npm_lifecycle_event: 'train' }],
  ])('stays where it is when %s', (_, env) => {
    expect(standing(env)).toEqual([]);
  });

  it('says that the folder is gone', () => {
    const enter = () => {
      standWhereTyped('train', { INIT_CWD: '/gone', npm_lifecycle_event: 'train' }, () => {
        throw new Error('ENOENT');
      });
    };
    expect(enter).toThrow(new UsageError('The folder /gone, where this was typed, cannot be entered.'));
  });
});
