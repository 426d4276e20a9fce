import type { Core } from '@strapi/strapi';

import type {
  CancelDelivery,
  Delivery,
  DeliveryDetail,
  GetDelivery,
  ListDeliveries,
  RedeliverDelivery,
} from '../contracts/deliveries';
import { permissionId } from '../permissions';
import { service } from '../services/service';
import { parseDeliveriesQuery, parseRedeliverBody } from '../validation/requests/queries';
import type { AdminContext } from './admin-context';

const READ_LOG = permissionId('deliveries.read');

export function deliveriesController({ strapi }: { strapi: Core.Strapi }) {
  const deliveries = () => service(strapi, 'deliveries');
  const outbox = () => service(strapi, 'outbox');
  const rights = () => service(strapi, 'read-rights');

  /** Only users who can read the log get bodies and responses. */
  async function seen({ params, state }: AdminContext<'id'>): Promise<Delivery | DeliveryDetail> {
    const detail = await deliveries().get(params.id);
    if (state.userAbility.can(READ_LOG)) return detail;
    const { request, attempts, ...delivery } = detail;
    return delivery;
  }

  return {
    async find(context: AdminContext) {
      const { data, pagination } = await deliveries().list(parseDeliveriesQuery(context.query));
      context.body = { data, meta: { pagination } } satisfies ListDeliveries.Response;
    },

    async findOne(context: AdminContext<'id'>) {
      const data = await deliveries().get(context.params.id);
      context.body = { data } satisfies GetDelivery.Response;
    },

    async redeliver(context: AdminContext<'id'>) {
      const { mode } = parseRedeliverBody(context.request.body ?? {});
      const check = rights().mustReadHeld(context.state.userAbility);
      await outbox().redeliver(context.params.id, mode, check);
      const data = await seen(context);
      context.body = { data } satisfies RedeliverDelivery.Response;
    },

    async cancel(context: AdminContext<'id'>) {
      await outbox().cancel(context.params.id);
      const data = await seen(context);
      context.body = { data } satisfies CancelDelivery.Response;
    },
  };
}
