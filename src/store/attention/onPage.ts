/** @file What the networks look at as a part of a page, made when it is first shown. */
import type { Page } from '../page.ts';
import { createLooks, type PageLooks } from './looks.ts';

export function looksOf({ run, surroundings: { clock }, untilEnd }: Page): PageLooks {
  const looks = createLooks({ run, clock });
  untilEnd(looks.listen());
  return looks;
}
