/** @file How long the page's main thread works at a stretch, from Chromium's own trace. */
import type { Browser, Page } from 'playwright/test';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** CPU time, µs. */
  tdur?: number;
  args: { name?: string };
}

/**
 * The CPU times in ms of the main thread's tasks while `action` runs, longest first. CPU time and not the clock:
 * on a busy machine the clock also counts the time that a task waits for a core, which no page can help.
 */
export async function taskTimes(
  browser: Browser,
  page: Page,
  action: () => Promise<void>,
): Promise<number[]> {
  await browser.startTracing(page, { categories: ['toplevel', '__metadata'] });
  await action();
  const trace: unknown = JSON.parse((await browser.stopTracing()).toString());
  const events = eventsOf(trace);
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args.name === 'CrRendererMain').map(thread),
  );
  const tasks = events.filter(
    (event) => event.ph === 'X' && event.name.endsWith('RunTask') && main.has(thread(event)),
  );
  if (tasks.length === 0) throw new Error('The trace holds no task of the main thread.');
  return tasks.map(({ tdur }) => (tdur ?? 0) / 1000).sort((a, b) => b - a);
}

const thread = ({ pid, tid }: TraceEvent): string => `${pid}:${tid}`;

function eventsOf(trace: unknown): TraceEvent[] {
  const isTrace = typeof trace === 'object' && trace !== null && 'traceEvents' in trace;
  if (!isTrace || !Array.isArray(trace.traceEvents)) throw new Error('This is not a trace of Chromium.');
  return trace.traceEvents.filter(isTraceEvent);
}

const isTraceEvent = (event: unknown): event is TraceEvent =>
  typeof event === 'object' &&
  event !== null &&
  'name' in event &&
  'ph' in event &&
  'tid' in event &&
  'args' in event;
