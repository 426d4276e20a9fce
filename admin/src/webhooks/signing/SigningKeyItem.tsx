import { Box, Typography } from '@strapi/design-system';

import type { Signing } from '../../../../server/src/contracts/webhook-choices';
import type { SigningKey } from '../../../../server/src/contracts/webhook';
import { CopiedLine } from '../../components/copy/CopiedLine';
import { useMoment } from '../../components/time/use-moment';
import { useText } from '../../translations/use-text';

interface SigningKeyItemProps {
  signing: Exclude<Signing, 'none'>;
  signingKey: SigningKey;
}

/** Since when a key signs, until when where it was rotated away, and what its receiver verifies with. */
export function SigningKeyItem({ signing, signingKey }: SigningKeyItemProps) {
  const text = useText();
  const moment = useMoment();
  const { createdAt, expiresAt, publicKey } = signingKey;
  const words = { since: moment(createdAt), until: expiresAt === null ? '' : moment(expiresAt) };

  return (
    <Box tag="li">
      <Typography tag="p" textColor="neutral800">
        {text(expiresAt === null ? `signing.key.${signing}` : 'signing.key.old', words)}
      </Typography>
      {publicKey !== null && (
        <Box paddingTop={2}>
          <CopiedLine
            label={text('signing.publicKey')}
            copyLabel={text('signing.publicKey.copy')}
            value={publicKey}
          />
        </Box>
      )}
    </Box>
  );
}
