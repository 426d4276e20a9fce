import { css } from 'styled-components';

/** Of what is written for machines: bodies, expressions. */
export const codeFont = css`
  font-family: 'SF Mono', SFMono-Regular, Menlo, Consolas, monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.5;
`;
