const CREDENTIAL =
  /authorization$|^cookie$|(api|access|auth|private|functions)-?key$|token$|secret|password/i;

/** Whether a header of this key is likely to hold what nobody else should read. */
export function isCredentialKey(key: string): boolean {
  return CREDENTIAL.test(key.trim());
}

/** What `$env` reads is not stored with the webhook, and hidden wherever it would show. */
export function usesEnvironment(value: string): boolean {
  return value.includes('$env(');
}
