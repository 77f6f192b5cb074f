/** @file Sending events of one run. */
import type { WorkerEvent } from '../protocol/upkeep.ts';

type WithoutAddress<T> = T extends { runId: string } ? Omit<T, 'runId'> : never;

/** An event before it carries its run's id. */
export type RunEvent = WithoutAddress<WorkerEvent>;

export type Emit = (event: RunEvent) => void;
