import { Page, useNotification } from '@strapi/strapi/admin';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';

import type { DeliveryDefaults } from '../../../server/src/contracts/content-types';
import { useContentTypes } from '../api/content-types';
import { useCreateDocumentWebhookMutation } from '../api/webhooks';
import { LoadFailed } from '../components/list/LoadFailed';
import { paths } from '../paths';
import { useText } from '../translations/use-text';
import { useShowSecret } from '../webhooks/signing/shown-secret';
import { newWebhook, toInput, type WebhookValues } from '../webhooks/form/state/values';
import { WebhookForm, type SaveResult } from '../webhooks/form/WebhookForm';

/** Signals the webhook's page to set the focus, because it is lost with this page. */
const SAVED = { focusHeading: true };

export function WebhookCreatePage() {
  const { defaults, failed, error, retry } = useContentTypes();

  if (failed) {
    return (
      <Page.Main>
        <LoadFailed error={error} onRetry={retry} />
      </Page.Main>
    );
  }
  return defaults ? <NewWebhookEditor defaults={defaults} /> : <Page.Loading />;
}

function NewWebhookEditor({ defaults }: { defaults: DeliveryDefaults }) {
  const text = useText();
  const navigate = useNavigate();
  const { toggleNotification } = useNotification();
  const showSecret = useShowSecret();
  const [create] = useCreateDocumentWebhookMutation();
  const initialValues = useMemo(() => newWebhook(defaults), [defaults]);

  const save = async (values: WebhookValues): Promise<SaveResult> => {
    const result = await create(toInput(values));
    if ('error' in result) return { error: result.error };
    const { data: webhook, meta } = result.data;
    toggleNotification({ type: 'success', message: text('webhooks.created') });
    navigate(paths.webhook(webhook.documentId), { replace: true, state: SAVED });
    showSecret(meta);
    return { saved: values };
  };

  return (
    <Page.Main>
      <Page.Title>{text('webhooks.create')}</Page.Title>
      <WebhookForm
        title={text('webhooks.create')}
        method="POST"
        initialValues={initialValues}
        readOnly={false}
        save={save}
      />
    </Page.Main>
  );
}
