import type { Core } from '@strapi/strapi';

import { modelGetter } from '../../schema/watched-type';
import { createWebhookViews, type ViewOf } from '../filter/webhook-projection';
import { createProjections } from '../filter/projection';
import { createReadPlans, type ReadPlansOf } from './read-plan';
import { createSnapshots, type SnapshotOptions, type Snapshots } from './snapshot';

/** How documents are read for webhooks: what of them, the rows, and each webhook's own view. */
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
