import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitted } from '../../config/choices.ts';
import { fields } from '../../config/fields.ts';
import { parseConfig } from '../../config/parse.ts';
import { cardOf } from '../../data/catalogue.ts';
import { createExperiment } from './experiment.ts';

function quick() {
  const experiment = createExperiment((_, act) => act());
  experiment.choosePreset('quick');
  const now = () => experiment.store.getState();
  return { ...experiment, now, config: () => now().arms[0].config };
}

describe('images that are not so many', () => {
  it('are refused in a sentence', async () => {
    const { setSetting, now, config } = quick();
    await setSetting('data.name', 'emoji-32');
    await setSetting('data.trainImages', '60000');
    expect(config().data).toEqual({ name: 'emoji-32', trainImages: 1024, testImages: 1000 });
    expect(now().refusal).toEqual({
      path: 'data.trainImages',
      message: 'data.trainImages is 60000, but it must not exceed the 6600 training images of emoji-32.',
    });
  });

  it('become the most there are when others are chosen, which is told until the next edit', async () => {
    const { setSetting, now, config } = quick();
    await setSetting('data.trainImages', '60000');
    await setSetting('data.testImages', '5000');
    expect(now().consequence).toBeNull();
    await setSetting('data.name', 'emoji-32');
    expect(config().data).toEqual({ name: 'emoji-32', trainImages: 6600, testImages: 1600 });
    expect(now()).toMatchObject({
      refusal: null,
      consequence: {
        path: 'data.name',
        message:
          'Emoji has fewer: 6600 training images instead of 60000 and 1600 held-out images instead of 5000.',
      },
    });
    await setSetting('seed', '3');
    expect(now().consequence).toBeNull();
  });

  it('are the same in all arms', async () => {
    const { setSetting, vary, now } = quick();
    const policy = fields.find(({ path }) => path === 'bootstrap.policy');
    if (policy === undefined) throw new Error('There is no field of the policy.');
    await setSetting('data.trainImages', '60000');
    await vary(policy);
    await setSetting('data.name', 'emoji-32');
    expect(now().arms.map(({ config }) => config.data.trainImages)).toEqual([6600, 6600, 6600, 6600]);
  });
});

describe('a refusal', () => {
  it('goes when the value stays, and no other with it', async () => {
    const { setSetting, dismissRefusal, now } = quick();
    await setSetting('epochs', 'many');
    expect(now().refusal).toMatchObject({ path: 'epochs' });
    dismissRefusal('seed');
    expect(now().refusal).toMatchObject({ path: 'epochs' });
    dismissRefusal('epochs');
    expect(now().refusal).toBeNull();
  });

  it('names the arm that it is about', async () => {
    const { setSetting, vary, now } = quick();
    const window = fields.find(({ path }) => path === 'bootstrap.window');
    if (window === undefined) throw new Error('There is no field of the window.');
    await vary(window);
    await setSetting('bootstrap.window', 'wide', 1);
    expect(now().refusal).toMatchObject({ path: 'bootstrap.window', arm: 1 });
  });
});

it('whatever the form offers, one after another, is an experiment whose images there are', async () => {
  const edits = fc.array(
    fc.record({
      field: fc.constantFrom(...fields),
      share: fc.double({ min: 0, max: 1, noNaN: true }),
    }),
    { minLength: 1, maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(edits, async (list) => {
      const { setSetting, config } = quick();
      for (const { field, share } of list) {
        const shown = fitted(field, config());
        const within = (count: number) => Math.min(count - 1, Math.floor(share * count));
        if (shown.control === 'switch') await setSetting(field.path, String(share < 0.5));
        else if (shown.control === 'choice')
          await setSetting(field.path, shown.options[within(shown.options.length)]?.value ?? '');
        else await setSetting(field.path, String(Math.round(shown.min + share * (shown.max - shown.min))));
        expect(parseConfig(structuredClone(config()))).toEqual(config());
        const { trainImages, testImages } = config().data;
        expect(trainImages).toBeLessThanOrEqual(cardOf(config().data).maxTrainImages);
        expect(testImages).toBeLessThanOrEqual(cardOf(config().data).maxTestImages);
      }
    }),
    { numRuns: 50 },
  );
});
