import { CheckCircle, MinusCircle } from '@strapi/icons';

import type { WebhookState } from '../../../../server/src/contracts/webhook-choices';
import { useText } from '../../translations/use-text';
import { Mark, type Shape, type Tone } from './Mark';
import { PauseSign } from './PauseSign';

const MARKS: Record<WebhookState, { shape: Shape; tone: Tone }> = {
  enabled: { shape: CheckCircle, tone: 'success' },
  paused: { shape: PauseSign, tone: 'warning' },
  disabled: { shape: MinusCircle, tone: 'neutral' },
};

export function WebhookStateMark({ state }: { state: WebhookState }) {
  const text = useText();
  return <Mark {...MARKS[state]}>{text(`state.${state}`)}</Mark>;
}
