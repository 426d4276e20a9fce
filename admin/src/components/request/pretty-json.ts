const INDENT = '  ';

/**
 * Formats JSON over several lines; null if the text is not JSON. Works on the text itself, because parsing
 * would round big numbers, and the log must show the text that was sent.
 */
export function prettyJson(json: string): string | null {
  if (!isJsonStructure(json)) return null;
  let depth = 0;
  return tokensOf(json)
    .map((token, i, tokens) => {
      switch (token) {
        case '{':
        case '[':
          depth += 1;
          return isClosing(tokens[i + 1]) ? token : token + line(depth);
        case '}':
        case ']':
          depth -= 1;
          return isOpening(tokens[i - 1]) ? token : line(depth) + token;
        case ',':
          return token + line(depth);
        case ':':
          return `${token} `;
        default:
          return token;
      }
    })
    .join('');
}

function isJsonStructure(text: string): boolean {
  if (!/^\s*[[{]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Strings, punctuation and the text between them; white space outside strings is dropped. */
function tokensOf(json: string): string[] {
  return json.match(/"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
}

const line = (depth: number) => `\n${INDENT.repeat(depth)}`;
const isOpening = (token: string | undefined) => token === '{' || token === '[';
const isClosing = (token: string | undefined) => token === '}' || token === ']';
