import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { useListDocumentWebhookDeliveriesQuery } from '../../api/deliveries';
import { useReadAgain } from '../../hooks/use-read-again';

const INTERVAL_MS = 5_000;
const NONE: never[] = [];

/** Unsettled deliveries of the same webhook and document, if the delivery can wait for them. */
export function useUnsettledOfDocument({ status, documentId, webhook }: Delivery): Delivery[] {
  const waits = status === 'pending' && documentId !== null;
  const { data, refetch, fulfilledTimeStamp } = useListDocumentWebhookDeliveriesQuery(
    {
      webhook: webhook.documentId,
      documentId: documentId ?? '',
      status: 'pending,sending',
      pageSize: '100',
    },
    { skip: !waits, refetchOnMountOrArgChange: true },
  );
  useReadAgain({ intervalMs: waits ? INTERVAL_MS : 0, refetch, readAt: fulfilledTimeStamp });
  return data?.data ?? NONE;
}
