import { Badge, Flex, Typography } from '@strapi/design-system';

import type { SentRequest } from '../../../../../server/src/contracts/deliveries';
import { useText } from '../../../translations/use-text';
import { BodyView } from './BodyView';
import { HeaderList } from './HeaderList';

/** What the last attempt sent, byte for byte as far as a screen can show it. */
export function RequestView({ request }: { request: SentRequest | null }) {
  const text = useText();
  if (!request) {
    return (
      <Typography variant="pi" textColor="neutral600">
        {text('detail.request.none')}
      </Typography>
    );
  }
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2} alignItems="flex-start">
        <Badge>{request.method}</Badge>
        <Typography textColor="neutral800" style={{ overflowWrap: 'anywhere' }}>
          {request.url}
        </Typography>
      </Flex>
      <HeaderList label={text('detail.request.headers')} headers={request.headers} />
      <BodyView label={text('detail.request.body')} body={request.body} />
    </Flex>
  );
}
