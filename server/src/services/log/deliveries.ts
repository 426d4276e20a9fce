import type { Core } from '@strapi/strapi';

import { notFound } from '../../errors';
import type { Delivery, DeliveryDetail } from '../../contracts/deliveries';
import type { Pagination } from '../../contracts/envelope';
import { findHolds } from '../../outbox/log/find-health';
import {
  findResponses,
  findAttempts,
  findDeliveries,
  findDelivery,
  findSuperseded,
} from '../../outbox/log/find-deliveries';
import { parseVariables } from '../../outbox/delivery';
import type { DeliveriesQuery } from '../../validation/requests/queries';
import { toDelivery, toDeliveryDetail } from './delivery-view';
import { toPagination } from './pagination';
import { containerOf } from '../../container';
import { redactDetail } from './redact-shown';

/** The delivery log for the admin API. */
export function deliveriesService({ strapi }: { strapi: Core.Strapi }) {
  const { connection } = strapi.db;

  return {
    async list(query: DeliveriesQuery): Promise<{ data: Delivery[]; pagination: Pagination }> {
      const { page, pageSize, ...filter } = query;
      const { rows, total } = await findDeliveries(connection, filter, { page, pageSize });
      const answers = await findResponses(
        connection,
        rows.map((row) => row.delivery_id),
      );
      const holds = await findHolds(connection, rows);
      const data = rows.map((row) => toDelivery(row, answers, holds));
      return { data, pagination: toPagination({ page, pageSize, total }) };
    },

    async get(id: string): Promise<DeliveryDetail> {
      const row = await findDelivery(connection, id);
      if (!row) throw notFound('DW_DELIVERY_NOT_FOUND', 'The delivery does not exist');
      const detail = toDeliveryDetail(row, {
        attempts: await findAttempts(connection, [id]),
        holds: await findHolds(connection, [row]),
        supersedes: await findSuperseded(connection, row),
      });
      const { redact, registry } = containerOf(strapi);
      const masks = registry.get(row.webhook_id)?.masks ?? [];
      const variables = parseVariables(row);
      return redactDetail((text) => redact(text, { masks, variables }), detail);
    },
  };
}
