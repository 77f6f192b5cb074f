/**
 * @file Parameters whose gradient is zero in exact arithmetic, so that a recording holds rounding
 * (METHOD section 6): a bias that BatchNorm subtracts again, and the key third of `qkv.bias`, since
 * softmax does not see what is added to all scores of a query.
 */

/**
 * A bias with nothing but linear layers between it and a BatchNorm: of the layer in front, or, where that is the
 * head's first, of a ViT's last norm.
 * @param names all tensors of the network
 */
export function precedesBatchNorm(name: string, names: ReadonlySet<string>): boolean {
  if (name === 'backbone.norm.bias') return names.has('head.mlp.1.running_mean');
  const layer = /^(head\.mlp\.)(\d+)\.bias$/.exec(name);
  return layer !== null && names.has(`${layer[1]}${Number(layer[2]) + 1}.running_mean`);
}

/** The mean of what those biases are added to: it drifts as they do. */
export const followsNullGradient = (name: string): boolean => /^head\.mlp\.\d+\.running_mean$/.test(name);

/** Where the key third of a `qkv.bias` of this length lies. */
export function keyThird(name: string, length: number): { from: number; to: number } | undefined {
  return name.endsWith('attn.qkv.bias') ? { from: length / 3, to: (2 * length) / 3 } : undefined;
}
