/** @file A worker of the benchmark's host. */
import { RunError } from '../../src/cli/command/failure.ts';
import type { BenchHost } from '../host.ts';
import type { CallName, Calls, Request } from '../protocol.ts';

export class WorkerHandle {
  private constructor(
    private readonly host: BenchHost,
    private readonly number: number,
  ) {}

  static async spawn(host: BenchHost): Promise<WorkerHandle> {
    return new WorkerHandle(host, await host.spawn());
  }

  /**
   * @param inputsOf a worker whose step is to be computed too
   * @throws {RunError} with what the worker says went wrong
   * @throws {EngineLostError} when there is no worker any more
   */
  async ask<Name extends CallName>(
    call: Name,
    ask: Calls[Name]['ask'],
    inputsOf?: WorkerHandle,
  ): Promise<Calls[Name]['answer']> {
    const reply = await this.host.call(this.number, { call, ask } as Request, inputsOf?.number);
    if ('problem' in reply) throw new RunError(reply.problem);
    return reply.answer;
  }

  end(): Promise<void> {
    return this.host.end(this.number);
  }
}
