import jsonata from 'jsonata';

import { limitError } from '../expression-error';

/**
 * Registers JSONata's functions that take a picture, such as `#,##0` or `[Y]-[M]-[D]`, with a
 * length limit.
 */
export function registerPictureFunctions(expression: jsonata.Expression): void {
  for (const { name, signature, call } of PICTURED) {
    expression.registerFunction(name, call, signature);
  }
  expression.registerFunction('toMillis', toMillis, '<s-s?:n>');
}

/**
 * JSONata's functions with a picture argument. Their run time grows with the square of its length.
 */
const PICTURED = [
  withLimit('formatNumber', '<n-so?:s>', 'value, picture, more'),
  withLimit('formatInteger', '<n-s:s>', 'value, picture'),
  withLimit('parseInteger', '<s-s:n>', 'value, picture'),
  withLimit('fromMillis', '<n-s?s?:s>', 'value, picture, more'),
];
const LONGEST_PICTURE = 500;
/** A width such as `[Y,2000000]` pads the result to that length. */
const WIDE_COMPONENT = /\[[^\]]*,[^\]]*\d{4}/;

function withLimit(name: string, signature: string, parameters: string) {
  const own = jsonata(`$${name}(${parameters})`);
  const call = async (value: unknown, picture?: string, more?: unknown): Promise<unknown> => {
    if (picture !== undefined && isTooLarge(picture)) {
      throw limitError(
        `$${name} accepts pictures of at most ${LONGEST_PICTURE} characters with widths below 1000`,
      );
    }
    return own.evaluate({ value, picture, more }) as Promise<unknown>;
  };
  return { name, signature, call };
}

function isTooLarge(picture: string): boolean {
  return picture.length > LONGEST_PICTURE || WIDE_COMPONENT.test(picture);
}

const parseTime = jsonata('$toMillis(text, picture)');
const LONGEST_TIME = 40;
const MOST_COMPONENTS = 8;

/**
 * JSONata converts a picture such as `[Y][M][D]` to a JavaScript regular expression, which
 * backtracks.
 */
async function toMillis(text: string | undefined, picture?: string): Promise<unknown> {
  if (text === undefined) return undefined;
  const components = picture?.split('[').length ?? 0;
  if (text.length > LONGEST_TIME || components > MOST_COMPONENTS + 1) {
    throw limitError(
      `$toMillis accepts times of at most ${LONGEST_TIME} characters and ${MOST_COMPONENTS} components`,
    );
  }
  return parseTime.evaluate({ text, picture }) as Promise<unknown>;
}
