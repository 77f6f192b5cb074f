import { expect, it } from 'vitest';
import { endCommands, succeeds } from './command.ts';

const heard = (words: string[], limit = 60) => {
  let text = '';
  const ended = succeeds(['tsx', '--eval', ...words], { limit, say: (part) => (text += part) });
  return ended.then((succeeded) => ({ succeeded, text }));
};

it('tells what a command says, on both of its channels, and how it ended', async () => {
  const spoken = await heard(['console.log("out"); console.error("err")']);
  expect(spoken.succeeded).toBe(true);
  expect(spoken.text.trimEnd().split('\n').sort()).toEqual(['err', 'out']);
  expect(await heard(['process.exit(3)'])).toMatchObject({ succeeded: false });
});

it('ends what hangs, and says so', async () => {
  const { succeeded, text } = await heard(['setInterval(() => undefined, 1000)'], 1);
  expect(succeeded).toBe(false);
  expect(text).toMatch(/was ended: it took over 1 s\.\n$/);
});

it('ends all commands at once', async () => {
  const hanging = [1, 2].map(() => heard(['setInterval(() => undefined, 1000)']));
  endCommands();
  expect(await Promise.all(hanging)).toMatchObject([{ succeeded: false }, { succeeded: false }]);
});
