import { Flex, Typography } from '@strapi/design-system';
import { CaretDown, CaretUp } from '@strapi/icons';
import { type ReactNode, useId, useState } from 'react';
import { styled } from 'styled-components';

import { CardBox } from './Card';

interface FoldedCardProps {
  title: string;
  /** A summary of the card, shown while it is folded. */
  summary: string;
  /** Unfolds the card, because errors must be visible. */
  hasError: boolean;
  children: ReactNode;
}

/** A card for what is seldom changed. */
export function FoldedCard({ title, summary, hasError, children }: FoldedCardProps) {
  const titleId = useId();
  const summaryId = useId();
  const contentId = useId();
  const [unfolded, setUnfolded] = useState(false);
  // It stays unfolded when the error disappears, at the first key that fixes it.
  if (hasError && !unfolded) setUnfolded(true);
  const Caret = unfolded ? CaretUp : CaretDown;

  return (
    <CardBox titleId={titleId}>
      <Head>
        <div>
          <Typography tag="h2" variant="delta" textColor="neutral800">
            <Toggle
              type="button"
              id={titleId}
              aria-expanded={unfolded}
              aria-controls={contentId}
              aria-describedby={summaryId}
              onClick={() => setUnfolded((before) => !before)}
            >
              {title}
            </Toggle>
          </Typography>
          <Typography tag="p" variant="pi" textColor="neutral600" id={summaryId}>
            {summary}
          </Typography>
        </div>
        <Caret aria-hidden fill="neutral600" />
      </Head>
      <div id={contentId} hidden={!unfolded}>
        <Flex direction="column" alignItems="stretch" gap={6}>
          {children}
        </Flex>
      </div>
    </CardBox>
  );
}

const Head = styled.div`
  position: relative;
  display: flex;
  align-items: center;
  justify-content: space-between;
  gap: ${({ theme }) => theme.spaces[4]};
`;

/** Pressed anywhere on the head. */
const Toggle = styled.button`
  padding: 0;
  border: 0;
  background: transparent;
  color: inherit;
  font: inherit;
  cursor: pointer;

  &::after {
    content: '';
    position: absolute;
    inset: 0;
  }
`;
