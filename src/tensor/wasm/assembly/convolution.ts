/** @file What a convolution and both of its gradients are told of it. */
import { jobArguments } from './threads';

/** `[batch, height, width, inputs]` → `[batch, outHeight, outWidth, outputs]` */
@unmanaged
export class Convolution {
  batch: i32;
  height: i32;
  width: i32;
  inputs: i32;
  outHeight: i32;
  outWidth: i32;
  outputs: i32;
  kernelHeight: i32;
  kernelWidth: i32;
  stride: i32;
  padding: i32;
}

/** Begins the arguments of the job that comes next. */
export function describeConvolution(
  batch: i32,
  height: i32,
  width: i32,
  inputs: i32,
  outHeight: i32,
  outWidth: i32,
  outputs: i32,
  kernelHeight: i32,
  kernelWidth: i32,
  stride: i32,
  padding: i32,
): void {
  const job = changetype<Convolution>(jobArguments());
  job.batch = batch;
  job.height = height;
  job.width = width;
  job.inputs = inputs;
  job.outHeight = outHeight;
  job.outWidth = outWidth;
  job.outputs = outputs;
  job.kernelHeight = kernelHeight;
  job.kernelWidth = kernelWidth;
  job.stride = stride;
  job.padding = padding;
}
