import type { Core } from '@strapi/strapi';

import { modelGetter } from '../../schema/watched-type';
import { createViews, type ViewOf } from '../filter/webhook-projection';
import { createProject } from '../filter/projection';
import { createReadings, type ReadingsOf } from './read-plan';
import { createSnapshots, type SnapshotOptions, type Snapshots } from './snapshot';

/** How documents are read for webhooks: what of them, the rows, and each webhook's own view. */
export interface Entries extends Snapshots {
  readingsOf: ReadingsOf;
  viewOf: ViewOf;
}

export function createEntries(strapi: Core.Strapi, options: SnapshotOptions): Entries {
  const getModel = modelGetter(strapi);
  return {
    ...createSnapshots(strapi, options),
    readingsOf: createReadings(getModel),
    viewOf: createViews(createProject(getModel), getModel),
  };
}
