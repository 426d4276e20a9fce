/** Writes a path as code does: `mapping[2].fieldname`. */
export function placeOf(path: readonly (string | number)[]): string {
  return path
    .map((part) => (/^\d+$/.test(String(part)) ? `[${part}]` : `.${part}`))
    .join('')
    .replace(/^\./, '');
}
