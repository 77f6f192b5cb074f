/**
 * @file `npx tsx bench/longRun/run.ts [preset] [steps] [backend]`: whether a long run stays as fast and as small as
 * it began, and how long its evaluations and the ends of its epochs keep training waiting. It trains as the app
 * does, in a headless browser.
 */
import { answerOfWorker } from '../blankPage.ts';
import { summaryOf } from './summary.ts';
import type { Reply, Request } from './worker.ts';

const [preset = 'quick', steps = '2000', backend = 'wasm'] = process.argv.slice(2);
if (backend !== 'wasm' && backend !== 'webgpu') throw new Error(`There is no benchmark on ${backend}.`);

const reply = await answerOfWorker<Request, Reply>('/bench/longRun/worker.ts', (address) => ({
  preset,
  backend,
  steps: Number(steps),
  dataUrl: new URL('data/', address).href,
}));
if ('problem' in reply) throw new Error(reply.problem);
console.log(summaryOf(reply, { preset, backend }).join('\n'));
