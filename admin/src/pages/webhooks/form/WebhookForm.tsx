import { Button, Flex } from '@strapi/design-system';
import { Check } from '@strapi/icons';
import { Blocker, Form, Layouts, type FormHelpers } from '@strapi/strapi/admin';
import { useMemo, useState, type ReactNode } from 'react';

import { fieldErrorsOf, useNotifyError } from '../../../api/errors';
import { useText } from '../../../translations/use-text';
import { BodyCard } from './BodyCard';
import { DeliveryCard } from './DeliveryCard';
import { ErrorSummary } from './ErrorSummary';
import { byField, FormErrors, type FieldErrors } from './form-errors';
import { IdentityCard } from './IdentityCard';
import { missingIn } from './required';
import { RequestCard } from './RequestCard';
import { TriggerCard } from './TriggerCard';
import { withoutEmptyRows, type WebhookValues } from './values';
import { WebhookHeader } from './WebhookHeader';

export type SaveResult = { saved: WebhookValues } | { error: unknown };

interface WebhookFormProps {
  title: string;
  method: 'POST' | 'PUT';
  initialValues: WebhookValues;
  readOnly: boolean;
  /** Stands above the cards: a note on this webhook. */
  notice?: ReactNode;
  /** Stands beside the save button. */
  actions?: ReactNode;
  save: (values: WebhookValues) => Promise<SaveResult>;
}

export function WebhookForm(props: WebhookFormProps) {
  const { title, method, initialValues, readOnly, notice, actions, save } = props;
  const text = useText();
  const notifyError = useNotifyError();
  const [errors, setErrors] = useState<FieldErrors>({});
  const [refusals, setRefusals] = useState(0);
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
    const result = await save(values);
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
            <Layouts.Content>
              <Flex direction="column" alignItems="stretch" gap={5} paddingBottom={10}>
                {notice}
                <ErrorSummary attempt={refusals} />
                <IdentityCard />
                <TriggerCard />
                <RequestCard />
                <BodyCard />
                <DeliveryCard />
              </Flex>
            </Layouts.Content>
            <Blocker />
          </>
        )}
      </Form>
    </FormErrors.Provider>
  );
}
