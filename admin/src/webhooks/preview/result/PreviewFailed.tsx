import { Button, Typography } from '@strapi/design-system';
import { useAPIErrorHandler } from '@strapi/strapi/admin';

import { fieldErrorsOf, errorStatusOf } from '../../../api/errors';
import { Notice } from '../../../components/list/Notice';
import { useText } from '../../../translations/use-text';
import { ErrorList } from '../../../components/form/ErrorList';
import { useFormStore } from '../../form/state/form-state';
import type { WebhookValues } from '../../form/state/values';
import { draftErrors } from '../draft';

interface PreviewFailedProps {
  /** The form's, of which the draft is made. */
  values: WebhookValues;
  error: unknown;
  onRetry: () => unknown;
  onGoToField: () => void;
}

/**
 * The reasons there is no preview. The errors are listed here and not at the fields, because the webhook
 * may be incomplete; following an error shows it at its field.
 */
export function PreviewFailed({ values, error, onRetry, onGoToField }: PreviewFailedProps) {
  const text = useText();
  const store = useFormStore();
  const { _unstableFormatAPIError: format } = useAPIErrorHandler();
  const errors = draftErrors(fieldErrorsOf(error), values);

  const landErrors = () => {
    store.setErrors({ ...store.get().errors, ...errors });
    onGoToField();
  };

  if (Object.keys(errors).length > 0) {
    return (
      <Notice tone="warning" title={text('preview.invalid')}>
        <ErrorList errors={errors} onGo={landErrors} />
      </Notice>
    );
  }
  if (errorStatusOf(error) === 403)
    return <Notice tone="warning" title={text('preview.forbidden')} />;
  return (
    <Notice tone="warning" title={text('preview.failed')}>
      <Typography textColor="neutral800">
        {format(error as Parameters<typeof format>[0])}
      </Typography>
      <Button variant="tertiary" onClick={() => void onRetry()}>
        {text('action.retry')}
      </Button>
    </Notice>
  );
}
