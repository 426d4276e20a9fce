/** The body that a template's result makes: a text as it is, anything else as JSON. Nothing is `null`. */
export function templateBody(result: unknown): string {
  return typeof result === 'string' ? result : JSON.stringify(result ?? null);
}
