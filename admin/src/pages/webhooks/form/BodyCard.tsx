import {
  FORMATS,
  PAYLOADS,
  type HttpMethod,
  type Payload,
} from '../../../../../server/src/contracts/webhook-choices';
import { Notice } from '../../../components/Notice';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { ChoiceField } from './ChoiceField';
import { CodeField } from './CodeField';
import { JsonataLink } from './JsonataLink';
import { MappingRows } from './MappingRows';
import { useWebhookValues } from './use-webhook-field';

/** What goes out: chosen fields, the whole document, what a template makes, or nothing. */
export function BodyCard() {
  const text = useText();
  const { method, payload } = useWebhookValues();

  return (
    <Card title={text('form.card.body')}>
      <ChoiceField
        name="payload"
        choices={PAYLOADS.filter((it) => it === payload || suits(method, it))}
      />
      {method === 'GET' && payload === 'fields' && (
        <Notice tone="primary" title={text('form.payload.get')} />
      )}
      {payload === 'fields' && <MappingRows />}
      {payload === 'template' && (
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
      {method !== 'GET' && payload !== 'none' && <ChoiceField name="format" choices={FORMATS} />}
    </Card>
  );
}

/** A GET request has no body to put a document or a template into. */
function suits(method: HttpMethod, payload: Payload): boolean {
  return method !== 'GET' || payload === 'fields' || payload === 'none';
}
