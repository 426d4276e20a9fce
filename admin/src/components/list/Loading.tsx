import { Flex, Loader } from '@strapi/design-system';

import { useText } from '../../translations/use-text';

/** In the place of what is yet to come. */
export function Loading() {
  const text = useText();
  return (
    <Flex justifyContent="center" padding={10}>
      <Loader>{text('loading')}</Loader>
    </Flex>
  );
}
