import { Flex, TextButton, Typography } from '@strapi/design-system';

import { useText } from '../../../translations/use-text';
import { isCredentialKey, usesEnvironment } from './credential-key';
import type { HeaderRowValues } from '../state/rows';

interface SecretHintProps {
  row: HeaderRowValues;
  onAccept: () => void;
}

/** A suggestion for a readable value that is likely to be a credential. */
export function SecretHint({ row, onAccept }: SecretHintProps) {
  const text = useText();
  if (row.secret || !isCredentialKey(row.key) || usesEnvironment(row.value)) return null;

  return (
    <Flex gap={2} wrap="wrap">
      <Typography variant="pi" textColor="neutral600">
        {text('form.headers.secretHint')}
      </Typography>
      <TextButton onClick={onAccept}>{text('form.headers.secretHint.accept')}</TextButton>
    </Flex>
  );
}
