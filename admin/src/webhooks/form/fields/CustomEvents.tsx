import { Button, Checkbox, Field, Flex } from '@strapi/design-system';
import { Plus } from '@strapi/icons';
import { useState, type KeyboardEvent } from 'react';

import { CUSTOM_EVENT_RULE, isCustomEvent } from '../../../../../server/src/contracts/events';
import { useContentTypes } from '../../../api/content-types';
import { focusSoon } from '../../../components/form/focus-field';
import { useText } from '../../../translations/use-text';
import { Fieldset } from '../../../components/form/Fieldset';
import { useWebhookField } from '../state/use-webhook-field';

const NAME_ID = 'customEvent';

/** Events that the app's own code emits: those that are declared or in use, and others by their name. */
export function CustomEvents() {
  const text = useText();
  const { customEvents } = useContentTypes();
  const { value: events, disabled, set } = useWebhookField('events');
  const [name, setName] = useState('');
  const [error, setError] = useState<string>();
  const known = [...new Set([...customEvents, ...events.filter(isCustomEvent)])];

  const toggle = (event: string, on: boolean) =>
    set(on ? [...events, event] : events.filter((it) => it !== event));
  const add = () => {
    const event = name.trim();
    if (!isCustomEvent(event)) {
      setError(CUSTOM_EVENT_RULE);
      return;
    }
    if (!events.includes(event)) toggle(event, true);
    setName('');
    // The button that adds one can no longer be pressed.
    focusSoon(NAME_ID);
  };
  const change = (typed: string) => {
    setName(typed);
    setError(undefined);
  };

  // It would submit the form, without the event.
  const addOnEnter = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    if (name.trim()) add();
  };

  return (
    <Fieldset
      path="customEvents"
      legend={text('form.customEvents')}
      hint={text('form.customEvents.hint')}
      error={undefined}
    >
      {known.length > 0 && (
        <Flex gap={6} wrap="wrap">
          {known.map((event) => (
            <Checkbox
              key={event}
              checked={events.includes(event)}
              disabled={disabled}
              onCheckedChange={(on) => toggle(event, on === true)}
            >
              {event}
            </Checkbox>
          ))}
        </Flex>
      )}
      {!disabled && (
        <Field.Root id={NAME_ID} name="customEvent" {...(error !== undefined && { error })}>
          <Flex gap={2}>
            <Field.Input
              aria-label={text('form.customEvents.name')}
              placeholder="order.paid"
              value={name}
              onChange={({ target }: { target: HTMLInputElement }) => change(target.value)}
              onKeyDown={addOnEnter}
            />
            <Button
              variant="tertiary"
              size="L"
              startIcon={<Plus />}
              disabled={!name.trim()}
              onClick={add}
            >
              {text('form.customEvents.add')}
            </Button>
          </Flex>
          <Field.Error />
        </Field.Root>
      )}
    </Fieldset>
  );
}
