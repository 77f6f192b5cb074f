/** @file The device check as a part of a page, made when it is first looked at. */
import { createVerifier } from '../../client/verifyClient.ts';
import type { Page } from '../page.ts';
import { createCheck, type DeviceCheck } from './check.ts';
import { describeDevice } from './device.ts';

export function checkOf({ run, surroundings, untilEnd }: Page): DeviceCheck {
  const { fetch, clock } = surroundings;
  const check = createCheck({ pauseRun: run.pause, describeDevice, createVerifier, fetch, clock });
  untilEnd(check.stop);
  return check;
}
