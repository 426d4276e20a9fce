import { Badge, Flex, Typography } from '@strapi/design-system';

import type { SentRequest } from '../../../../server/src/contracts/deliveries';
import { useText } from '../../translations/use-text';
import { BodyView } from './BodyView';
import { CopyButton } from '../copy/CopyButton';
import { HeaderList } from './HeaderList';
import { toCurl } from './to-curl';

/** A request, byte for byte as far as a screen can show it. */
export function RequestView({ request }: { request: SentRequest }) {
  const text = useText();
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
      <Flex>
        <CopyButton label={text('detail.request.curl')} value={toCurl(request)} />
      </Flex>
    </Flex>
  );
}
