/** @file Shapes of a convolution, checked. */
export interface ConvolutionShape {
  batch: number;
  height: number;
  width: number;
  inChannels: number;
  outChannels: number;
  kernelHeight: number;
  kernelWidth: number;
  stride: number;
  padding: number;
  outHeight: number;
  outWidth: number;
}

/**
 * @param image `[batch, height, width, in]`
 * @param weight `[out, in, kernel, kernel]`, PyTorch's layout
 */
export function convolutionShape(
  image: readonly number[],
  weight: readonly number[],
  stride: number,
  padding: number,
): ConvolutionShape {
  const [batch = 0, height = 0, width = 0, inChannels = 0] = image;
  const [outChannels = 0, weightChannels = 0, kernelHeight = 0, kernelWidth = 0] = weight;
  if (image.length !== 4 || weight.length !== 4 || inChannels !== weightChannels)
    throw new Error(
      `An image of shape [${image.join()}] and a weight of shape [${weight.join()}] do not convolve.`,
    );
  const outHeight = Math.floor((height + 2 * padding - kernelHeight) / stride) + 1;
  const outWidth = Math.floor((width + 2 * padding - kernelWidth) / stride) + 1;
  return {
    batch,
    height,
    width,
    inChannels,
    outChannels,
    kernelHeight,
    kernelWidth,
    stride,
    padding,
    outHeight,
    outWidth,
  };
}

/** A list of numbers among a kernel's attributes. */
export function numbers(value: unknown): number[] {
  if (!Array.isArray(value)) throw new Error('A list of numbers was expected.');
  return value.map(Number);
}
