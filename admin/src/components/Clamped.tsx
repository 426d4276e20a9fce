import { styled } from 'styled-components';

/** A text of at most two lines, which is whole in a tooltip. */
export function Clamped({ children }: { children: string }) {
  return <Lines title={children}>{children}</Lines>;
}

const Lines = styled.span`
  display: -webkit-box;
  overflow: hidden;
  overflow-wrap: anywhere;
  -webkit-box-orient: vertical;
  -webkit-line-clamp: 2;
`;
