import { Button, Checkbox, Flex } from '@strapi/design-system';

import { isCustomEvent } from '../../../../../server/src/contracts/events';
import {
  DOCUMENT_EVENTS,
  type DocumentEvent,
} from '../../../../../server/src/contracts/webhook-choices';
import { useContentTypes, type ContentTypes } from '../../../api/content-types';
import { Notice } from '../../../components/list/Notice';
import { useText } from '../../../translations/use-text';
import { Card } from './Card';
import { CustomEvents } from '../fields/CustomEvents';
import { Fieldset } from '../../../components/form/Fieldset';
import { LabelledField } from '../../../components/form/LabelledField';
import { TagSelect } from '../../../components/form/TagSelect';
import { useWebhookField } from '../state/use-webhook-field';

/** Which documents, and what has to happen to them. */
export function TriggerCard() {
  const text = useText();
  const known = useContentTypes();
  const types = useWebhookField('contentTypes');
  const events = useWebhookField('events');
  const possible = eventsOf(types.value, known);
  const shown = DOCUMENT_EVENTS.filter((e) => possible.includes(e) || events.value.includes(e));

  const chooseTypes = (chosen: string[]) => {
    const stillPossible = eventsOf(chosen, known);
    types.set(chosen);
    const stays = (event: string) => isCustomEvent(event) || includes(stillPossible, event);
    events.set(events.value.filter(stays));
  };
  const toggle = (event: DocumentEvent) =>
    events.set([
      ...DOCUMENT_EVENTS.filter((e) => (e === event) !== events.value.includes(e)),
      ...events.value.filter(isCustomEvent),
    ]);

  return (
    <Card title={text('form.card.trigger')}>
      {known.failed && (
        <Notice tone="danger" title={text('form.contentTypes.failed')}>
          <Button variant="tertiary" onClick={known.retry}>
            {text('action.retry')}
          </Button>
        </Notice>
      )}
      <LabelledField
        path="contentTypes"
        label={text('form.contentTypes')}
        error={types.error}
        required
      >
        <TagSelect
          path="contentTypes"
          placeholder={text('form.contentTypes.placeholder')}
          value={types.value}
          options={withUnknown(known, types.value)}
          disabled={types.disabled}
          onChange={chooseTypes}
        />
      </LabelledField>
      <Fieldset
        path="events"
        legend={text('form.events')}
        error={events.error}
        {...(shown.length === 0 && { hint: text('form.events.chooseTypes') })}
        required
      >
        <Flex gap={6} wrap="wrap">
          {shown.map((event) => (
            <Checkbox
              key={event}
              checked={events.value.includes(event)}
              disabled={events.disabled}
              onCheckedChange={() => toggle(event)}
            >
              {text(`form.event.${event}`)}
              {!possible.includes(event) && ` (${text('form.events.impossible')})`}
            </Checkbox>
          ))}
        </Flex>
      </Fieldset>
      <CustomEvents />
    </Card>
  );
}

function includes(events: readonly string[], event: string): boolean {
  return events.includes(event);
}

/** Events that at least one of the types emits; all events if one of the types is unknown. */
function eventsOf(uids: string[], { all }: ContentTypes): readonly DocumentEvent[] {
  const types = all.filter(({ uid }) => uids.includes(uid));
  return types.length < uids.length ? DOCUMENT_EVENTS : types.flatMap(({ events }) => events);
}

/** A type that is gone, or that may not be read, can still be seen and taken away. */
function withUnknown({ all, nameOf }: ContentTypes, chosen: string[]) {
  const unknown = chosen.filter((uid) => !all.some((type) => type.uid === uid));
  return [
    ...all.map(({ uid, displayName }) => ({ value: uid, label: displayName })),
    ...unknown.map((uid) => ({ value: uid, label: nameOf(uid) })),
  ];
}
