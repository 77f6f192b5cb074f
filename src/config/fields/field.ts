/** @file What a setting of the form is: its control, its range, its words. */
import type { ExperimentConfig } from '../schema.ts';

export const fieldGroups = [
  { id: 'data', title: 'Data' },
  { id: 'backbone', title: 'Backbone' },
  { id: 'method', title: 'Method' },
  { id: 'bootstrapping', title: 'Bootstrapping' },
  { id: 'optimisation', title: 'Optimisation' },
  { id: 'evaluation', title: 'Evaluation' },
] as const;
export type FieldGroup = (typeof fieldGroups)[number]['id'];

interface FieldBase {
  /** Dotted path in the configuration. */
  path: string;
  label: string;
  /** What it is called in the name of an arm, where the label is long. */
  symbol?: string;
  /** One or two sentences for someone who has not read the paper. */
  help: string;
  group: FieldGroup;
  /** Behind "more settings". */
  advanced: boolean;
  /** The release's value (ImageNet, 100 epochs), where it stated one. */
  release?: number | string;
  /** Shown only for such experiments. */
  when?: (config: ExperimentConfig) => boolean;
}

export interface NumberField extends FieldBase {
  control: 'number';
  /** Range of the slider; the number box takes all that the schema takes. */
  min: number;
  max: number;
  /** Where the experiment decides how far it may go: the most that it can have. */
  most?: (config: ExperimentConfig) => number;
  /** Step of a linear slider, and what the values of a logarithmic one are rounded to. */
  step: number;
  /** `doubling`: the slider moves by factors of two. */
  scale: 'linear' | 'log' | 'doubling';
  unit?: string;
}

export interface Choice {
  value: string;
  label: string;
  help?: string;
  /** Absent: with any experiment. */
  fits?: (config: ExperimentConfig) => boolean;
}

export interface ChoiceField extends FieldBase {
  control: 'choice';
  options: readonly Choice[];
}

export interface SwitchField extends FieldBase {
  control: 'switch';
}

export type Field = NumberField | ChoiceField | SwitchField;

export const isVit = (config: ExperimentConfig) => config.backbone.kind === 'vit';
/** A moving average of the student, to compare with. */
export const hasTeacher = ({ method }: ExperimentConfig) => method === 'dino' || method === 'byol';
export const isDino = (config: ExperimentConfig) => config.method === 'dino';
export const bootstraps = (config: ExperimentConfig) => config.bootstrap.policy !== 'none';
export const samples = (config: ExperimentConfig) =>
  config.bootstrap.policy === 'window' || config.bootstrap.policy === 'adaptive';

/** A number on a linear slider of whole steps; the commonest field. */
export const number = (
  field: Omit<NumberField, 'control' | 'advanced' | 'scale' | 'step'> &
    Partial<Pick<NumberField, 'advanced' | 'scale' | 'step'>>,
): NumberField => ({
  control: 'number',
  advanced: false,
  scale: 'linear',
  step: 1,
  ...field,
});
