import type { DeliveryDetail } from '../../server/src/contracts/deliveries';
import { DELIVERY_TABLE } from '../../server/src/plugin-id';
import type { App } from './boot-strapi';
import { eventually } from './eventually';

/** The deliveries to a webhook as the admin API shows them in full, oldest first. */
export async function deliveriesOf(
  app: App,
  webhook: { documentId: string },
): Promise<DeliveryDetail[]> {
  const query = { webhook: webhook.documentId, page: 1, pageSize: 100 };
  const { data } = await app.service('deliveries').list(query);
  return Promise.all(data.reverse().map(({ id }) => app.service('deliveries').get(id)));
}

/** The only delivery to a webhook. */
export async function deliveryOf(
  app: App,
  webhook: { documentId: string },
): Promise<DeliveryDetail> {
  const [delivery, ...others] = await deliveriesOf(app, webhook);
  if (!delivery || others.length > 0) {
    throw new Error(`There are ${String(others.length + (delivery ? 1 : 0))} deliveries, not one`);
  }
  return delivery;
}

/** Waits until the only delivery to a webhook has that status and is not being sent. */
export function settled(
  app: App,
  webhook: { documentId: string },
  status: DeliveryDetail['status'],
): Promise<DeliveryDetail> {
  return eventually(async () => {
    const delivery = await deliveryOf(app, webhook);
    const attempted = status !== 'pending' || delivery.attemptCount > 0;
    if (delivery.status !== status || !attempted) {
      throw new Error(
        `The delivery is ${delivery.status}, not ${status}: ${String(delivery.reason)}`,
      );
    }
    return delivery;
  });
}

/** Changes a row of the outbox behind everybody's back: its clock, its lease. */
export async function alterDelivery(app: App, id: string, columns: object): Promise<void> {
  await app.strapi.db.connection(DELIVERY_TABLE).where({ delivery_id: id }).update(columns);
}

export async function countDeliveries(app: App): Promise<number> {
  const rows = await app.strapi.db
    .connection(DELIVERY_TABLE)
    .count<{ total: number }[]>({ total: '*' });
  return Number(rows[0]?.total);
}

/** Makes a retry due that is scheduled for later. */
export function makeDue(app: App, id: string): Promise<void> {
  return alterDelivery(app, id, { due_at: 0 });
}

export function drain(app: App, timeoutMs = 30_000): Promise<void> {
  return app.service('relay').drain({ timeoutMs });
}
