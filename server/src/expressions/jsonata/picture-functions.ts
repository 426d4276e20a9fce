import jsonata from 'jsonata';

import { limitError } from '../expression-error';

/** Registers JSONata's functions that read a picture, such as `#,##0` or `[Y]-[M]-[D]`, with a limit to it. */
export function registerPictureFunctions(expression: jsonata.Expression): void {
  for (const { name, signature, call } of PICTURED) {
    expression.registerFunction(name, call, signature);
  }
  expression.registerFunction('toMillis', toMillis, '<s-s?:n>');
}

/** JSONata's own that read a picture, with their signatures: in steps that grow with its square. */
const PICTURED = [
  pictured('formatNumber', '<n-so?:s>', 'value, picture, more'),
  pictured('formatInteger', '<n-s:s>', 'value, picture'),
  pictured('parseInteger', '<s-s:n>', 'value, picture'),
  pictured('fromMillis', '<n-s?s?:s>', 'value, picture, more'),
];
const LONGEST_PICTURE = 500;
/** `[Y,2000000]` fills up to that width. */
const WIDE_COMPONENT = /\[[^\]]*,[^\]]*\d{4}/;

function pictured(name: string, signature: string, parameters: string) {
  const own = jsonata(`$${name}(${parameters})`);
  const call = async (value: unknown, picture?: string, more?: unknown): Promise<unknown> => {
    if (picture !== undefined && isTooLarge(picture)) {
      throw limitError(
        `$${name} takes pictures of at most ${LONGEST_PICTURE} characters and widths below 1000`,
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

/** A picture such as `[Y][M][D]` becomes a regular expression of JavaScript's, which backtracks. */
async function toMillis(text: string | undefined, picture?: string): Promise<unknown> {
  if (text === undefined) return undefined;
  const components = picture?.split('[').length ?? 0;
  if (text.length > LONGEST_TIME || components > MOST_COMPONENTS + 1) {
    throw limitError(
      `$toMillis takes times of at most ${LONGEST_TIME} characters and ${MOST_COMPONENTS} components`,
    );
  }
  return parseTime.evaluate({ text, picture }) as Promise<unknown>;
}
