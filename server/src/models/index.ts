import type { Core } from '@strapi/strapi';

import { attemptModel } from './attempt';
import { deliveryModel } from './delivery';
import { healthModel } from './health';
import { sequenceModel } from './sequence';

interface ModelRegistry {
  add(model: unknown): unknown;
}

export function registerModels(strapi: Core.Strapi): void {
  const models = strapi.get<ModelRegistry>('models');
  for (const model of [deliveryModel, attemptModel, healthModel, sequenceModel]) models.add(model);
}
