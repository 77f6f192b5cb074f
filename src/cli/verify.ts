/** @file `npm run verify`: recordings of the released code, held against what this machine computes. */
import { Argument, Option } from 'commander';
import { parsed, runCommand, strictCommand } from './command/commandLine.ts';
import { CommandEnding } from './command/ending.ts';
import type { Exits } from './command/exits.ts';
import { EngineLostError, UsageError } from './command/failure.ts';
import { backendOption } from './command/backendOption.ts';
import {
  backendNames,
  isUnusable,
  isVerified,
  verifyFiles,
  type Verification,
} from './verify/verifyFiles.ts';
import { backendsOf, hostNames, type HostName } from './verify/verifyHost.ts';
import type { BackendName } from '../protocol/device.ts';
import { verifyTable } from './verify/verifyTable.ts';

interface VerifyFlags {
  backend?: (typeof backendNames)[number] | 'all';
  host: HostName;
  portable?: true;
  json?: true;
}

async function verify(words: readonly string[], exits: Exits): Promise<number> {
  const command = strictCommand(
    'npm run verify --',
    'Runs recordings of the released PyTorch code again, and compares. ' +
      'Exits with 1 past a tolerance, with 2 where a file cannot be used.',
  )
    .addArgument(
      new Argument('<file...>', 'recordings (safetensors), such as fixtures/golden/dino-vit.safetensors'),
    )
    .addOption(backendOption([...backendNames, 'all']))
    .addOption(
      new Option('--host <name>', 'what runs the engine, headless').choices(hostNames).default('chromium'),
    )
    .option('--portable', 'compute through TensorFlow.js’s own operations instead of our kernels')
    .option('--json', 'print one JSON array of reports instead of tables');
  if (!parsed(command, words)) return 0;
  const { backend, host, portable = false, json } = command.opts<VerifyFlags>();
  const backends = backendsFor(host, backend);
  const means = backends.map((one) => ({ backend: one, portable }));
  const results: Verification[] = [];
  const keep = (result: Verification) => {
    results.push(result);
    if (!isVerified(result)) console.error(problemOf(result));
    else if (json !== true) console.log(verifyTable(result));
  };
  try {
    await verifyFiles(command.args, means, keep, { host, answer: () => exits.answer() });
  } catch (error) {
    if (!(error instanceof CommandEnding || error instanceof EngineLostError)) throw error;
    if (json === true) console.log(JSON.stringify(results));
    console.error(farewell(error, results.length, command.args.length * means.length));
    return error.exitCode;
  }
  console.log(json === true ? JSON.stringify(results) : conclusion(results));
  if (results.some(isUnusable)) return 2;
  return results.every(({ passed }) => passed) ? 0 : 1;
}

/** WASM unless told, where there is some. @throws {UsageError} where the host has no such backend */
function backendsFor(host: HostName, backend: VerifyFlags['backend']): readonly BackendName[] {
  const there = backendsOf[host];
  if (backend === 'all') return there;
  const chosen = backend ?? (there.includes('wasm') ? 'wasm' : 'webgpu');
  if (there.includes(chosen)) return [chosen];
  throw new UsageError(`--host ${host} computes on ${there.join(' or ')}, not on ${chosen}.`);
}

/** Why it ended before the last file, what is kept, and how it goes on: one line. */
function farewell({ message }: Error, done: number, all: number): string {
  const kept = done === 0 ? 'Nothing was verified' : `${done} of ${all} verifications are above`;
  return `${message.replace(/\.$/, '')}. ${kept}; the same command begins anew, and takes single files too.`;
}

/** A sentence about a backend does not name the file. */
function problemOf({ file, backend, problem }: Exclude<Verification, { rows: unknown }>): string {
  return backend === undefined ? problem : `${file} on ${backend}: ${problem}`;
}

function conclusion(results: readonly Verification[]): string {
  const unusable = results.filter(isUnusable).length;
  const run = results.length - unusable;
  const failed = results.filter(({ passed }) => !passed).length - unusable;
  const sentences = [];
  if (run > 0)
    sentences.push(
      failed === 0 ? `All ${run} verifications passed.` : `${failed} of ${run} verifications failed.`,
    );
  if (unusable > 0) sentences.push(`${unusable} ${unusable === 1 ? 'file' : 'files'} could not be used.`);
  return sentences.join(' ');
}

await runCommand(verify, 'verify');
