/** @file A worker as tests script it. */
import type { Command } from '../protocol/commands.ts';
import type { Event } from '../protocol/events.ts';
import type { WorkerEvent } from '../protocol/upkeep.ts';
import type { Port } from './lastingWorker.ts';

/** It keeps what it is told, and says what the test wants. */
export class ScriptedWorker implements Port {
  readonly received: Command[] = [];
  terminated = false;
  onmessage: Port['onmessage'] = null;
  onerror: Port['onerror'] = null;
  onmessageerror: Port['onmessageerror'] = null;

  postMessage(command: Command): void {
    this.received.push(command);
  }

  terminate(): void {
    this.terminated = true;
  }

  say(event: Event | WorkerEvent): void {
    this.onmessage?.(new MessageEvent('message', { data: event }));
  }

  /** A plain event is what a browser fires for a script that cannot be loaded; Node has no `ErrorEvent`. */
  die(message?: string): void {
    const event = new globalThis.Event('error', { cancelable: true });
    this.onerror?.(Object.assign(event, { message }) as ErrorEvent);
  }
}
