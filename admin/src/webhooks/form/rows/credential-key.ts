const CREDENTIAL =
  /authorization$|^cookie$|(api|access|auth|private|functions)-?key$|token$|secret|password/i;

/** True if a header with this key is likely to be a credential. */
export function isCredentialKey(key: string): boolean {
  return CREDENTIAL.test(key.trim());
}

/** Values from `$env` are not stored with the webhook, and are masked in the log. */
export function usesEnvironment(value: string): boolean {
  return value.includes('$env(');
}
