/** @file The measurement as a part of a page, made when its panel is first opened. */
import type { Page } from '../page.ts';
import { createProfiling, type DeviceProfiling } from './profiling.ts';

export function profilingOf({ run, untilEnd }: Page): DeviceProfiling {
  const profiling = createProfiling(run);
  untilEnd(profiling.listen());
  return profiling;
}
