import { deliveryIdAt } from '../delivery';
import type { deliveries } from './tables';

/**
 * Limits a query to deliveries that were created between two times (epoch milliseconds). It uses the index
 * on `delivery_id`, because ids begin with the time of creation.
 */
export function idsBetween(since: number | undefined, until: number | undefined) {
  return (where: ReturnType<typeof deliveries>): void => {
    if (since !== undefined) void where.where('delivery_id', '>=', deliveryIdAt(since));
    if (until !== undefined) void where.where('delivery_id', '<', deliveryIdAt(until));
  };
}
