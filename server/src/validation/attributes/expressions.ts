import { z } from 'zod';

import type { PluginConfig } from '../../config';
import type { EnvironmentVariable } from '../../expressions/environment-access';
import { parseExpression, type ParsedExpression } from '../../expressions/expression';
import { errorMessage } from '../../expressions/expression-error';
import { compileHeaderTemplate } from '../../expressions/templates/header-template';
import type { TextTemplate } from '../../expressions/templates/interpolate';
import { compileUrlTemplate } from '../../expressions/templates/url-template';

/** Compilers for the expressions of a webhook, bound to the plugin's settings. */
export interface Compilers {
  expression: (source: string) => ParsedExpression;
  url: (text: string) => TextTemplate;
  header: (text: string) => TextTemplate;
  /** The variables that `$env` can read. */
  env: readonly EnvironmentVariable[];
}

export function createCompilers({ expressions, network }: PluginConfig): Compilers {
  const { dynamicHosts } = network;
  return {
    expression: (source) => parseExpression(source),
    url: (text) => compileUrlTemplate(text, { dynamicHosts }),
    header: (text) => compileHeaderTemplate(text, {}),
    env: expressions.env,
  };
}

/** A JSONata expression; an empty string becomes null. */
export function expressionSchema(compile: Compilers['expression']) {
  return z
    .string()
    .trim()
    .nullish()
    .transform((source) => (source === undefined || source === '' ? null : source))
    .superRefine((source, context) => {
      const problem = source === null ? null : compileProblem(() => compile(source));
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    });
}

/** The number of `{{` in a text. */
export function countParts(text: string): number {
  return text.split('{{').length - 1;
}

/** The error message if a text does not compile; null if it compiles. */
export function compileProblem(compile: () => unknown): string | null {
  try {
    compile();
    return null;
  } catch (error) {
    return `The JSONata is invalid: ${errorMessage(error)}`;
  }
}
