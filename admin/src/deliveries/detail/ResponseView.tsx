import { Flex, Typography } from '@strapi/design-system';

import type { Attempt } from '../../../../server/src/contracts/deliveries';
import { useText } from '../../translations/use-text';
import { BodyView } from '../../components/request/BodyView';
import { HeaderList } from '../../components/request/HeaderList';

/** The response, or the reason there is none. */
export function ResponseView({ attempt }: { attempt: Attempt }) {
  const text = useText();
  const { error, responseHeaders, responseBody, responseTruncated } = attempt;
  return (
    <Flex direction="column" alignItems="stretch" gap={3} padding={4}>
      {error && (
        <Typography textColor="danger700" style={{ overflowWrap: 'anywhere' }}>
          {error}
        </Typography>
      )}
      {responseHeaders && (
        <>
          <HeaderList label={text('detail.response.headers')} headers={responseHeaders} />
          <BodyView label={text('detail.response.body')} body={responseBody} />
        </>
      )}
      {responseTruncated && (
        <Typography variant="pi" textColor="neutral600">
          {text('detail.response.truncated')}
        </Typography>
      )}
    </Flex>
  );
}
