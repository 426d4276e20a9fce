import { ExternalLink } from '@strapi/icons';
import { styled } from 'styled-components';

import { useText } from '../../../translations/use-text';

const DOCUMENTATION = 'https://docs.jsonata.org/simple';

/** To the documentation of the language that conditions and templates are written in. */
export function JsonataLink() {
  const text = useText();
  return (
    <Inline href={DOCUMENTATION} target="_blank" rel="noreferrer noopener">
      {text('form.jsonata')}
      <ExternalLink aria-hidden width="1rem" height="1rem" />
    </Inline>
  );
}

const Inline = styled.a`
  color: ${({ theme }) => theme.colors.primary600};
  white-space: nowrap;

  svg {
    margin-inline-start: ${({ theme }) => theme.spaces[1]};
  }

  &:hover {
    text-decoration: underline;
  }
`;
