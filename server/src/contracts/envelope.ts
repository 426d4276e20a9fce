/** Strapi's envelope of the admin API: `{ data, meta }`, or `{ error }`. */
export interface Data<T> {
  data: T;
}

export interface Page<T> {
  data: T[];
  meta: { pagination: Pagination };
}

export interface Pagination {
  page: number;
  pageSize: number;
  pageCount: number;
  total: number;
}

/** Every query value arrives as a string. `pageSize` is at most 100. */
export interface PageQuery {
  page?: string;
  pageSize?: string;
}

/** One violation of a `ValidationError`. `path` names the attribute: `['mapping', '1', 'fieldname']`. */
export interface FieldError {
  path: string[];
  message: string;
  name: string;
}
