/**
 * @file The house rules of `src/`: which folder may import from which, and which packages it may use.
 * Arrows run one way, so that the method can be read without the engine, and the engine without the page.
 */

/**
 * @typedef {object} Layer
 * @property {readonly string[]} layers Folders of `src/` it may import from, besides itself; `folder/file.ts`
 *   opens that one file of a folder.
 * @property {readonly string[]} [types] Folders it may import types from, which leave nothing in the bundle.
 * @property {readonly (string | RegExp)[]} packages Packages it may import.
 */

const pure = ['adasim', 'config', 'formats'];
/** What the page may know of the rest: nothing here leads to TensorFlow.js. */
const page = [
  ...pure,
  'data',
  'worker/protocol.ts',
  'worker/client.ts',
  'worker/verifyProtocol.ts',
  'worker/verifyClient.ts',
  'worker/verifyReport.ts',
  'worker/metricsLine.ts',
  'worker/recordedRun.ts',
];

/** What a metric is called and how a curve looks: in the app's charts and in the plots of a sweep. */
const look = [
  'ui/charts/arms.ts',
  'ui/charts/facts.ts',
  'ui/charts/metric.ts',
  'ui/charts/questions.ts',
  'ui/charts/scale.ts',
  'ui/format.ts',
];

/**
 * One entry for each folder of `src/`. A single file has its own where it obeys other rules than its folder:
 * the workers' protocols and clients ship in the page's bundle.
 *
 * @type {Readonly<Record<string, Layer>>}
 */
export const layers = {
  adasim: { layers: [], packages: ['ml-matrix'] },
  config: { layers: ['adasim'], packages: ['zod'] },
  formats: { layers: ['config'], packages: ['zod'] },
  data: { layers: pure, packages: ['zod'] },
  tensor: { layers: pure, packages: [/^@tensorflow\//, /^virtual:wasm-kernels\//] },
  model: { layers: [...pure, 'data', 'tensor'], packages: [] },
  training: { layers: [...pure, 'data', 'tensor', 'model'], packages: ['ml-matrix'] },
  worker: { layers: [...pure, 'data', 'tensor', 'model', 'training'], packages: [] },
  'worker/protocol.ts': { layers: pure, types: ['tensor', 'training'], packages: [] },
  'worker/verifyProtocol.ts': { layers: pure, types: ['tensor', 'training'], packages: [] },
  'worker/client.ts': { layers: [...pure, 'worker/protocol.ts'], packages: [] },
  'worker/verifyClient.ts': { layers: ['worker/verifyProtocol.ts'], packages: [] },
  'worker/verifyReport.ts': { layers: [], types: ['training'], packages: [] },
  'worker/metricsLine.ts': { layers: [], packages: [] },
  'worker/recordedRun.ts': { layers: ['worker/protocol.ts'], packages: ['zod'] },
  // The version that a report names is the package's own.
  store: { layers: [...page, '../package.json'], packages: [/^zustand\b/] },
  ui: { layers: [...page, 'store'], packages: ['react', /^react-dom\b/, 'recharts', /^zustand\b/] },
  'main.tsx': { layers: [...page, 'store', 'ui'], packages: ['react', /^react-dom\b/] },
  cli: {
    layers: [
      ...pure,
      'data',
      'worker/protocol.ts',
      'worker/verifyProtocol.ts',
      'worker/verifyClient.ts',
      'worker/verifyReport.ts',
      ...look,
      'worker/metricsLine.ts',
      'worker/recordedRun.ts',
      'store/binning.ts',
      '../scripts/data/ensure.ts',
    ],
    packages: [/^node:/, 'playwright', 'vite', 'commander', 'zod'],
  },
};
