import { LinkButton } from '@strapi/design-system';
import { Page, useNotification } from '@strapi/strapi/admin';
import { useEffect, useMemo, useRef } from 'react';
import { NavLink, useLocation, useParams } from 'react-router-dom';

import type { Webhook } from '../../../server/src/contracts/webhook';
import { errorStatusOf } from '../api/errors';
import { useGetDocumentWebhookQuery, useUpdateDocumentWebhookMutation } from '../api/webhooks';
import { focusWhenShown, HEADING_ID } from '../components/form/focus-field';
import { LoadFailed } from '../components/list/LoadFailed';
import { paths } from '../paths';
import { usePermissions } from '../permissions';
import { useText } from '../translations/use-text';
import { RecoverButton } from '../deliveries/recover/RecoverButton';
import { useShowSecret } from '../webhooks/signing/shown-secret';
import { toUpdate, toValues, type WebhookValues } from '../webhooks/form/state/values';

import { WebhookForm, type SaveResult } from '../webhooks/form/WebhookForm';
import { WebhookMissing } from '../webhooks/state/WebhookMissing';
import { WebhookNotices } from '../webhooks/state/WebhookNotices';

export function WebhookEditPage() {
  const { documentId = '' } = useParams();
  const { data, error, refetch } = useGetDocumentWebhookQuery(documentId);

  if (errorStatusOf(error) === 404) return <WebhookMissing />;
  if (error) {
    return (
      <Page.Main>
        <LoadFailed error={error} onRetry={() => void refetch()} />
      </Page.Main>
    );
  }
  if (!data) return <Page.Loading />;
  return <WebhookEditor key={documentId} webhook={data.data} />;
}

/** After a create the button that had the focus is gone with its page. */
function useFocusedHeading(): void {
  const { state } = useLocation() as { state: { focusHeading?: boolean } | null };
  const focuses = state?.focusHeading === true;
  useEffect(() => {
    if (focuses) focusWhenShown(HEADING_ID);
  }, [focuses]);
}

function WebhookEditor({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { webhooks: can, deliveries } = usePermissions();
  const { toggleNotification } = useNotification();
  const showSecret = useShowSecret();
  const [update] = useUpdateDocumentWebhookMutation();
  useFocusedHeading();
  const readOnly = !can.update || webhook.origin === 'code';
  const initialValues = useMemo(() => toValues(webhook), [webhook]);
  // The response of a save is shown before the webhook is read again.
  const shownState = useRef(webhook.state);
  useEffect(() => {
    shownState.current = webhook.state;
  }, [webhook]);

  const save = async (values: WebhookValues): Promise<SaveResult> => {
    const data = toUpdate(values, shownState.current);
    const result = await update({ documentId: webhook.documentId, data });
    if ('error' in result) return { error: result.error };
    shownState.current = result.data.data.state;
    toggleNotification({ type: 'success', message: text('webhooks.saved') });
    showSecret(result.data.meta);
    return { saved: toValues(result.data.data) };
  };

  return (
    <Page.Main>
      <Page.Title>{webhook.name}</Page.Title>
      <WebhookForm
        title={webhook.name}
        method="PUT"
        webhook={webhook}
        initialValues={initialValues}
        readOnly={readOnly}
        notice={<WebhookNotices webhook={webhook} readOnly={readOnly} />}
        actions={
          <>
            <RecoverButton webhook={webhook} />
            {deliveries.read && (
              <LinkButton
                tag={NavLink}
                variant="tertiary"
                to={paths.deliveriesOf(webhook.documentId)}
              >
                {text('deliveries.title')}
              </LinkButton>
            )}
          </>
        }
        save={save}
      />
    </Page.Main>
  );
}
