/** @file What the schema allows at a path, in words and as numbers: for error sentences and for the form. */
import { z } from 'zod';
import { experimentSchema, resnetSchema, vitSchema } from './schema.ts';

/** The schema of the setting at `path`; undefined where the experiment has none. */
export function schemaAt(path: readonly (string | number)[], backboneKind: unknown): z.ZodType | undefined {
  let here: unknown = experimentSchema;
  for (const key of path) {
    if (here instanceof z.ZodDiscriminatedUnion) here = backboneKind === 'resnet' ? resnetSchema : vitSchema;
    if (here instanceof z.ZodObject) {
      const shape: Record<string, unknown> = here.shape;
      here = Object.hasOwn(shape, key) ? shape[key] : undefined;
    } else if (here instanceof z.ZodArray) here = here.element;
    else return undefined;
  }
  // What a setting is when it is absent is no part of what it may be.
  if (here instanceof z.ZodDefault) here = here.unwrap();
  return here instanceof z.ZodType ? here : undefined;
}

/** Lowest and highest value the schema takes, and whether only whole numbers are; infinite where open. */
export interface NumberRange {
  min: number;
  max: number;
  integer: boolean;
}

/** The range of a number setting; undefined for any other kind of setting. */
export function rangeOf(schema: z.ZodType | undefined): NumberRange | undefined {
  if (!(schema instanceof z.ZodNumber)) return undefined;
  return {
    min: schema.minValue ?? -Infinity,
    max: schema.maxValue ?? Infinity,
    integer: schema.format === 'safeint',
  };
}

/** What a setting may be, as the end of the sentence "… must be …". */
export function allowedInWords(schema: z.ZodType | undefined): string {
  const range = rangeOf(schema);
  if (range !== undefined) {
    const kind = range.integer ? 'a whole number' : 'a number';
    // `z.number().positive()` is an open bound at 0; its minValue is 0 as well.
    const open = schema instanceof z.ZodNumber && !schema.safeParse(range.min).success;
    const from = open ? `above ${range.min}` : `from ${range.min}`;
    if (range.max === Infinity) return open ? `${kind} ${from}` : `${kind}, ${range.min} or more`;
    return open ? `${kind} ${from} and at most ${range.max}` : `${kind} ${from} to ${range.max}`;
  }
  if (schema instanceof z.ZodEnum) return `one of ${schema.options.join(', ')}`;
  if (schema instanceof z.ZodLiteral) return [...schema.values].map(String).join(' or ');
  if (schema instanceof z.ZodBoolean) return 'true or false';
  if (schema instanceof z.ZodArray) return `a list such as 16,32,64, each ${elementInWords(schema)}`;
  if (schema instanceof z.ZodDiscriminatedUnion) return 'a group of settings with kind vit or resnet';
  return 'a group of settings';
}

const elementInWords = (list: z.ZodArray): string =>
  list.element instanceof z.ZodType ? allowedInWords(list.element) : 'a number';
