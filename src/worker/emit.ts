/** @file Sending events of one run. */
import type { Event } from '../protocol/events.ts';

type WithoutAddress<T> = T extends { runId: string } ? Omit<T, 'runId'> : never;

/** An event before it carries its run's id. */
export type RunEvent = WithoutAddress<Event>;

export type Emit = (event: RunEvent) => void;
