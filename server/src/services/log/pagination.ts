import type { Pagination } from '../../contracts/envelope';

export function toPagination(counted: Omit<Pagination, 'pageCount'>): Pagination {
  return { ...counted, pageCount: Math.ceil(counted.total / counted.pageSize) };
}
