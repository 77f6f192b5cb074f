/** @file What the command line and its page call each other by. Types only. */
import type { Command, Event } from '../../worker/protocol.ts';
import type { BackendName, VerifyReply } from '../../worker/verifyProtocol.ts';

/** Thumbnails are for eyes; everything else crosses. */
export type ForwardedEvent = Exclude<Event, { type: 'gallery' }>;

declare global {
  interface Window {
    /** Put there by the page: passes a command to the training worker. */
    adasimSend: (command: Command) => void;
    /** Put there by the page: fetches a recording from `url` and has it verified by a fresh worker. */
    adasimVerify: (url: string, fileName: string, backend: BackendName) => Promise<VerifyReply>;
    /** Put there by Node: receives the training worker's events, in order. */
    adasimReceive: (event: ForwardedEvent) => Promise<void>;
  }
}
