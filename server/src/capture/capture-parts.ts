import type { Core } from '@strapi/strapi';

import type { WebhookRegistry } from '../webhooks/registry';
import type { Entries } from './entries';
import type { UnitOfWorkFor } from './unit-of-work';

/** What captures of every kind work with. */
export interface CaptureParts {
  strapi: Core.Strapi;
  registry: WebhookRegistry;
  entries: Entries;
  unitOf: UnitOfWorkFor;
  now: () => number;
}
