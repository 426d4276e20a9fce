import type { Core } from '@strapi/strapi';

import { attemptModel } from './attempt';
import { deliveryModel } from './delivery';

interface ModelRegistry {
  add(model: unknown): unknown;
}

export function registerModels(strapi: Core.Strapi): void {
  const models = strapi.get<ModelRegistry>('models');
  models.add(deliveryModel);
  models.add(attemptModel);
}
