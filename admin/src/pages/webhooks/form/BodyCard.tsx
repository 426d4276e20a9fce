import { PAYLOADS } from '../../../../../server/src/contracts/webhooks';
import { Notice } from '../../../components/Notice';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { MappingRows } from './MappingRows';
import { RadioChoice } from './RadioChoice';
import { useWebhookField, useWebhookValues } from './use-webhook-field';

/** What goes out: chosen fields, the whole document, or nothing. */
export function BodyCard() {
  const text = useText();
  const payload = useWebhookField('payload');
  const { method } = useWebhookValues();

  return (
    <Card title={text('form.card.body')}>
      <RadioChoice
        path="payload"
        legend={text('form.payload')}
        value={payload.value}
        options={PAYLOADS.map((value) => ({
          value,
          label: text(`form.payload.${value}`),
          explanation: text(`form.payload.${value}.explained`),
        }))}
        error={payload.error}
        disabled={payload.disabled}
        onChange={payload.set}
      />
      {method === 'GET' && payload.value === 'fields' && (
        <Notice tone="primary" title={text('form.payload.get')} />
      )}
      {payload.value === 'fields' && <MappingRows />}
    </Card>
  );
}
