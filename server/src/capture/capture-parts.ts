import type { Core } from '@strapi/strapi';

import type { WebhookRegistry } from '../webhooks/registry/registry';
import type { DocumentReader } from './snapshot/document-reader';
import type { UnitOfWorkFor } from './write-scope/unit-of-work';

/** Dependencies of every kind of capture. */
export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  reader: DocumentReader;
  unitOf: UnitOfWorkFor;
  now: () => number;
}
