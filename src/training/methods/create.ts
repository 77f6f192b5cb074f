/** @file The method that a configuration names. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../model/backbone.ts';
import type { Method } from '../method.ts';
import { Byol } from './byol.ts';
import { Dino } from './dino.ts';
import { InfoNce } from './infonce.ts';
import { SimSiam } from './simsiam.ts';

export function createMethod(config: ExperimentConfig, image: ImageShape): Method {
  switch (config.method) {
    case 'dino':
      return new Dino(config, image);
    case 'byol':
      return new Byol(config, image);
    case 'simsiam':
      return new SimSiam(config, image);
    case 'infonce':
      return new InfoNce(config, image, { nearestNeighbours: config.bootstrap.policy === 'naive' });
  }
}
