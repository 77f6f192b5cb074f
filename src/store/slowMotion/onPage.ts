/** @file Slow motion as a part of a page, made when the diagram is first shown. */
import type { Page } from '../page.ts';
import { scenesOf } from '../scene/onPage.ts';
import { createSlowMotion, type SlowMotion } from './slowMotion.ts';

export function slowMotionOf(page: Page): SlowMotion {
  const { run, view, untilEnd } = page;
  const slowMotion = createSlowMotion({ run, view, scenes: page.part(scenesOf) });
  untilEnd(slowMotion.listen());
  return slowMotion;
}
