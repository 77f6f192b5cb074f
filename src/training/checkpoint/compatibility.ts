/** @file What a configuration can only be checked for once the images are known. */
import { ConfigError } from '../../config/error.ts';
import type { BackboneConfig } from '../../config/schema.ts';

/** @throws ConfigError if the backbone cannot take images of this side */
export function checkImageShape(backbone: BackboneConfig, size: number): void {
  if (backbone.kind === 'vit' && size % backbone.patchSize !== 0)
    throw new ConfigError(
      `backbone.patchSize is ${backbone.patchSize}, which does not divide the images' side of ${size} pixels. ` +
        `Choose one of ${divisors(size).join(', ')}.`,
    );
}

const divisors = (size: number): number[] =>
  Array.from({ length: size }, (_, index) => index + 1).filter((side) => side > 1 && size % side === 0);
