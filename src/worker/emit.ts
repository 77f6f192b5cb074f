/** @file Sending events of one run. */
import type { Unaddressed } from '../protocol/events.ts';
import type { WorkerEvent } from '../protocol/upkeep.ts';

/** An event before it carries its run's id. */
export type RunEvent = Unaddressed<WorkerEvent>;

export type Emit = (event: RunEvent) => void;
