import { Flex, Typography } from '@strapi/design-system';
import { Filter } from '@strapi/icons';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { useText } from '../../translations/use-text';
import { useFilterWords } from './use-filter-words';

/** A funnel and what passes it; nothing of a webhook that takes all. */
export function FilterMark({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const filterWords = useFilterWords();
  const filter = filterWords({ ...webhook, condition: webhook.condition ?? '' }).join(', ');
  if (filter === '') return null;

  return (
    <Flex gap={1} maxWidth="100%" color="neutral600" title={filter}>
      <Flex shrink={0}>
        <Filter
          role="img"
          aria-label={text('webhooks.onlyWhen')}
          width="1.2rem"
          height="1.2rem"
          fill="currentColor"
        />
      </Flex>
      <Typography variant="pi" textColor="neutral600" ellipsis>
        {filter}
      </Typography>
    </Flex>
  );
}
