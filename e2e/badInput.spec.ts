/** @file Whatever is wrong, one clear sentence says so, nothing hangs and the console stays quiet. */
import { expect, test, tinyRun, tinyRunWith } from './app.ts';
import { untrained } from './tags.ts';

const links: [what: string, query: string, sentence: string | RegExp][] = [
  [
    'a value out of range',
    'preset=emoji-vit&bootstrap.topK=99',
    'The settings of this link were not used: bootstrap.topK is 99, but it must be a whole number from 1 to 64. This is Emoji ViT as it is.',
  ],
  [
    'an unknown preset',
    'preset=turbo',
    /There is no preset called "turbo"; there are contrast, quick, emoji-vit, .* and backbones\./,
  ],
  [
    'an unknown setting',
    'bootstrap.topk=8',
    /There is no setting called bootstrap\.topk\. Did you mean bootstrap\.topK\?/,
  ],
  ['text for a number', 'epochs=many', /epochs is "many", but it must be a whole number/],
  ['settings that contradict', 'backbone.heads=7', /backbone\.heads is 7, but it must divide the width/],
  ['an unknown backend', 'backend=quantum', /There is no backend called "quantum"/],
  [
    'more images than there are',
    'preset=emoji-vit&data.trainImages=60000',
    /data\.trainImages is 60000, but it must not exceed the 6600 training images of emoji-32\./,
  ],
];

test('a link that cannot be used says what is wrong with it', untrained, async ({ app }) => {
  for (const [what, query, sentence] of links)
    await test.step(what, async () => {
      await app.open(query);
      await expect(app.notices).toHaveText(sentence);
      await app.notices.getByRole('button', { name: 'Dismiss' }).click();
      await expect(app.notices).toHaveCount(0);
    });
});

test('a box takes no value that the schema refuses, and says what it takes', untrained, async ({ app }) => {
  await app.open();
  await app.openSettings();
  const field = app.page.getByTestId('field-bootstrap.topK');
  const box = field.getByRole('textbox');
  const before = await box.inputValue();
  await box.fill('1000');
  await box.press('Enter');
  await expect(field.getByRole('alert')).toHaveText(
    'bootstrap.topK is 1000, but it must be a whole number from 1 to 64.',
  );
  await expect(box).toHaveValue(before);
  await expect(box).toHaveAttribute('aria-invalid', 'true');

  // The old value, or giving up, is no mistake any more.
  const endings = [
    async () => {
      await box.fill('');
      await box.fill(before);
      await box.press('Enter');
    },
    () => box.press('Enter'),
    () => box.press('Escape'),
  ];
  for (const end of endings) {
    await box.fill('0,99');
    await box.press('Enter');
    await expect(field.getByRole('alert')).toHaveText(/is 0\.99, but it must be a whole number/);
    await end();
    await expect(field.getByRole('alert')).toHaveCount(0);
    await expect(box).toHaveAttribute('aria-invalid', 'false');
    await expect(box).toHaveValue(before);
  }
  await box.fill('7');
  await box.press('Enter');
  await expect(field.getByRole('alert')).toHaveCount(0);
  await expect(box).toHaveValue('7');
});

test('a box takes a decimal comma, unless it may as well set thousands apart', untrained, async ({ app }) => {
  await app.open();
  await app.openSettings();
  const field = app.page.getByTestId('field-optimizer.lr');
  const box = field.getByRole('textbox');
  await box.fill('0,02');
  await box.press('Enter');
  await expect(box).toHaveValue('0.02');
  await box.fill('1,500');
  await box.press('Enter');
  await expect(field.getByRole('alert')).toHaveText(
    'optimizer.lr is "1,500", but it must be a number from 0 to 10; write 1.500 or 1500.',
  );
});

test('images that have not so many take the number along, and say so', untrained, async ({ app }) => {
  await app.open('preset=quick&data.trainImages=60000');
  await app.openSettings();
  const images = app.page.getByTestId('field-data.name');
  await images.getByText('Emoji', { exact: true }).click();
  await expect(images.getByRole('status')).toHaveText(
    'Emoji has fewer: 6600 training images instead of 60000.',
  );
  const number = app.page.getByTestId('field-data.trainImages');
  await expect(number.getByRole('textbox')).toHaveValue('6600');
  for (const [key, value] of [
    ['Home', '128'],
    ['End', '6600'],
  ] as const) {
    await number.getByRole('slider').press(key);
    await expect(number.getByRole('textbox')).toHaveValue(value);
  }
  await expect(app.page).toHaveURL(/data\.trainImages=6600/);
});

const emoji = tinyRunWith({ 'data.name': 'emoji-32' });
const shards = /emoji-32\/shard-\d+/;

test('a data shard that is missing', async ({ app }) => {
  await app.page.route(shards, (route) => route.fulfill({ status: 404, body: '' }));
  await app.open(emoji);
  await app.button('play').click();
  await app.expectPhase('failed');
  await expect(app.notices).toHaveText(/shard.*Emoji-32/i);
  await expect(app.button('play')).toHaveText('Try again');
});

test('a data shard that is cut short', async ({ app }) => {
  await app.page.route(shards, async (route) => {
    const whole = await (await route.fetch()).body();
    await route.fulfill({ status: 200, body: whole.subarray(0, whole.length / 2) });
  });
  await app.open(emoji);
  await app.button('play').click();
  await app.expectPhase('failed');
  await expect(app.notices).toHaveText(/Shard \d+ .*cut short: \d+ of \d+ bytes/);
});

test('a worker that cannot be loaded', async ({ app }) => {
  await app.page.route(/worker-.*\.js/, (route) => route.abort());
  await app.open(tinyRun);
  await app.button('play').click();
  await app.expectPhase('failed');
  await expect(app.notices).toHaveText(/The training worker could not be loaded/);

  await app.page.unroute(/worker-.*\.js/);
  await app.button('play').click();
  await app.untilStep(2);
});

test('a loss that stops being a number keeps what was measured', async ({ app }) => {
  // The decay overshoots: every step multiplies the weights by 1 − 10 · 1 = −9.
  const wild = tinyRunWith({
    batchSize: '256',
    epochs: '1000',
    'evaluation.everyEpochs': '1000',
    'optimizer.lr': '10',
    'optimizer.warmupEpochs': '0',
    'optimizer.weightDecay.start': '1',
    'optimizer.weightDecay.end': '1',
  });
  await app.open(wild);
  await app.button('play').click();
  await app.expectPhase('failed');
  await expect(app.notices).toHaveText(/loss/i);
  await expect.poll(async () => (await app.table('optimising', 'loss')).size).toBeGreaterThan(1);
  await expect(app.button('play')).toHaveText('Try again');
});
