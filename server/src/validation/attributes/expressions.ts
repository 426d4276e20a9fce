import { z } from 'zod';

import type { PluginConfig } from '../../config';
import type { EnvironmentVariable } from '../../expressions/environment-access';
import { parseExpression, type ParsedExpression } from '../../expressions/expression';
import { errorMessage } from '../../expressions/expression-error';
import { compileHeaderTemplate } from '../../expressions/templates/header-template';
import type { TextTemplate } from '../../expressions/templates/interpolate';
import { compileUrlTemplate } from '../../expressions/templates/url-template';

/** The compilers of what a webhook may have evaluated, each with the settings of the plugin. */
export interface Compilers {
  expression: (source: string) => ParsedExpression;
  url: (text: string) => TextTemplate;
  header: (text: string) => TextTemplate;
  /** What `$env` may read. */
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

/** JSONata that compiles; empty is absent. */
export function expressionSchema(compile: Compilers['expression']) {
  return z
    .string()
    .trim()
    .nullish()
    .transform((source) => (source === undefined || source === '' ? null : source))
    .superRefine((source, context) => {
      const problem = source === null ? null : problemOf(() => compile(source));
      if (problem !== null) context.addIssue({ code: 'custom', message: problem });
    });
}

/** How many `{{ }}` a text holds at most. */
export function partsIn(text: string): number {
  return text.split('{{').length - 1;
}

/** Why a text does not compile; null where it does. */
export function problemOf(compile: () => unknown): string | null {
  try {
    compile();
    return null;
  } catch (error) {
    return `This is not JSONata that can be evaluated: ${errorMessage(error)}`;
  }
}
