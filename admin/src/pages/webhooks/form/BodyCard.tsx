import {
  PAYLOADS,
  type HttpMethod,
  type Payload,
} from '../../../../../server/src/contracts/webhook-choices';
import { Notice } from '../../../components/Notice';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { CodeField } from './CodeField';
import { FormatChoice } from './FormatChoice';
import { JsonataLink } from './JsonataLink';
import { MappingRows } from './MappingRows';
import { RadioChoice } from './RadioChoice';
import { useWebhookField, useWebhookValues } from './use-webhook-field';

/** What goes out: chosen fields, the whole document, what a template makes, or nothing. */
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
        options={PAYLOADS.filter((it) => it === payload.value || suits(method, it)).map(
          (value) => ({
            value,
            label: text(`form.payload.${value}`),
            explanation: text(`form.payload.${value}.explained`),
          }),
        )}
        error={payload.error}
        disabled={payload.disabled}
        onChange={payload.set}
      />
      {method === 'GET' && payload.value === 'fields' && (
        <Notice tone="primary" title={text('form.payload.get')} />
      )}
      {payload.value === 'fields' && <MappingRows />}
      {payload.value === 'template' && (
        <CodeField
          name="template"
          lines={6}
          placeholder={'{ "id": doc.documentId }'}
          hint={
            <>
              {text('form.template.hint')} <JsonataLink />
            </>
          }
          required
        />
      )}
      {method !== 'GET' && payload.value !== 'none' && <FormatChoice />}
    </Card>
  );
}

/** A GET request has no body to put a document or a template into. */
function suits(method: HttpMethod, payload: Payload): boolean {
  return method !== 'GET' || payload === 'fields' || payload === 'none';
}
