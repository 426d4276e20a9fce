import { Badge, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useContentTypes } from '../../api/content-types';
import { useEventWords } from '../../hooks/use-event-words';
import { useText } from '../../translations/use-text';
import { FilterMark } from './FilterMark';
import { splitUrl } from './split-url';

const TYPES_SHOWN = 2;

/** "Article, Quotation +3", below it "created, updated or published", and what is filtered. */
export function Trigger({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { formatList } = useIntl();
  const { nameOf } = useContentTypes();
  const eventWord = useEventWords();
  const names = webhook.contentTypes.map(nameOf);
  const more = names.length - TYPES_SHOWN;
  const events = formatList(webhook.events.map(eventWord), { type: 'disjunction' });

  return (
    <Flex direction="column" alignItems="flex-start" maxWidth="22rem">
      <Typography textColor="neutral800" title={names.join(', ')} ellipsis maxWidth="100%">
        {names.slice(0, TYPES_SHOWN).join(', ')}
        {more > 0 && ` ${text('webhooks.more', { count: more })}`}
      </Typography>
      <Typography variant="pi" textColor="neutral600" title={events} ellipsis maxWidth="100%">
        {events}
      </Typography>
      <FilterMark webhook={webhook} />
    </Flex>
  );
}

/** "POST crm.example", and below it the path. */
export function Target({ webhook }: { webhook: Webhook }) {
  const { host, path } = splitUrl(webhook.url);
  return (
    <Flex direction="column" alignItems="flex-start" maxWidth="24rem">
      <Flex gap={2} maxWidth="100%">
        <Badge>{webhook.method}</Badge>
        <Typography textColor="neutral800" ellipsis title={host + path}>
          {host}
        </Typography>
      </Flex>
      {path && (
        <Typography
          variant="pi"
          textColor="neutral600"
          title={host + path}
          ellipsis
          maxWidth="100%"
        >
          {path}
        </Typography>
      )}
    </Flex>
  );
}
