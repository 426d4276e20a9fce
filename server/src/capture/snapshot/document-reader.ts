import type { Core } from '@strapi/strapi';

import { modelGetter } from '../../schema/watched-type';
import { createWebhookViews, type ViewOf } from '../filter/webhook-projection';
import { createProjections } from '../filter/projection';
import { createReadPlans, type ReadPlansOf } from './read-plan';
import { createSnapshots, type SnapshotOptions, type Snapshots } from './snapshot';

/** Reads documents for webhooks: which fields, their rows, and each webhook's projection. */
export interface DocumentReader extends Snapshots {
  readPlansOf: ReadPlansOf;
  viewOf: ViewOf;
}

export function createDocumentReader(
  strapi: Core.Strapi,
  options: SnapshotOptions,
): DocumentReader {
  const getModel = modelGetter(strapi);
  return {
    ...createSnapshots(strapi, options),
    readPlansOf: createReadPlans(getModel),
    viewOf: createWebhookViews(createProjections(getModel), getModel),
  };
}
