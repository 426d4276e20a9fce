import type { Core } from '@strapi/strapi';

import { modelGetter } from '../schema/watched-type';
import type { WebhookRegistry } from '../webhooks/registry/registry';
import { createProjections } from './filter/projection';
import { createWebhookViews, type ViewOf } from './filter/webhook-projection';
import { createReadPlans, type ReadPlansOf } from './snapshot/read-plan';
import { createSnapshots, type SnapshotOptions, type Snapshots } from './snapshot/snapshot';
import type { UnitOfWorkFor } from './write-scope/unit-of-work';

/** Dependencies of every kind of capture. */
export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  reader: DocumentReader;
  unitOf: UnitOfWorkFor;
  now: () => number;
}

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
