/** `?page=2&search=a%26b`; empty values are left out. The fetch client of Strapi does not encode. */
export function queryString(query: Record<string, string | undefined>): string {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value) params.set(name, value);
  }
  const text = params.toString();
  return text && `?${text}`;
}

/** The state of a query that a page passes to the component that shows it. */
export interface QueryState<Response> {
  data?: Response | undefined;
  error?: unknown;
  refetch: () => unknown;
}
