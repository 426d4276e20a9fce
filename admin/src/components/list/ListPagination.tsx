import { Pagination } from '@strapi/strapi/admin';

import type { Pagination as PaginationMeta } from '../../../../server/src/contracts/envelope';

export function ListPagination({ pagination }: { pagination: PaginationMeta }) {
  return (
    <Pagination.Root pageCount={pagination.pageCount} total={pagination.total}>
      <Pagination.PageSize />
      <Pagination.Links />
    </Pagination.Root>
  );
}
