export interface Body {
  contentType: string;
  text: string;
}

/** The body that a template's result makes: a text as it is, anything else as JSON. Nothing is `null`. */
export function templateBody(result: unknown): Body {
  return typeof result === 'string'
    ? { contentType: 'text/plain; charset=utf-8', text: result }
    : { contentType: 'application/json', text: JSON.stringify(result ?? null) };
}
