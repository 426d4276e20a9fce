/** An entry of `expressions.env`: a variable that `$env` can read. */
export interface EnvironmentVariable {
  name: string;
  /**
   * Hosts that can receive the value, lower case: `crm.example.com`, `*.example.com`. Null: any
   * host.
   */
  hosts: readonly string[] | null;
}

/**
 * The names that a webhook with this URL host can read. The host is null if it contains `{{ }}`;
 * such a webhook can read only variables without a host restriction.
 */
export function environmentNamesFor(
  env: readonly EnvironmentVariable[],
  host: string | null,
): string[] {
  return env.filter((variable) => mayBeSentTo(variable, host)).map(({ name }) => name);
}

export function mayBeSentTo({ hosts }: EnvironmentVariable, host: string | null): boolean {
  if (hosts === null) return true;
  return host !== null && hosts.some((pattern) => isHost(pattern, host));
}

/**
 * `*.example.com` matches every host below `example.com`, at any depth, but not `example.com`
 * itself.
 */
function isHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
