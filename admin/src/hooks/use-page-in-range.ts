import { useEffect } from 'react';
import { useSearchParams } from 'react-router-dom';

import type { Pagination } from '../../../server/src/contracts/envelope';

/** Goes to the last page when the one shown is gone, as after deleting its only row. */
export function usePageInRange(pagination: Pagination | undefined): void {
  const [, setParams] = useSearchParams();
  const lastPage = pagination && Math.max(pagination.pageCount, 1);
  const outOfRange = pagination !== undefined && pagination.page > Number(lastPage);

  useEffect(() => {
    if (!outOfRange) return;
    setParams(
      (previous) => {
        const next = new URLSearchParams(previous);
        next.set('page', String(lastPage));
        return next;
      },
      { replace: true },
    );
  }, [outOfRange, lastPage, setParams]);
}
