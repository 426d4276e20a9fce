import { findWaitingPaths, type Holding } from '../../outbox/operator/captured-paths';
import { stampDestination } from '../../outbox/operator/stamp-destination';
import type { Connection } from '../../outbox/database/tables';
import { decryptAll } from '../../secrets/reveal';
import { findSecrets } from '../../secrets/secret-rows';
import { destinationHash } from '../compiled/compiled-webhook';
import { resolveSecrets } from '../compiled/resolved-secrets';
import { mustFindEntry } from '../stored/find-stored';
import { webhookOf } from '../stored/stored-webhook';
import type { WebhookWrite } from './prepare-write';
import { isRightsChecked } from './rights-check';
import type { WriteParts } from './write-violations';

export interface DestinationChange {
  /** The contents of the waiting deliveries, for the check of rights. */
  waiting(): Promise<Holding[]>;
  /** Call it once all locks of the write are held, before the webhook is stored. */
  begin(): Promise<void>;
  /** If the destination has changed, waiting deliveries that may follow it are marked. */
  end(): Promise<void>;
}

/** Lets waiting deliveries follow a change of destination: what the user's rights were checked for, no more. */
export function createDestinationChange(
  { strapi, config, cipher }: WriteParts,
  transaction: Connection,
  { action, params: { documentId = '', data = {} } }: Pick<WebhookWrite, 'action' | 'params'>,
): DestinationChange {
  let checked: Holding[] = [];
  let before: string | null = null;

  async function hash(): Promise<string> {
    const stored = webhookOf(await mustFindEntry(strapi, documentId), config);
    const revealed = decryptAll(cipher, await findSecrets(transaction, [documentId]));
    return destinationHash({ ...stored, ...resolveSecrets(stored, revealed(documentId)) });
  }

  return {
    async waiting() {
      checked = await findWaitingPaths(transaction, documentId);
      return checked;
    },
    async begin() {
      const leads = ['url', 'method', 'headers', 'signing'].some((name) => name in data);
      if (action === 'update' && leads) before = await hash();
    },
    async end() {
      if (before === null) return;
      const destination = await hash();
      if (destination === before) return;
      const holdings = isRightsChecked()
        ? checked
        : await findWaitingPaths(transaction, documentId);
      await stampDestination(transaction, { webhookId: documentId, holdings, destination });
    },
  };
}
