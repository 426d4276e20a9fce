import {
  ArrowClockwise,
  CheckCircle,
  Clock,
  CrossCircle,
  Filter,
  MinusCircle,
  PaperPlane,
} from '@strapi/icons';

import type { Delivery, DeliveryStatus } from '../../../../server/src/contracts/deliveries';
import { useText } from '../../translations/use-text';
import { Mark, type Shape, type Tone } from './Mark';

const MARKS: Record<DeliveryStatus, { shape: Shape; tone: Tone }> = {
  pending: { shape: Clock, tone: 'primary' },
  sending: { shape: PaperPlane, tone: 'primary' },
  delivered: { shape: CheckCircle, tone: 'success' },
  failed: { shape: CrossCircle, tone: 'danger' },
  cancelled: { shape: MinusCircle, tone: 'neutral' },
  skipped: { shape: Filter, tone: 'neutral' },
};

interface DeliveryStatusMarkProps {
  delivery: Pick<Delivery, 'status' | 'attemptCount'>;
}

export function DeliveryStatusMark({ delivery }: DeliveryStatusMarkProps) {
  const text = useText();
  const { status, attemptCount } = delivery;
  if (status === 'pending' && attemptCount > 0) {
    return (
      <Mark shape={ArrowClockwise} tone="warning">
        {text('status.retrying')}
      </Mark>
    );
  }
  return <Mark {...MARKS[status]}>{text(`status.${status}`)}</Mark>;
}
