/** @file The method that a configuration names. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../model/backbone.ts';
import type { Method } from '../method.ts';
import { Dino } from './dino.ts';

export function createMethod(config: ExperimentConfig, image: ImageShape): Method {
  switch (config.method) {
    case 'dino':
      return new Dino(config, image);
  }
}
