/** @file A recording of any format we know, held against what we compute on the current backend. */
import { augmentFormat, readAugmentRecording } from '../../formats/augmentRecording.ts';
import { metricsFormat, readMetricsRecording } from '../../formats/metricsRecording.ts';
import { parseSafetensors, SafetensorsError, type Safetensors } from '../../formats/safetensors.ts';
import { readTrace } from '../../formats/trace.ts';
import { traceFormat } from '../../formats/traceTypes.ts';
import type { CheckRow } from '../../protocol/verification.ts';
import { tracePlan } from './replay.ts';
import { verifyAugmentation } from './verifyAugmentation.ts';
import { verifyMetrics } from './verifyMetrics.ts';
import { verifyTrace } from './verifyTrace.ts';

type Verification = () => Promise<CheckRow[]>;

const formats: ReadonlyMap<string, (file: Safetensors) => Verification> = new Map([
  [
    traceFormat,
    (file) => {
      const trace = readTrace(file, tracePlan);
      return () => verifyTrace(trace);
    },
  ],
  [
    metricsFormat,
    (file) => {
      const recording = readMetricsRecording(file);
      return () => verifyMetrics(recording);
    },
  ],
  [
    augmentFormat,
    (file) => {
      const recording = readAugmentRecording(file);
      return () => verifyAugmentation(recording);
    },
  ],
]);

/**
 * Reads a recording; the result runs it.
 * @throws SafetensorsError if the file is damaged, or not a recording
 */
export function readRecording(bytes: Uint8Array): Verification {
  const file = parseSafetensors(bytes);
  const format = file.metadata.get('format');
  const read = format === undefined ? undefined : formats.get(format);
  if (read === undefined)
    throw new SafetensorsError(
      `The file's format is ${format === undefined ? 'not stated' : `“${format}”`}; recordings are ${[...formats.keys()].join(', ')}.`,
    );
  return read(file);
}
