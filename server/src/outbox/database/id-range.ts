import { deliveryIdAt } from '../delivery';
import type { deliveries } from './tables';

/** Narrows to what was created between two times, by the index that there is: ids begin with the time. */
export function idsBetween(since: number | undefined, until: number | undefined) {
  return (where: ReturnType<typeof deliveries>): void => {
    if (since !== undefined) void where.where('delivery_id', '>=', deliveryIdAt(since));
    if (until !== undefined) void where.where('delivery_id', '<', deliveryIdAt(until));
  };
}
