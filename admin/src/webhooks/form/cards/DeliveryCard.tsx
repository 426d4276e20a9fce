import { Grid } from '@strapi/design-system';

import { ORDERINGS } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { ChoiceField } from '../inputs/ChoiceField';
import { CoalesceFields, SupersedeField } from '../fields/CoalesceFields';
import { FoldedCard } from './FoldedCard';
import { errorAt } from '../state/form-errors';
import { useFormState } from '../state/form-state';
import { NumberField } from '../inputs/NumberField';
import { RetryField, RetryOnField } from '../fields/RetryFields';
import { useDeliverySummary } from './use-delivery-summary';

const NAMES = [
  'ordering',
  'coalesceSeconds',
  'coalesceScope',
  'rateLimit',
  'concurrency',
  'timeoutMs',
  'retryDelays',
  'retryOn',
  'supersede',
] as const;

/** In which order, how fast, and how often again. */
export function DeliveryCard() {
  const text = useText();
  const summary = useDeliverySummary();
  const hasError = useFormState(({ errors }) =>
    NAMES.some((name) => errorAt(errors, name) !== undefined),
  );

  return (
    <FoldedCard title={text('form.card.delivery')} summary={summary} hasError={hasError}>
      <ChoiceField name="ordering" choices={ORDERINGS} />
      <CoalesceFields />
      <Grid.Root gap={5}>
        <NumberField name="rateLimit" hint={text('form.rateLimit.hint')} optional col={4} />
        <NumberField name="concurrency" hint={text('form.concurrency.hint')} col={4} />
        <NumberField name="timeoutMs" hint={text('form.timeoutMs.hint')} col={4} />
      </Grid.Root>
      <RetryField />
      <RetryOnField />
      <SupersedeField />
    </FoldedCard>
  );
}
