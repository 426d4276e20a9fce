import { Grid } from '@strapi/design-system';

import { ORDERINGS } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from './ChoiceField';
import { CoalesceFields } from './CoalesceFields';
import { FoldedCard } from './FoldedCard';
import { errorAt, useFormErrors } from './form-errors';
import { NumberField } from './NumberField';
import { RetryField } from './RetryField';
import { useDeliverySummary } from './use-delivery-summary';

const NAMES = [
  'ordering',
  'coalesceSeconds',
  'coalesceScope',
  'rateLimit',
  'concurrency',
  'timeoutMs',
  'retryDelays',
] as const;

/** In which order, how fast, and how often again. */
export function DeliveryCard() {
  const text = useText();
  const { errors } = useFormErrors();
  const summary = useDeliverySummary();
  const hasError = NAMES.some((name) => errorAt(errors, name) !== undefined);

  return (
    <FoldedCard title={text('form.card.delivery')} summary={summary} hasError={hasError}>
      <ChoiceField name="ordering" choices={ORDERINGS} />
      <CoalesceFields />
      <Grid.Root gap={5}>
        <NumberField name="rateLimit" hint={text('form.rateLimit.hint')} optional col={4} />
        <NumberField name="concurrency" hint={text('form.concurrency.hint')} col={4} />
        <NumberField name="timeoutMs" hint={text('form.timeoutMs.hint')} step={1000} col={4} />
      </Grid.Root>
      <RetryField />
    </FoldedCard>
  );
}
