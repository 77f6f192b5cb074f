/** @file The method that a configuration names, and the tensors it is made of. */
import type { ExperimentConfig } from '../../config/schema.ts';
import type { ImageShape } from '../../data/dataset.ts';
import type { Method, MethodPlan } from './method.ts';
import { Byol, byolPlan } from './byol.ts';
import { Dino, dinoPlan } from './dino.ts';
import { InfoNce, infoncePlan } from './infonce.ts';
import { SimSiam, simsiamPlan } from './simsiam.ts';

export function createMethod(config: ExperimentConfig, image: ImageShape): Method {
  switch (config.method) {
    case 'dino':
      return new Dino(config, image);
    case 'byol':
      return new Byol(config, image);
    case 'simsiam':
      return new SimSiam(config, image);
    case 'infonce':
      return new InfoNce(config, image, contrast(config));
  }
}

export function planMethod(config: ExperimentConfig, image: ImageShape): MethodPlan {
  switch (config.method) {
    case 'dino':
      return dinoPlan(config, image);
    case 'byol':
      return byolPlan(config, image);
    case 'simsiam':
      return simsiamPlan(config, image);
    case 'infonce':
      return infoncePlan(config, image, contrast(config));
  }
}

/** Among embeddings there is one way to bootstrap. */
const contrast = ({ bootstrap }: ExperimentConfig) => ({ nearestNeighbours: bootstrap.policy === 'naive' });
