import { adminApi } from '@strapi/strapi/admin';

/**
 * Strapi's own RTK Query api with our tags: one cache for the whole admin, and what a mutation
 * invalidates is read again wherever it is shown. Endpoint names are global to that api, so all of
 * ours hold `DocumentWebhook`.
 */
export const documentWebhooksApi = adminApi.enhanceEndpoints({
  addTagTypes: ['DocumentWebhook', 'DocumentWebhookDelivery'],
});
