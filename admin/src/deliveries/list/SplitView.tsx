import type { ReactNode } from 'react';
import { styled } from 'styled-components';

interface SplitViewProps {
  children: ReactNode;
  /** The item opened from the list; false if none is. */
  aside: ReactNode;
}

/** A list with the opened item beside it or, on a narrow screen, instead of it. */
export function SplitView({ children, aside }: SplitViewProps) {
  if (!aside) return <>{children}</>;
  return (
    <Columns>
      <List>{children}</List>
      <Aside>{aside}</Aside>
    </Columns>
  );
}

const Columns = styled.div`
  display: grid;
  grid-template-columns: minmax(0, 1fr);
  gap: ${({ theme }) => theme.spaces[4]};
  align-items: start;

  ${({ theme }) => theme.breakpoints.large} {
    grid-template-columns: minmax(0, 5fr) minmax(0, 7fr);
  }
`;

const List = styled.div`
  display: none;

  ${({ theme }) => theme.breakpoints.large} {
    display: block;
  }
`;

const Aside = styled.div`
  min-width: 0;
`;
