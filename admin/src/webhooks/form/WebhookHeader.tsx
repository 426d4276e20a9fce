import { Flex, Typography } from '@strapi/design-system';
import { BackButton, Layouts } from '@strapi/strapi/admin';
import type { ReactNode } from 'react';
import { useIntl } from 'react-intl';

import { useContentTypes } from '../../api/content-types';
import { useEventWords } from '../../hooks/use-event-words';
import { paths } from '../../paths';
import { useText } from '../../translations/use-text';
import { splitUrl } from '../list/split-url';
import { useFilterWords } from '../list/use-filter-words';
import { useFormState } from './state/form-state';
import { Clamped } from '../../components/Clamped';
import { HEADING_ID } from '../../components/form/focus-field';

/** Strapi's sticky header takes it: a long name in it would break at no place, and cover the form. */
const TITLE_WHILE_STICKY = {
  display: '-webkit-box',
  overflow: 'hidden',
  overflowWrap: 'anywhere',
  WebkitBoxOrient: 'vertical',
  WebkitLineClamp: 2,
} as const;

interface WebhookHeaderProps {
  title: string;
  children: ReactNode;
}

/** The title, the whole webhook in one sentence as it is being written, and the buttons. */
export function WebhookHeader({ title, children }: WebhookHeaderProps) {
  return (
    <Layouts.Header
      id={HEADING_ID}
      title={title}
      style={TITLE_WHILE_STICKY}
      subtitle={<Sentence />}
      navigationAction={<BackButton fallback={paths.webhooks} />}
      primaryAction={
        <Flex gap={2} wrap="wrap">
          {children}
        </Flex>
      }
    />
  );
}

function Sentence() {
  return (
    <Typography tag="p" variant="epsilon" textColor="neutral600">
      <Clamped>{useSentence()}</Clamped>
    </Typography>
  );
}

/** "When Quotation is updated and doc.total > 100, POST crm.example/hook with 2 fields" */
function useSentence(): string {
  const text = useText();
  const { formatList } = useIntl();
  const { nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const filterWords = useFilterWords();
  const values = useFormState((state) => state.values);
  const { contentTypes, events, method, url, payload, mapping } = values;
  if (contentTypes.length === 0 || events.length === 0 || !url)
    return text('form.sentence.incomplete');

  const { host, path } = splitUrl(url);
  const any = { type: 'disjunction' } as const;
  const words = formatList(events.map(eventWord), any);
  const watchedFields = values.watchedFields.map(({ path }) => path).filter(Boolean);
  const filter = formatList(filterWords({ ...values, watchedFields }), { type: 'conjunction' });
  return text(`form.sentence.${payload}`, {
    types: formatList(contentTypes.map(nameOf), any),
    events: filter ? text('form.sentence.filtered', { events: words, filter }) : words,
    method,
    target: host + path,
    count: mapping.filter(({ fieldname }) => fieldname.trim()).length,
  });
}
