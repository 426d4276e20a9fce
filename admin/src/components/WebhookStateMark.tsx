import { CheckCircle, MinusCircle } from '@strapi/icons';

import type { WebhookState } from '../../../server/src/contracts/webhooks';
import { useText } from '../translations/use-text';
import { Mark, type Shape, type ShapeProps, type Tone } from './Mark';

const MARKS: Record<WebhookState, { shape: Shape; tone: Tone }> = {
  enabled: { shape: CheckCircle, tone: 'success' },
  paused: { shape: Pause, tone: 'warning' },
  disabled: { shape: MinusCircle, tone: 'neutral' },
};

export function WebhookStateMark({ state }: { state: WebhookState }) {
  const text = useText();
  return <Mark {...MARKS[state]}>{text(`state.${state}`)}</Mark>;
}

/** The icon set has no pause sign. */
function Pause(props: ShapeProps) {
  return (
    <svg viewBox="0 0 32 32" {...props}>
      <path d="M7 5h6v22H7zM19 5h6v22h-6z" />
    </svg>
  );
}
