import type { Core } from '@strapi/strapi';

import type { WebhookRegistry } from '../webhooks/registry/registry';
import type { DocumentReader } from './snapshot/document-reader';
import type { UnitOfWorkFor } from './write-scope/unit-of-work';

/** What captures of every kind work with. */
export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  entries: DocumentReader;
  unitOf: UnitOfWorkFor;
  now: () => number;
}
