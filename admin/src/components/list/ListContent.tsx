import { Button } from '@strapi/design-system';
import type { ReactNode } from 'react';

import type { Page } from '../../../../server/src/contracts/envelope';
import type { QueryState } from '../../api/query-string';
import { useText } from '../../translations/use-text';
import { ListPagination } from './ListPagination';
import { LoadFailed } from './LoadFailed';
import { Loading } from './Loading';
import { Nothing } from './Nothing';

interface ListContentProps<Row> {
  query: QueryState<Page<Row>>;
  /** Whether filters may be why there is no row. */
  filtered: boolean;
  onClearFilters: () => void;
  /** The message if no row matches the filters. */
  noMatch: string;
  /** The message and action if there are no rows at all. */
  none: { content: string; action: ReactNode };
  children: (rows: Row[]) => ReactNode;
}

/** The rows, or a message instead: loading, failed, nothing found, nothing yet. */
export function ListContent<Row>(props: ListContentProps<Row>) {
  const { query, filtered, onClearFilters, noMatch, none, children } = props;
  const text = useText();
  const { data, error, refetch } = query;

  if (error) return <LoadFailed error={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading />;
  if (data.data.length > 0) {
    return (
      <div>
        {children(data.data)}
        <ListPagination pagination={data.meta.pagination} />
      </div>
    );
  }
  if (!filtered) return <Nothing {...none} />;
  return (
    <Nothing
      content={noMatch}
      action={
        <Button variant="secondary" onClick={onClearFilters}>
          {text('filter.clear')}
        </Button>
      }
    />
  );
}
