/**
 * @file Parameters whose gradient is zero in exact arithmetic, so that a recording holds rounding
 * (REFERENCE section 6): a bias that BatchNorm subtracts again, and the key third of `qkv.bias`, since
 * softmax does not see what is added to all scores of a query.
 */

/** The bias of the linear layer in front of a BatchNorm; `names` are all tensors of the network. */
export function precedesBatchNorm(name: string, names: ReadonlySet<string>): boolean {
  const layer = /^(head\.mlp\.)(\d+)\.bias$/.exec(name);
  if (layer === null) return false;
  return names.has(`${layer[1]}${Number(layer[2]) + 1}.running_mean`);
}

/** Where the key third of a `qkv.bias` of this length lies. */
export function keyThird(name: string, length: number): { from: number; to: number } | undefined {
  return name.endsWith('attn.qkv.bias') ? { from: length / 3, to: (2 * length) / 3 } : undefined;
}
