import { css } from 'styled-components';

/** For bodies and expressions. */
export const codeFont = css`
  font-family: 'SF Mono', SFMono-Regular, Menlo, Consolas, monospace;
  font-size: ${({ theme }) => theme.fontSizes[1]};
  line-height: 1.5;
`;
