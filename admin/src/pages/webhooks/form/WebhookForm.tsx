import { Button } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, type FormHelpers } from '@strapi/strapi/admin';
import { useMemo, useState, type ReactNode } from 'react';

import type { Webhook } from '../../../../../server/src/contracts/webhook';
import { fieldErrorsOf, useNotifyError } from '../../../api/errors';
import { usePermissions } from '../../../permissions';
import { useText } from '../../../translations/use-text';
import { BodyCard } from './BodyCard';
import { PreviewButton } from '../preview/PreviewButton';
import { usePreviewDrawer } from '../preview/use-preview-drawer';
import { DeliveryCard } from './DeliveryCard';
import { ErrorSummary } from './ErrorSummary';
import { FilterCard } from './FilterCard';
import { byField, type FieldErrors } from '../../../api/field-errors';
import { FormErrors } from './form-errors';
import { FormColumns } from './FormColumns';
import { IdentityCard } from './IdentityCard';
import { missingIn } from './required';
import { RequestCard } from './RequestCard';
import { SecurityCard } from './SecurityCard';
import { TriggerCard } from './TriggerCard';
import { useHeld } from './use-held';
import { withoutEmptyRows, type WebhookValues } from './values';
import { WebhookHeader } from './WebhookHeader';

export type SaveResult = { saved: WebhookValues } | { error: unknown };

interface WebhookFormProps {
  title: string;
  method: 'POST' | 'PUT';
  initialValues: WebhookValues;
  /** As it is saved; undefined of a new one. */
  webhook?: Webhook;
  readOnly: boolean;
  /** Stands above the cards: a note on this webhook. */
  notice?: ReactNode;
  /** Stands beside the save button. */
  actions?: ReactNode;
  save: (values: WebhookValues) => Promise<SaveResult>;
}

export function WebhookForm(props: WebhookFormProps) {
  const { title, method, initialValues, webhook, readOnly, notice, actions, save } = props;
  const text = useText();
  const notifyError = useNotifyError();
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusals, setRefusals] = useState(0);
  const [saving, setSaving] = useState(false);
  // What was typed meanwhile would be lost.
  const held = useHeld(saving);
  const preview = usePreviewDrawer();
  const { webhooks: can } = usePermissions();
  const mayTry = can.create || can.update;
  const context = useMemo(() => ({ errors, setErrors }), [errors]);

  const refuse = (found: FieldErrors) => {
    setErrors(found);
    setRefusals((count) => count + 1);
  };

  const submit = async (typed: WebhookValues, form: FormHelpers<WebhookValues>) => {
    const values = withoutEmptyRows(typed);
    form.setValues(values);
    const missing = missingIn(values, text);
    if (Object.keys(missing).length > 0) {
      refuse(missing);
      return;
    }

    setErrors({});
    setSaving(true);
    const result = await save(values).finally(() => setSaving(false));
    if ('saved' in result) {
      form.resetForm(result.saved);
      return;
    }
    const refused = byField(fieldErrorsOf(result.error));
    if (Object.keys(refused).length > 0) refuse(refused);
    else notifyError(result.error);
  };

  return (
    <FormErrors.Provider value={context}>
      <Form
        method={method}
        initialValues={initialValues}
        disabled={readOnly}
        onSubmit={(values, form) => submit(values, form)}
      >
        {({ modified, isSubmitting }) => (
          <>
            <WebhookHeader title={title}>
              {actions}
              {mayTry && <PreviewButton ref={preview.button} onOpen={preview.open} />}
              {!readOnly && (
                <Button
                  type="submit"
                  startIcon={<Check />}
                  disabled={!modified}
                  loading={isSubmitting}
                >
                  {text('action.save')}
                </Button>
              )}
            </WebhookHeader>
            <div ref={held}>
              <Layouts.Content>
                <FormColumns webhookId={webhook?.documentId} preview={mayTry ? preview : undefined}>
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
            <Blocker />
          </>
        )}
      </Form>
    </FormErrors.Provider>
  );
}
