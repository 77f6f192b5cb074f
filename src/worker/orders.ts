/** @file What a run is to do: go on, take so many steps, or rest. */
import type { Command } from '../protocol/commands.ts';

type Order = Extract<Command, { type: 'pause' | 'resume' | 'step' | 'reset' }>;

export class Orders {
  private owedSteps = 0;

  /** @param training whether the run goes on by itself */
  constructor(public training: boolean) {}

  heed(order: Order): void {
    switch (order.type) {
      case 'pause':
        this.training = false;
        break;
      case 'resume':
        this.training = true;
        break;
      case 'step':
        this.training = false;
        this.owedSteps += 1;
        break;
      case 'reset':
        this.owedSteps = 0;
        this.training = order.paused !== true;
    }
  }

  /** Whether a step is to be taken now: it is then no longer owed. After the last one there is nothing to owe. */
  takeStep(finished: boolean): boolean {
    const wanted = this.training || this.owedSteps > 0;
    if (this.owedSteps > 0) this.owedSteps -= 1;
    return wanted && !finished;
  }
}
