import { Grid, SingleSelect, SingleSelectOption, TextInput } from '@strapi/design-system';

import { HTTP_METHODS } from '../../../../../server/src/contracts/webhook-choices';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { HeaderRows } from '../rows/HeaderRows';
import { LabelledField } from '../../../components/form/LabelledField';
import { useWebhookField } from '../state/use-webhook-field';

/** Method, address and headers. */
export function RequestCard({ lacksSecret }: { lacksSecret: boolean }) {
  const text = useText();
  const method = useWebhookField('method');
  const url = useWebhookField('url');

  return (
    <Card title={text('form.card.request')}>
      <Grid.Root gap={4}>
        <Grid.Item col={3} s={12} xs={12} direction="column" alignItems="stretch">
          <LabelledField path="method" label={text('form.method')} error={method.error}>
            <SingleSelect
              value={method.value}
              disabled={method.disabled}
              onChange={(next) => {
                const chosen = HTTP_METHODS.find((known) => known === next);
                if (chosen) method.set(chosen);
              }}
            >
              {HTTP_METHODS.map((value) => (
                <SingleSelectOption key={value} value={value}>
                  {value}
                </SingleSelectOption>
              ))}
            </SingleSelect>
          </LabelledField>
        </Grid.Item>
        <Grid.Item col={9} s={12} xs={12} direction="column" alignItems="stretch">
          <LabelledField
            path="url"
            label={text('form.url')}
            hint={text('form.url.hint')}
            error={url.error}
            required
          >
            <TextInput
              value={url.value}
              placeholder="https://"
              autoComplete="off"
              spellCheck={false}
              disabled={url.disabled}
              onChange={(event) => url.set(event.target.value)}
            />
          </LabelledField>
        </Grid.Item>
      </Grid.Root>
      <HeaderRows lacksSecret={lacksSecret} />
    </Card>
  );
}
