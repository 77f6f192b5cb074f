/** @file What the command line and its page call each other by. Types only. */
import type { Command } from '../../../protocol/commands.ts';
import type { Event } from '../../../protocol/events.ts';
import type { VerifyReply, VerifyRequest } from '../../../protocol/verification.ts';

type Exported = Extract<Event, { type: 'exported' }>;

/** What has pictures: it crosses only where somebody wants to see them. */
export type SeenEvent = Extract<Event, { type: 'gallery' | 'inspected' | 'map' | 'mapAtlas' }>;

/** Files go by the browser's downloads; everything else crosses as it is. */
export type ForwardedEvent = Exclude<Event, SeenEvent | Exported> | Omit<Exported, 'bytes'>;

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
    /** The same for what has pictures, where Node wants those. */
    adasimSee?: (event: SeenEvent) => Promise<void>;
  }
}
