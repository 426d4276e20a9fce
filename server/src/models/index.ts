import type { Core } from '@strapi/strapi';

import { attemptModel } from './attempt';
import { deliveryModel } from './delivery';
import { healthModel } from './health';
import { secretModel } from './secret';
import { sequenceModel } from './sequence';

interface ModelRegistry {
  add(model: unknown): unknown;
}

const MODELS = [deliveryModel, attemptModel, healthModel, sequenceModel, secretModel];

/** The models that are not content types. */
export const MODEL_UIDS: readonly string[] = MODELS.map(({ uid }) => uid);

export function registerModels(strapi: Core.Strapi): void {
  const models = strapi.get<ModelRegistry>('models');
  for (const model of MODELS) models.add(model);
}
