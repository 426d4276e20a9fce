import type { ReactNode } from 'react';
import { styled } from 'styled-components';

import { isCustomEvent } from '../../../../../server/src/contracts/events';
import { useContentTypes } from '../../../api/content-types';
import { useLocales } from '../../../api/locales';
import { isTextKey, useText } from '../../../translations/use-text';
import type { Choice, PreviewTarget } from './preview-target';
import { PreviewSelect } from './PreviewSelect';

interface TargetFieldsProps {
  /** The content types of the webhook. */
  contentTypes: string[];
  target: PreviewTarget;
  onChoose: (part: Choice) => void;
  /** The picker of the entry, which knows the type. */
  children?: ReactNode;
}

/** On what, and as which event, the webhook is tried. */
export function TargetFields({ contentTypes, target, onChoose, children }: TargetFieldsProps) {
  const text = useText();
  const { all: types } = useContentTypes();
  const { all: locales } = useLocales();
  const { type, event, events, locale } = target;
  /** A custom event has no label, only its name. */
  const wordOf = (name: string) => {
    const key = `form.event.${name}`;
    return isTextKey(key) ? text(key) : name;
  };

  return (
    <Cells>
      <PreviewSelect
        name="uid"
        value={type.uid}
        options={types
          .filter(({ uid }) => contentTypes.includes(uid))
          .map(({ uid, displayName }) => ({ value: uid, label: displayName }))}
        onChange={(uid) => onChoose({ uid })}
      />
      {children}
      {locale !== undefined && !isCustomEvent(event) && (
        <PreviewSelect
          name="locale"
          value={locale}
          options={locales.map(({ code, name }) => ({ value: code, label: name }))}
          onChange={(code) => onChoose({ locale: code })}
        />
      )}
      <PreviewSelect
        name="event"
        value={event}
        options={events.map((it) => ({ value: it, label: wordOf(it) }))}
        onChange={(it) => onChoose({ event: it })}
      />
    </Cells>
  );
}

const Cells = styled.div`
  display: grid;
  grid-template-columns: repeat(auto-fit, minmax(min(16rem, 100%), 1fr));
  gap: ${({ theme }) => theme.spaces[3]};
`;
