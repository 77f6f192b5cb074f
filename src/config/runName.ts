/** @file What files of a run are called. */
import type { ExperimentConfig } from './schema.ts';

/** The label of an arm as part of a file's name. */
export const fileLabel = (label: string): string => label.replace(/[^\p{L}\p{N}.]+/gu, '-');

/**
 * `shapes-dino-vit-seed7`, `…-step300` where the file depends on the step, and `shapes-dino-vit-naive-seed7-…` where
 * the run is one of several, by its label.
 */
export function runName(
  { data, method, backbone, seed }: ExperimentConfig,
  { step, arm }: { step?: number | undefined; arm?: string | undefined } = {},
): string {
  const label = arm === undefined ? undefined : fileLabel(arm);
  const parts = [
    data.name,
    method,
    backbone.kind,
    label,
    `seed${seed}`,
    step === undefined ? undefined : `step${step}`,
  ];
  return parts.filter((part) => part !== undefined).join('-');
}
