import type { ListDeliveries } from '../../../../server/src/contracts/deliveries';
import { toUtc } from '../../components/time/local-time';

export const DELIVERY_FILTERS = [
  'webhook',
  'status',
  'event',
  'uid',
  'documentId',
  'statusCode',
  'from',
  'to',
] as const;

export type DeliveryFilterName = (typeof DELIVERY_FILTERS)[number];

/** The address holds moments as a date-time box writes them, in local time; the API takes UTC. */
export function toDeliveryQuery(
  values: Record<DeliveryFilterName, string>,
): ListDeliveries.Request['query'] {
  return {
    ...values,
    from: toUtc(values.from),
    to: toUtc(values.to),
    // Half a code, as while it is being typed, narrows nothing.
    statusCode: /^[1-5]\d\d$/.test(values.statusCode) ? values.statusCode : '',
  };
}
