/** @file The benchmark's workers by number, where they are made: in its page, or in Node. */
import type { Reply, Request } from './protocol.ts';

/** As much of a worker as is used here. */
interface Port {
  postMessage: (request: Request) => void;
  terminate: () => void;
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
}

export class Workers {
  private readonly all: (Port | undefined)[] = [];

  constructor(private readonly make: () => Port) {}

  /** Starts a worker and returns its number. */
  spawn(): number {
    return this.all.push(this.make()) - 1;
  }

  /** With `inputsOf`, the inputs of that worker's step go along. */
  async call(number: number, request: Request, inputsOf?: number): Promise<Reply> {
    if (request.call !== 'prepare' || inputsOf === undefined) return this.ask(number, request);
    const inputs = await this.ask(inputsOf, { call: 'inputs', ask: undefined });
    if ('problem' in inputs) return inputs;
    if (!('answer' in inputs && typeof inputs.answer === 'object' && 'weights' in inputs.answer))
      return { problem: `Worker ${inputsOf} has no step whose inputs could be shared.` };
    return this.ask(number, { call: 'prepare', ask: { ...request.ask, inputs: inputs.answer } });
  }

  end(number: number): void {
    this.all[number]?.terminate();
    this.all[number] = undefined;
  }

  endAll(): void {
    for (const number of this.all.keys()) this.end(number);
  }

  /** Calls to one worker come one after another, so the next message is the answer. */
  private ask(number: number, request: Request): Promise<Reply> {
    const worker = this.all[number];
    if (worker === undefined) return Promise.resolve({ problem: `There is no worker ${number}.` });
    return new Promise((resolve) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = (event) => {
        event.preventDefault();
        resolve({ problem: `A worker stopped: ${event.message || 'it could not be loaded'}.` });
      };
      worker.postMessage(request);
    });
  }
}
