/** @file The messages between a page and the worker that holds recordings against our own run. */
import { z } from 'zod';
import { backendNameSchema, deviceSchema } from './device.ts';

/** One line of a report. */
const checkRowSchema = z.object({
  quantity: z.string(),
  /** Relative to the tensor's largest value; of a decision, the number that differ. */
  error: z.number(),
  tolerance: z.number(),
  verdict: z.enum(['pass', 'fail']),
  /** Where the error is largest, or why the tolerance is what it is. */
  note: z.string().exactOptional(),
});
export type CheckRow = z.infer<typeof checkRowSchema>;

/** One recording on one backend. A worker is asked for one backend only, and one recording after the other. */
export const verifyRequestSchema = z.object({
  /** For messages; the format is told from the content. */
  fileName: z.string(),
  bytes: z.custom<ArrayBuffer>((value) => value instanceof ArrayBuffer, 'a recording is bytes'),
  backend: backendNameSchema,
  /** Through TensorFlow.js's own ops instead of our kernels, where there are any. */
  portable: z.boolean().exactOptional(),
});
export type VerifyRequest = z.infer<typeof verifyRequestSchema>;

export const verifyReplySchema = z.discriminatedUnion('type', [
  z.object({ type: z.literal('rows'), device: deviceSchema, rows: z.array(checkRowSchema) }),
  /** The file cannot be used, in one sentence for the person. */
  z.object({ type: z.literal('unusable'), message: z.string() }),
  /** The file is fine; the backend is missing or gave up. */
  z.object({ type: z.literal('failed'), message: z.string() }),
]);
export type VerifyReply = z.infer<typeof verifyReplySchema>;
