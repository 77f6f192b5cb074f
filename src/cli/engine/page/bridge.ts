/** @file What the command line and its page call each other by. Types only. */
import type { Command } from '../../../protocol/commands.ts';
import type { Event } from '../../../protocol/events.ts';
import type { VerifyReply, VerifyRequest } from '../../../protocol/verification.ts';

type Exported = Extract<Event, { type: 'exported' }>;

/** Pictures are for eyes, and files go by the browser's downloads; everything else crosses. */
export type ForwardedEvent =
  Exclude<Event, { type: 'gallery' | 'inspected' | 'exported' }> | Omit<Exported, 'bytes'>;

declare global {
  interface Window {
    /**
     * Put there by the page: passes a command to the training worker, a `start` with the file at `checkpointUrl`.
     */
    adasimSend: (command: Command, checkpointUrl?: string) => Promise<void>;
    /** Put there by the page: fetches a recording from `url` and has it verified by a fresh worker. */
    adasimVerify: (url: string, request: Omit<VerifyRequest, 'bytes'>) => Promise<VerifyReply>;
    /** Put there by Node: receives the training worker's events, in order. */
    adasimReceive: (event: ForwardedEvent) => Promise<void>;
  }
}
