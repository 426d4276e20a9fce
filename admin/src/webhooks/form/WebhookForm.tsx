import { Form, Layouts } from '@strapi/strapi/admin';
import { type ReactNode, useEffect, useMemo, useState } from 'react';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { fieldErrorsOf, useNotifyError } from '../../api/errors';
import { byField } from '../../api/field-errors';
import { usePermissions } from '../../permissions';
import { BodyCard } from './cards/BodyCard';
import { PreviewButton } from '../preview/PreviewButton';
import { SendTestButton } from '../preview/test/SendTestButton';
import { WebhookTestContext } from '../preview/test/test-context';
import { useNewTest } from '../preview/test/use-new-test';
import { usePreviewDrawer } from '../preview/use-preview-drawer';
import { DeliveryCard } from './cards/DeliveryCard';
import { ErrorSummary } from './ErrorSummary';
import { FilterCard } from './cards/FilterCard';
import { WebhookFormContext } from './state/form-state';
import { createFormStore, type FormStore, isModified } from './state/form-store';
import { FormColumns } from './FormColumns';
import { IdentityCard } from './cards/IdentityCard';
import { RequestCard } from './cards/RequestCard';
import { SaveButton } from './SaveButton';
import { SecurityCard } from './cards/SecurityCard';
import { TriggerCard } from './cards/TriggerCard';
import { UnsavedChanges, UNTOUCHED } from './UnsavedChanges';
import { useLastShown } from './state/use-last-shown';
import { type WebhookValues, withoutEmptyRows } from './state/values';
import { WebhookHeader } from './WebhookHeader';

export type SaveResult = { saved: WebhookValues } | { error: unknown };

interface WebhookFormProps {
  title: string;
  method: 'POST' | 'PUT';
  initialValues: WebhookValues;
  /** The saved webhook; undefined for a new one. */
  webhook?: Webhook;
  readOnly: boolean;
  /** A note above the cards. */
  notice?: ReactNode;
  /** Shown beside the save button. */
  actions?: ReactNode;
  save: (values: WebhookValues) => Promise<SaveResult>;
}

export function WebhookForm(props: WebhookFormProps) {
  const { title, method, initialValues, webhook, readOnly, notice, actions, save } = props;
  const store = useStoreOf(initialValues);
  const [saving, setSaving] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const submit = useSubmit({ store, save, setSaving, onRefused: () => setRefusals((n) => n + 1) });
  // Text typed during the save would be lost.
  const held = useLastShown(saving);
  const { isOpen, open, close, button } = usePreviewDrawer();
  const { webhooks: can } = usePermissions();
  const mayTry = can.create || can.update;
  const test = useNewTest({ store, webhookId: webhook?.documentId, readOnly });
  const context = useMemo(() => ({ store, disabled: readOnly }), [store, readOnly]);

  return (
    <WebhookFormContext.Provider value={context}>
      <WebhookTestContext.Provider value={test}>
        <Form
          method={method}
          initialValues={UNTOUCHED}
          disabled={readOnly}
          onSubmit={(_values, form) => submit(() => form.resetForm(UNTOUCHED))}
        >
          <WebhookHeader title={title}>
            {actions}
            {mayTry && <PreviewButton ref={button} onOpen={open} />}
            <SendTestButton onOpen={open} />
            {!readOnly && <SaveButton saving={saving} />}
          </WebhookHeader>
          <div ref={held}>
            <Layouts.Content>
              <FormColumns
                webhookId={webhook?.documentId}
                preview={mayTry ? { isOpen, close } : undefined}
              >
                {notice}
                <ErrorSummary attempt={refusals} />
                <IdentityCard />
                <TriggerCard />
                <FilterCard />
                <RequestCard lacksSecret={(webhook?.secretsProblem ?? null) !== null} />
                <BodyCard />
                <DeliveryCard />
                <SecurityCard webhook={webhook} />
              </FormColumns>
            </Layouts.Content>
          </div>
          <UnsavedChanges />
        </Form>
      </WebhookTestContext.Provider>
    </WebhookFormContext.Provider>
  );
}

/** The store of the form, updated when the webhook is read again. */
function useStoreOf(initialValues: WebhookValues): FormStore {
  const [store] = useState(() => createFormStore(initialValues));
  useEffect(() => {
    if (store.get().stored !== initialValues) store.rebase(initialValues);
  }, [store, initialValues]);
  return store;
}

interface Submission {
  store: FormStore;
  save: (values: WebhookValues) => Promise<SaveResult>;
  setSaving: (saving: boolean) => void;
  onRefused: () => void;
}

/** Saves the form. Shows all errors of the server at their fields. */
function useSubmit({ store, save, setSaving, onRefused }: Submission) {
  const notifyError = useNotifyError();

  return async (onSaved: () => void) => {
    if (!isModified(store.get())) return;
    const values = withoutEmptyRows(store.get().values);
    store.set(values);
    setSaving(true);
    const result = await save(values).finally(() => setSaving(false));
    if ('saved' in result) {
      store.reset(result.saved);
      onSaved();
      return;
    }
    const refused = byField(fieldErrorsOf(result.error));
    store.setErrors(refused);
    if (Object.keys(refused).length > 0) onRefused();
    else notifyError(result.error);
  };
}
