/** @file A worker in the page, from Node. */
import { RunError } from '../../src/cli/command/failure.ts';
import type { Engine as Browser } from '../../src/cli/engine/engine.ts';
import type { CallName, Calls, Reply, Request } from '../protocol.ts';

export class WorkerHandle {
  private constructor(
    private readonly browser: Browser,
    private readonly number: number,
  ) {}

  static async spawn(browser: Browser): Promise<WorkerHandle> {
    return new WorkerHandle(browser, await browser.page.evaluate(() => window.benchSpawn()));
  }

  /**
   * @param inputsOf a worker whose step is to be computed too
   * @throws {RunError} with what the worker says went wrong
   */
  async ask<Name extends CallName>(
    call: Name,
    ask: Calls[Name]['ask'],
    inputsOf?: WorkerHandle,
  ): Promise<Calls[Name]['answer']> {
    const reply: Reply = await Promise.race([
      this.browser.page.evaluate(([number, request, source]) => window.benchCall(number, request, source), [
        this.number,
        { call, ask } as Request,
        inputsOf?.number,
      ] as const),
      this.browser.death,
    ]);
    if ('problem' in reply) throw new RunError(reply.problem);
    return reply.answer;
  }

  async end(): Promise<void> {
    await this.browser.page.evaluate((number) => window.benchEnd(number), this.number);
  }
}
