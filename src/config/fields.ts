/** @file The form's view of the schema: which settings it shows, how, and what each means. */
import { dataFields } from './fields/data.ts';
import { backboneFields } from './fields/backbone.ts';
import { methodFields } from './fields/method.ts';
import { bootstrappingFields } from './fields/bootstrapping.ts';
import { optimisationFields } from './fields/optimisation.ts';
import { evaluationFields } from './fields/evaluation.ts';
import type { Field } from './fields/field.ts';

export { fieldGroups } from './fields/field.ts';
export type { ChoiceField, Field, FieldGroup, NumberField, SwitchField } from './fields/field.ts';

/** In the order of the form. */
export const fields: readonly Field[] = [
  ...dataFields,
  ...backboneFields,
  ...methodFields,
  ...bootstrappingFields,
  ...optimisationFields,
  ...evaluationFields,
];
