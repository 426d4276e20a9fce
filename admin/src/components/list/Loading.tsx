import { Flex, Loader } from '@strapi/design-system';

import { useText } from '../../translations/use-text';

/** Replaces content that is loading. */
export function Loading() {
  const text = useText();
  return (
    <Flex justifyContent="center" padding={10}>
      <Loader>{text('loading')}</Loader>
    </Flex>
  );
}
