/** An entry of `expressions.env`: a variable that `$env` may read. */
export interface EnvironmentVariable {
  name: string;
  /** Hosts that its value may be sent to, lower case: `crm.example.com`, `*.example.com`. Null for any host. */
  hosts: readonly string[] | null;
}

/**
 * The names that a webhook may read whose URL has this host. The host is null where `{{ }}` stands in it:
 * such a webhook may read no variable that is tied to hosts.
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

/** `*.example.com` is each host below `example.com`, at any depth, and not `example.com` itself. */
function isHost(pattern: string, host: string): boolean {
  return pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;
}
