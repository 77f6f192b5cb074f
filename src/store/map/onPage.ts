/** @file The map as a part of a page, made when it is first shown. */
import type { Page } from '../page.ts';
import { createMap, type PageMap } from './map.ts';

export function mapOf({ run, view, inspector, surroundings: { clock }, untilEnd }: Page): PageMap {
  const map = createMap({ run, view, inspector, clock });
  untilEnd(map.listen());
  return map;
}
