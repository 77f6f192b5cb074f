/** @file The flags of `npm run bench`. */
import { Option } from 'commander';
import { backendOption } from '../src/cli/command/backendOption.ts';
import { parsed, strictCommand } from '../src/cli/command/commandLine.ts';
import { UsageError } from '../src/cli/command/failure.ts';
import { positiveInteger } from '../src/cli/command/positiveInteger.ts';
import { benchmarkNames, benchmarks, type Benchmark } from './benchmarks.ts';
import { hostNames, type HostName } from './host.ts';
import type { Backend, Engine } from './protocol.ts';

export interface BenchRequest {
  host: HostName;
  backends: readonly Backend[];
  engines: readonly Engine[];
  benchmarks: readonly Benchmark[];
  rounds: number;
  json: boolean;
  /** Tell where the time of each kernel goes. */
  profile: boolean;
}

interface BenchFlags {
  backend?: Backend | 'all';
  host: HostName;
  peers?: true;
  json?: true;
  profile?: true;
  only?: string[];
  rounds: number;
}

/** Benchmarks whose kernels are told of where nothing else is asked for. */
const profiled = ['reference', 'batch-64'];

/**
 * What `words` ask for; undefined when they asked for help.
 *
 * @throws {UsageError} naming the flag at fault
 */
export function parseBenchRequest(words: readonly string[]): BenchRequest | undefined {
  const command = strictCommand(
    'npm run bench --',
    'Measures whole training steps and their parts in a headless browser or in Node, against stock TensorFlow.js and against ' +
      'the limits of the device. Contenders take turns; medians count. A quiet machine gives the best figures.',
  )
    .addOption(backendOption(['webgpu', 'wasm', 'all']))
    .addOption(
      new Option(
        '--host <name>',
        'what runs the engine: a headless browser, or Node with Dawn, on WebGPU alone',
      )
        .choices(hostNames)
        .default('chromium'),
    )
    .option('--peers', 'measure jax-js too, on the same steps of a ViT')
    .option('--json', 'print one JSON array of rows instead of tables')
    .option('--profile', `only ours, with the time of each kernel (of ${profiled.join(', ')} unless --only)`)
    .addOption(new Option('--only <name...>', 'only these benchmarks').choices(benchmarkNames))
    .option('--rounds <count>', 'turns that each contender gets', positiveInteger, 7)
    .addHelpText('after', `\nBenchmarks:\n${benchmarkList()}`)
    .allowExcessArguments(false);
  if (!parsed(command, words)) return undefined;
  const { backend, host, peers, json, profile, only, rounds } = command.opts<BenchFlags>();
  if (peers === true && profile === true)
    throw new UsageError(
      '--profile looks into our own kernels alone, so it cannot be combined with --peers.',
    );
  const names = only ?? (profile === true ? profiled : benchmarkNames);
  return {
    host,
    backends: backendsFor(host, backend),
    engines:
      profile === true ? ['ours'] : ['ours', 'portable', ...(peers === true ? (['jax-js'] as const) : [])],
    benchmarks: benchmarks.filter(({ name }) => names.includes(name)),
    rounds,
    json: json === true,
    profile: profile === true,
  };
}

/** @throws {UsageError} where the host has no such backend */
function backendsFor(host: HostName, backend: BenchFlags['backend']): readonly Backend[] {
  if (host === 'node') {
    if (backend !== undefined && backend !== 'webgpu')
      throw new UsageError('--host node computes on webgpu alone.');
    return ['webgpu'];
  }
  return backend === undefined || backend === 'all' ? ['wasm', 'webgpu'] : [backend];
}

function benchmarkList(): string {
  const width = Math.max(...benchmarkNames.map((name) => name.length));
  return benchmarks.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`).join('\n');
}
