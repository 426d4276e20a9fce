import type { Webhook } from '../../../server/src/contracts/webhook';
import { usePermissions } from '../permissions';
import { useListDocumentWebhooksQuery } from '../api/webhooks';

const NONE: never[] = [];

interface KnownWebhooks {
  /** Empty for users who may not read webhooks. */
  all: Webhook[];
  find: (documentId: string) => Webhook | undefined;
  /** Does nothing for users who may not read them. */
  refetch: () => unknown;
}

/** The webhooks beside what is mainly shown: to name them, and to tell what they hold back. */
export function useKnownWebhooks(): KnownWebhooks {
  const { webhooks: can } = usePermissions();
  const { data: all = NONE, refetch } = useListDocumentWebhooksQuery({}, { skip: !can.read });
  return {
    all,
    find: (documentId) => all.find((webhook) => webhook.documentId === documentId),
    refetch: can.read ? refetch : nothing,
  };
}

const nothing = () => undefined;
