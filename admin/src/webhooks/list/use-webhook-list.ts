import { useMemo } from 'react';

import type { Page } from '../../../../server/src/contracts/envelope';
import { WEBHOOK_STATES } from '../../../../server/src/contracts/webhook-choices';
import type { Webhook } from '../../../../server/src/contracts/webhook';
import type { QueryState } from '../../api/query-string';
import { useListDocumentWebhooksQuery } from '../../api/webhooks';
import { usePageInRange } from '../../hooks/use-page-in-range';
import { useReadAgain } from '../../hooks/use-read-again';
import type { useUrlFilters } from '../../hooks/use-url-filters';
import { attentionFirst, heldBy, needsAttention } from '../state/attention';
import { pageOf } from '../state/page-of';
import type { WEBHOOK_FILTERS } from './WebhookFilters';

/** A receiver begins and ceases to fail while the list is looked at. */
const INTERVAL_MS = 15_000;

interface WebhookList {
  /** The page of the address, those in need of attention first among all. */
  query: QueryState<Page<Webhook>>;
  isFetching: boolean;
  total: number;
  /** How many of all pages need attention. */
  attention: number;
  /** The webhooks on hold, with their reasons. */
  held: ReturnType<typeof heldBy>;
}

export function useWebhookList(
  filters: ReturnType<typeof useUrlFilters<(typeof WEBHOOK_FILTERS)[number]>>,
): WebhookList {
  const { values, page, pageSize } = filters;
  const state = WEBHOOK_STATES.find((known) => known === values.state);
  const { data, error, isFetching, refetch, fulfilledTimeStamp } = useListDocumentWebhooksQuery(
    { search: values._q, contentType: values.contentType, ...(state && { state }) },
    { refetchOnMountOrArgChange: true },
  );
  useReadAgain({ intervalMs: INTERVAL_MS, refetch, readAt: fulfilledTimeStamp });

  const shown = useMemo(
    () => data && pageOf(attentionFirst(data), Number(page) || 1, Number(pageSize) || 10),
    [data, page, pageSize],
  );
  usePageInRange(shown?.meta.pagination);

  return {
    query: { data: shown, error, refetch },
    isFetching,
    total: data?.length ?? 0,
    attention: data?.filter(needsAttention).length ?? 0,
    held: heldBy(data ?? []),
  };
}
