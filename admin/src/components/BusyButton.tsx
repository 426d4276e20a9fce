import { Button, type ButtonProps } from '@strapi/design-system';
import { Loader } from '@strapi/icons';
import { keyframes, styled } from 'styled-components';

interface BusyButtonProps extends Omit<ButtonProps, 'loading' | 'onClick'> {
  busy: boolean;
  onClick: () => void;
}

/**
 * A button that shows that its action runs. Unlike the `loading` of the design system it does not become
 * `disabled`: a button that does loses the focus, and a keyboard its place.
 */
export function BusyButton({ busy, startIcon, onClick, ...button }: BusyButtonProps) {
  return (
    <Button
      {...button}
      startIcon={busy ? <Spinner /> : startIcon}
      aria-busy={busy}
      aria-disabled={busy || button.disabled === true}
      onClick={() => !busy && onClick()}
    />
  );
}

const turn = keyframes`
  to {
    transform: rotate(360deg);
  }
`;

const Spinner = styled(Loader)`
  animation: ${turn} 2s infinite linear;
`;
