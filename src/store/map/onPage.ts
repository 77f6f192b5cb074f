/** @file The map and its layouts as parts of a page, made when they are first shown. */
import { layOut } from '../../client/layoutClient.ts';
import type { Page } from '../page.ts';
import { createLayouts, type Layouts } from './layouts.ts';
import { createMap, type PageMap } from './map.ts';

export function mapOf({ run, view, inspector, playback, surroundings: { clock }, untilEnd }: Page): PageMap {
  const map = createMap({ run, view, inspector, playback, clock });
  untilEnd(map.listen());
  return map;
}

export function layoutsOf({ run, part, untilEnd }: Page): Layouts {
  const layouts = createLayouts({ run, map: part(mapOf), layOut });
  untilEnd(layouts.listen());
  return layouts;
}
