/**
 * @file The house rules of `src/`: which folder may import from which, and which packages it may use.
 * Arrows run one way, so that the method can be read without the engine, and the engine without the page.
 */

/**
 * @typedef {object} Layer
 * @property {readonly string[]} layers Folders of `src/` it may import from, besides itself; `folder/file.ts`
 *   opens that one file of a folder.
 * @property {readonly (string | RegExp)[]} packages Packages it may import.
 */

const pure = ['adasim', 'config', 'formats'];
/** The words that worker, page and command line have in common. Nothing here leads to TensorFlow.js. */
const words = [...pure, 'data', 'metrics', 'protocol'];

/**
 * One entry for each folder of `src/`.
 *
 * @type {Readonly<Record<string, Layer>>}
 */
export const layers = {
  adasim: { layers: [], packages: ['ml-matrix'] },
  glossary: { layers: [], packages: [] },
  config: { layers: ['adasim'], packages: ['zod'] },
  formats: { layers: ['config'], packages: ['zod'] },
  data: { layers: pure, packages: ['zod'] },
  metrics: { layers: [...pure, 'data'], packages: ['zod'] },
  protocol: { layers: words, packages: ['zod'] },
  lessons: { layers: [...pure, 'data', 'metrics'], packages: [] },
  threads: { layers: [], packages: [] },
  tensor: { layers: [...words, 'threads'], packages: [/^@tensorflow\//, /^virtual:wasm-kernels\//] },
  model: { layers: [...words, 'tensor'], packages: [] },
  training: { layers: [...words, 'tensor', 'model'], packages: ['ml-matrix'] },
  worker: { layers: [...words, 'threads', 'tensor', 'model', 'training'], packages: [] },
  client: { layers: [...words, 'threads'], packages: [] },
  charts: { layers: words, packages: [] },
  // The version that a report names is the package's own.
  store: { layers: [...words, 'client', 'charts', 'lessons', '../package.json'], packages: [/^zustand\b/] },
  ui: {
    layers: [...words, 'glossary', 'client', 'charts', 'lessons', 'store'],
    packages: ['react', /^react-dom\b/, 'recharts', 'uqr', /^zustand\b/],
  },
  'main.tsx': { layers: [...words, 'store', 'ui'], packages: ['react', /^react-dom\b/] },
  cli: {
    layers: [...words, 'threads', 'client', 'charts', '../scripts/data/ensure.ts'],
    packages: [
      /^node:/,
      'playwright',
      'puppeteer-core',
      'vite',
      'commander',
      'sharp',
      'sirv',
      'zod',
      'react-dom/server',
    ],
  },
};
