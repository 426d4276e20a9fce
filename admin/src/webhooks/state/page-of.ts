import type { Page } from '../../../../server/src/contracts/envelope';

/** One page of rows that are all here, as the API would answer it. */
export function pageOf<Row>(rows: Row[], page: number, pageSize: number): Page<Row> {
  return {
    data: rows.slice((page - 1) * pageSize, page * pageSize),
    meta: {
      pagination: {
        page,
        pageSize,
        pageCount: Math.ceil(rows.length / pageSize),
        total: rows.length,
      },
    },
  };
}
