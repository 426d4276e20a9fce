import { Button } from '@strapi/design-system';
import { ArrowClockwise } from '@strapi/icons';
import { useState } from 'react';

import { useText } from '../../translations/use-text';

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
    <Button
      variant="tertiary"
      startIcon={<ArrowClockwise />}
      loading={refreshing}
      onClick={() => void refresh()}
    >
      {text('action.refresh')}
    </Button>
  );
}
