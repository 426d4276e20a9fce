import { Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

export type Tone = 'success' | 'warning' | 'danger' | 'primary' | 'neutral';

/** An icon of the design system, or one like it. */
export type Shape = (props: ShapeProps) => ReactNode;
interface ShapeProps {
  'aria-hidden': boolean;
  width: string;
  height: string;
  fill: string;
}

interface MarkProps {
  shape: Shape;
  tone: Tone;
  children: ReactNode;
}

/** The design system's warning colours are too pale for a text: 4.4 to 1 on white, where WCAG asks for 4.5. */
export function textColorOf(tone: Tone): string {
  return tone === 'warning' ? 'neutral800' : `${tone}700`;
}

/** A state as a shape and a word; the colour only helps. */
export function Mark({ shape: Shape, tone, children }: MarkProps) {
  return (
    <Flex gap={2} alignItems="center" inline>
      <Flex color={`${tone}600`} shrink={0}>
        <Shape aria-hidden width="1.6rem" height="1.6rem" fill="currentColor" />
      </Flex>
      <Typography
        fontWeight="semiBold"
        textColor={textColorOf(tone)}
        style={{ whiteSpace: 'nowrap' }}
      >
        {children}
      </Typography>
    </Flex>
  );
}
