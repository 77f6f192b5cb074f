/** @file jax-js: the same training step, written by us in `peers/` and compiled by it as a whole. */
import { blockUntilReady, defaultDevice, init, jit, numpy as np, profiler } from '@jax-js/jax';
import type { ExperimentConfig } from '../../src/config/schema.ts';
import {
  dinoStep,
  type DinoStep,
  type StepSettings,
  type StepState,
  type Tensors,
} from '../peers/vitDino.ts';
import type { Assignment, Backend, Counted, Profiled, StepInputs, Timed, Values } from '../protocol.ts';
import { stepScalars } from '../stepScalars.ts';
import { countGpuWork } from './gpuCounter.ts';
import { MOST_WAITING, type Subject } from './subject.ts';

export class JaxSubject implements Subject {
  private readonly step: DinoStep;
  private readonly views: np.Array;
  private readonly keepScales: np.Array;
  private state: StepState;
  private steps = 0;

  private constructor(
    private readonly backend: Backend,
    readonly adapter: string,
    private readonly config: ExperimentConfig,
    inputs: StepInputs,
  ) {
    const { backbone } = config;
    if (backbone.kind !== 'vit' || config.method !== 'dino' || !config.head.normLastLayer)
      throw new Error(
        'For jax-js there is a step of DINO with a ViT and fixed norms of the last layer alone.',
      );
    this.step = jit(dinoStep({ ...config, backbone }));
    this.views = arrayOf(inputs.views);
    this.keepScales = arrayOf(inputs.keepScales ?? ones(2 * backbone.depth, 2 * config.batchSize));
    this.state = initialState(config, inputs);
  }

  static async create({ backend, workload }: Assignment, inputs: StepInputs): Promise<JaxSubject> {
    if (workload.kind !== 'step') throw new Error(`For jax-js there is no ${workload.kind}.`);
    const available = await init(backend);
    if (!available.includes(backend)) throw new Error(`jax-js has no ${backend} in this browser.`);
    defaultDevice(backend);
    const adapter = backend === 'wasm' ? `CPU, ${navigator.hardwareConcurrency} threads` : 'WebGPU';
    return new JaxSubject(backend, adapter, workload.config, inputs);
  }

  async once(): Promise<number> {
    const loss = Number(await this.advance().jsAsync());
    await blockUntilReady(this.state.student);
    return loss;
  }

  async run(iterations: number): Promise<Timed> {
    const began = performance.now();
    let encoding = 0;
    for (let iteration = 1; iteration <= iterations; iteration += 1) {
      const from = performance.now();
      const loss = this.advance();
      encoding += performance.now() - from;
      const waits = iteration === iterations || iteration % MOST_WAITING === 0;
      if (waits) await blockUntilReady(this.state.student);
      loss.dispose();
    }
    return {
      msPerIteration: (performance.now() - began) / iterations,
      // On WASM its kernels run in workers of its own, each called by a message.
      encodeMs: this.backend === 'webgpu' ? encoding / iterations : null,
    };
  }

  async count(): Promise<Counted> {
    profiler.startTrace();
    const { dispatches, copies } = await countGpuWork(() => this.once());
    profiler.stopTrace();
    // It leaves a mark on the browser's timeline for each kernel.
    const marks = performance.getEntriesByType('measure').length;
    performance.clearMeasures();
    return { dispatches: this.backend === 'webgpu' ? dispatches : marks, copies, kernels: [] };
  }

  async profile(iterations: number): Promise<Profiled> {
    const { msPerIteration } = await this.run(iterations);
    return { msPerIteration, kernels: null };
  }

  inputs(): Promise<StepInputs> {
    return Promise.reject(new Error('jax-js computes the step of another engine.'));
  }

  /** Queues a step. @returns its loss */
  private advance(): np.Array {
    this.steps += 1;
    const batch = { views: this.views.ref, keepScales: this.keepScales.ref };
    const [loss, state] = this.step(this.state, this.settings(), batch);
    this.state = state;
    return loss;
  }

  private settings(): StepSettings {
    const { lr, weightDecay, teacherMomentum, teacherTemperature } = stepScalars;
    const { beta1, beta2 } = this.config.optimizer;
    return {
      lr: np.array(lr),
      weightDecay: np.array(weightDecay),
      teacherMomentum: np.array(teacherMomentum),
      teacherTemperature: np.array(teacherTemperature),
      firstCorrection: np.array(1 - beta1 ** this.steps),
      secondCorrection: np.array(1 - beta2 ** this.steps),
    };
  }
}

function initialState({ head }: ExperimentConfig, { weights }: StepInputs): StepState {
  const named = (convert: (values: Values) => np.Array): Tensors =>
    Object.fromEntries(
      Object.entries(weights)
        // Fixed to 1.
        .filter(([name]) => !name.endsWith('last_layer.weight_g'))
        .map(([name, values]) => [name, convert(values)]),
    );
  return {
    student: named(arrayOf),
    teacher: named(arrayOf),
    firstMoments: named(({ shape }) => np.zeros(shape)),
    secondMoments: named(({ shape }) => np.zeros(shape)),
    centre: np.zeros([head.outDim]),
  };
}

const arrayOf = ({ shape, values }: Values): np.Array => np.array(values, { shape });

const ones = (...shape: [number, number]): Values => ({
  shape,
  values: new Float32Array(shape[0] * shape[1]).fill(1),
});
