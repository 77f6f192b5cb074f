/** @file What a run computes on: what can be asked for, and what came of it. */
import { z } from 'zod';

export const backendNameSchema = z.enum(['webgpu', 'wasm', 'cpu']);
export type BackendName = z.infer<typeof backendNameSchema>;

/** `auto`: hardware WebGPU, else WASM. */
export const backendChoiceSchema = z.enum(['auto', 'webgpu', 'wasm', 'cpu']);
export type BackendChoice = z.infer<typeof backendChoiceSchema>;

/** The forms in which WebGPU can multiply matrices. */
export const productStyleSchema = z.enum(['quads', 'registers', 'workgroup']);
export type ProductStyle = z.infer<typeof productStyleSchema>;

/** How products are computed on a device, and how they could be. */
const productReportSchema = z.object({
  style: productStyleSchema,
  /** What was measured to be the fastest: quads, of adapters that have them. */
  measured: productStyleSchema,
  candidates: z.array(productStyleSchema),
});
export type ProductReport = z.infer<typeof productReportSchema>;

export const deviceSchema = z.object({
  backend: backendNameSchema,
  /** The adapter's own name, or the number of threads, in words. */
  adapter: z.string(),
  /** A WebGPU adapter that computes on the CPU. */
  software: z.boolean(),
  threads: z.int().min(0),
  /** Why this backend, one sentence for the person. */
  reason: z.string(),
  /** How WebGPU computes products of matrices. */
  products: productReportSchema.exactOptional(),
});
export type Device = z.infer<typeof deviceSchema>;
