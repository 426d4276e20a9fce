/** What a page hands on of a query to the part that shows it. */
export interface QueryState<Response> {
  data?: Response | undefined;
  error?: unknown;
  refetch: () => unknown;
}
