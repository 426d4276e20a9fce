import { Page, useNotification } from '@strapi/strapi/admin';
import { useNavigate } from 'react-router-dom';

import { useCreateDocumentWebhookMutation } from '../../api/webhooks';
import { paths } from '../../paths';
import { useText } from '../../translations/use-text';
import { NEW_WEBHOOK, toInput, toValues, type WebhookValues } from './form/values';
import { WebhookForm, type SaveResult } from './form/WebhookForm';

export function WebhookCreatePage() {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const [create] = useCreateDocumentWebhookMutation();

  const save = async (values: WebhookValues): Promise<SaveResult> => {
    const result = await create(toInput(values));
    if ('error' in result) return { error: result.error };
    const { data: webhook } = result.data;
    toggleNotification({ type: 'success', message: text('webhooks.created') });
    navigate(paths.webhook(webhook.documentId), { replace: true });
    return { saved: toValues(webhook) };
  };

  return (
    <Page.Main>
      <Page.Title>{text('webhooks.create')}</Page.Title>
      <WebhookForm
        title={text('webhooks.create')}
        method="POST"
        initialValues={NEW_WEBHOOK}
        readOnly={false}
        save={save}
      />
    </Page.Main>
  );
}
