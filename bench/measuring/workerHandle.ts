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
    const number = await browser.alive(browser.page.evaluate(() => window.benchSpawn()));
    return new WorkerHandle(browser, number);
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
    const reply: Reply = await this.browser.alive(
      this.browser.page.evaluate(([number, request, source]) => window.benchCall(number, request, source), [
        this.number,
        { call, ask } as Request,
        inputsOf?.number,
      ] as const),
    );
    if ('problem' in reply) throw new RunError(reply.problem);
    return reply.answer;
  }

  async end(): Promise<void> {
    await this.browser.alive(this.browser.page.evaluate((number) => window.benchEnd(number), this.number));
  }
}
