import { Button, EmptyStateLayout } from '@strapi/design-system';
import { ArrowClockwise, WarningCircle } from '@strapi/icons';
import { EmptyPermissions } from '@strapi/icons/symbols';

import { errorStatusOf } from '../../api/errors';
import { useFocusLeft } from '../use-focus-left';
import { useText } from '../../translations/use-text';

interface LoadFailedProps {
  error: unknown;
  onRetry: () => void;
}

/** Replaces the content of a page: not allowed, or failed with a retry button. */
export function LoadFailed({ error, onRetry }: LoadFailedProps) {
  const text = useText();
  const box = useFocusLeft();
  if (errorStatusOf(error) === 403) {
    return (
      <EmptyStateLayout
        icon={<EmptyPermissions width="16rem" />}
        content={text('error.forbidden')}
        hasRadius
        shadow="tableShadow"
      />
    );
  }
  return (
    <EmptyStateLayout
      icon={<WarningCircle width="6rem" height="6rem" fill="danger600" />}
      content={text('error.load')}
      action={
        <div ref={box}>
          <Button variant="secondary" startIcon={<ArrowClockwise />} onClick={onRetry}>
            {text('action.retry')}
          </Button>
        </div>
      }
      hasRadius
      shadow="tableShadow"
    />
  );
}
