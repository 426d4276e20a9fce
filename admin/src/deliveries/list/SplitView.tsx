import type { ReactNode } from 'react';
import { styled } from 'styled-components';

interface SplitViewProps {
  children: ReactNode;
  /** What was opened from the list; false when nothing is. */
  aside: ReactNode;
}

/** A list with what was opened beside it; on a narrow screen, in its place. */
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
