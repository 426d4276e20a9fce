import { ArrowClockwise } from '@strapi/icons';
import { useState } from 'react';

import { useText } from '../../translations/use-text';
import { BusyButton } from '../BusyButton';

/** Turns while it was pressed, and not whenever the page reads again by itself. */
export function RefreshButton({ refetch }: { refetch: () => Promise<unknown> }) {
  const text = useText();
  const [refreshing, setRefreshing] = useState(false);

  const refresh = async () => {
    setRefreshing(true);
    await refetch();
    setRefreshing(false);
  };

  return (
    <BusyButton
      variant="tertiary"
      startIcon={<ArrowClockwise />}
      busy={refreshing}
      onClick={() => void refresh()}
    >
      {text('action.refresh')}
    </BusyButton>
  );
}
