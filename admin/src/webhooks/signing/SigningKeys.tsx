import { Flex, Typography } from '@strapi/design-system';

import type { Webhook } from '../../../../server/src/contracts/webhook';
import { usePermissions } from '../../permissions';
import { useText } from '../../translations/use-text';
import { Fieldset } from '../../components/form/Fieldset';
import { RotateButton } from './RotateButton';
import { SigningKeyItem } from './SigningKeyItem';

/** The stored keys, the newest first, and the way to a new one. */
export function SigningKeys({ webhook }: { webhook: Webhook }) {
  const text = useText();
  const { secrets: can } = usePermissions();
  const { signing, signingKeys } = webhook;
  if (signing === 'none') return null;

  return (
    <Fieldset path="signingKeys" legend={text('signing.keys')} error={undefined}>
      <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
        {signingKeys.map((key) => (
          <SigningKeyItem key={key.createdAt} signing={signing} signingKey={key} />
        ))}
      </Flex>
      {can.rotate ? (
        <Flex>
          <RotateButton webhook={webhook} signing={signing} />
        </Flex>
      ) : (
        <Typography variant="pi" textColor="neutral600">
          {text('signing.rotate.forbidden')}
        </Typography>
      )}
    </Fieldset>
  );
}
