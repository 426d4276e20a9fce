import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, Filter } from '@strapi/icons';
import { styled } from 'styled-components';

import type { DryRunEntry } from '../../../../../server/src/contracts/preview';
import { useContentTypes } from '../../../api/content-types';
import { RelativeTime } from '../../../components/time/RelativeTime';
import { useEventWords } from '../../../hooks/use-event-words';
import { useText } from '../../../translations/use-text';

/** One line an entry: whether it would fire, and why not. */
export function DryRunEntries({ entries }: { entries: DryRunEntry[] }) {
  return (
    <List>
      {entries.map((entry) => (
        <li key={`${entry.uid} ${entry.documentId} ${entry.locale ?? ''}`}>
          <Line entry={entry} />
        </li>
      ))}
    </List>
  );
}

function Line({ entry }: { entry: DryRunEntry }) {
  const text = useText();
  const { nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const { uid, documentId, locale, event, label, updatedAt, matches, reason } = entry;
  const verdict = matches ? (reason === null ? 'sent' : 'unrenderable') : 'skipped';
  const { shape: Shape, color } = MARKS[verdict];
  const what = text('deliveries.what', { type: nameOf(uid), event: eventWord(event) });

  return (
    <Flex gap={2} alignItems="flex-start">
      <Flex color={color} shrink={0} paddingTop={1}>
        <Shape
          role="img"
          aria-label={text(`preview.verdict.${verdict}`)}
          width="1.4rem"
          height="1.4rem"
          fill="currentColor"
        />
      </Flex>
      <div>
        <Typography textColor="neutral800">{label ?? documentId}</Typography>{' '}
        <Typography variant="pi" textColor="neutral600">
          {[what, locale].filter(Boolean).join(' · ')}
          {updatedAt && (
            <>
              {' · '}
              <RelativeTime at={updatedAt} />
            </>
          )}
        </Typography>
        {reason && (
          <Typography tag="p" variant="pi" textColor="neutral800">
            {reason}
          </Typography>
        )}
      </div>
    </Flex>
  );
}

const MARKS = {
  sent: { shape: CheckCircle, color: 'success600' },
  skipped: { shape: Filter, color: 'neutral600' },
  unrenderable: { shape: CrossCircle, color: 'danger600' },
} as const;

const List = styled.ul`
  display: flex;
  flex-direction: column;
  gap: ${({ theme }) => theme.spaces[2]};
  overflow-wrap: anywhere;
`;
