/** @file Experiments for property tests. */
import fc from 'fast-check';
import { defaultBackbones, defaultConfig } from './defaults.ts';
import type { ExperimentConfig } from './schema.ts';

/** Any valid experiment reachable by setting the form's and other numeric settings within their ranges. */
export const experiments: fc.Arbitrary<ExperimentConfig> = fc
  .record({
    kind: fc.constantFrom('vit' as const, 'resnet' as const),
    seed: fc.nat(4_294_967_295),
    lr: fc.double({ min: 0, max: 10, noNaN: true }),
    temperature: fc.double({ min: 0.0001, max: 100, noNaN: true }),
    topK: fc.integer({ min: 1, max: 16 }),
    policy: fc.constantFrom('none' as const, 'naive' as const, 'window' as const, 'adaptive' as const),
    name: fc.constantFrom('emoji-32' as const, 'fashion-mnist' as const, 'shapes' as const),
    includeSelf: fc.boolean(),
    widths: fc.array(fc.integer({ min: 1, max: 1024 }), { minLength: 1, maxLength: 5 }),
  })
  .map(({ kind, seed, lr, temperature, topK, policy, name, includeSelf, widths }) => ({
    ...defaultConfig,
    seed,
    data: { ...defaultConfig.data, name },
    backbone:
      kind === 'vit'
        ? defaultBackbones.vit
        : { ...defaultBackbones.resnet, widths, blocks: widths.map(() => 1) },
    optimizer: { ...defaultConfig.optimizer, lr },
    bootstrap: { ...defaultConfig.bootstrap, topK, temperature, policy, includeSelf },
  }));
