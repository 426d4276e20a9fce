import { useForm } from '@strapi/strapi/admin';

import { leadsElsewhere } from './leads-elsewhere';
import { useWebhookValues } from './use-webhook-field';
import type { WebhookValues } from './values';

/** Whether what is typed as the URL sends stored secrets to another host than the one they were given for. */
export function useLeadsElsewhere(): boolean {
  const stored = useForm('useLeadsElsewhere', (form) => form.initialValues) as WebhookValues;
  const { url } = useWebhookValues();
  return leadsElsewhere(stored.url, url);
}
