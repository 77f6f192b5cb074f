/** @file A measurement as something to attach to a bug report: what was measured, of what, on what. */
import { version } from '../../../package.json';
import type { ExperimentConfig } from '../../config/schema.ts';
import type { Device } from '../../protocol/device.ts';
import type { Profile } from '../../protocol/profile.ts';
import type { DeviceFacts } from '../check/device.ts';
import type { DeviceMeasurement } from './profiling.ts';

export interface ProfileReport {
  format: 'adasim-performance/1';
  app: { name: 'AdaSim Playground'; version: string };
  browser: DeviceFacts;
  device: Device;
  arms: number;
  config: ExperimentConfig;
  /** Milliseconds, FLOP and bytes, to four digits. */
  profile: Profile & { limitShare: number };
}

/** Share of the device's limit that a step reaches. */
export const limitShare = ({ idealMs, msPerStep }: Profile): number => idealMs / msPerStep;

export const profileReport = (
  { profile, device, config, arms }: Omit<DeviceMeasurement, 'past'>,
  browser: DeviceFacts,
): ProfileReport => ({
  format: 'adasim-performance/1',
  app: { name: 'AdaSim Playground', version },
  browser,
  device,
  arms,
  config,
  profile: toFourDigits({ ...profile, limitShare: limitShare(profile) }),
});

/** More digits than a measurement has are hard to read. */
function toFourDigits<T extends object>(measured: T): T {
  const rounded = (_: string, value: unknown) =>
    typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
  return JSON.parse(JSON.stringify(measured, rounded)) as T;
}
