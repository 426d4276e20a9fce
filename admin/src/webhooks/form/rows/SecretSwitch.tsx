import { Flex, Switch, Typography } from '@strapi/design-system';
import { styled } from 'styled-components';

import { useText } from '../../../translations/use-text';

interface SecretSwitchProps {
  /** Read out, not shown: names the row too. */
  label: string;
  checked: boolean;
  disabled: boolean;
  onChange: (secret: boolean) => void;
}

/** The word and the switch, as high as the boxes beside them. */
export function SecretSwitch({ label, checked, disabled, onChange }: SecretSwitchProps) {
  const text = useText();
  return (
    <AsHighAsAnInput gap={2} shrink={0}>
      <Typography variant="pi" textColor="neutral600" aria-hidden>
        {text('form.headers.secretWord')}
      </Typography>
      <Calm
        aria-label={label}
        checked={checked}
        disabled={disabled}
        onCheckedChange={(secret) => onChange(secret)}
      />
    </AsHighAsAnInput>
  );
}

/** Off is nothing to warn of. */
const Calm = styled(Switch)`
  &&[data-state='unchecked'] {
    background: ${({ theme }) => theme.colors.neutral300};
  }
`;

const AsHighAsAnInput = styled(Flex)`
  min-height: 4rem;
`;
