import { useState } from 'react';

import {
  FORM_ARRAYS,
  FORMATS,
  PAYLOADS,
  type HttpMethod,
  type Payload,
} from '../../../../../server/src/contracts/webhook-choices';
import { Notice } from '../../../components/list/Notice';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { ChoiceField } from '../inputs/ChoiceField';
import { CodeField } from '../inputs/CodeField';
import { useFormState, useWebhookValue } from '../state/form-state';
import { isModified } from '../state/form-store';
import { JsonataLink } from '../inputs/JsonataLink';
import { MappingRows } from '../rows/MappingRows';
import { useErrorAt } from '../state/use-webhook-field';

/** The body: chosen fields, the whole document, the result of a template, or nothing. */
export function BodyCard() {
  const text = useText();
  const method = useWebhookValue('method');
  const payload = useWebhookValue('payload');
  const format = useWebhookValue('format');
  const writesForm =
    method === 'GET' ? payload === 'fields' : payload !== 'none' && format === 'form';
  const wrongMapping = useStaysWrong('mapping');
  const wrongTemplate = useStaysWrong('template');

  return (
    <Card title={text('form.card.body')}>
      <ChoiceField
        name="payload"
        choices={PAYLOADS.filter((it) => it === payload || suits(method, it))}
      />
      {method === 'GET' && payload === 'fields' && (
        <Notice tone="primary" title={text('form.payload.get')} />
      )}
      {(payload === 'fields' || wrongMapping) && <MappingRows />}
      {(payload === 'template' || wrongTemplate) && (
        <CodeField
          name="template"
          lines={6}
          placeholder={'{ "id": doc.documentId }'}
          hint={
            <>
              {text('form.template.hint')} <JsonataLink />
            </>
          }
          required={payload === 'template'}
        />
      )}
      {method !== 'GET' && payload !== 'none' && <ChoiceField name="format" choices={FORMATS} />}
      {writesForm && <ChoiceField name="formArrays" choices={FORM_ARRAYS} />}
    </Card>
  );
}

/**
 * True if the field has an error, even if another payload is chosen, because the error must be visible.
 * Stays true until the save, because the error disappears at the first key that fixes it.
 */
function useStaysWrong(name: 'mapping' | 'template'): boolean {
  const error = useErrorAt(name);
  const modified = useFormState(isModified);
  const [wrong, setWrong] = useState(false);
  const stays = error !== undefined || (wrong && modified);
  if (stays !== wrong) setWrong(stays);
  return stays;
}

/** A GET request has no body to put a document or a template into. */
function suits(method: HttpMethod, payload: Payload): boolean {
  return method !== 'GET' || payload === 'fields' || payload === 'none';
}
