import { readsEnvironment } from '../../expressions/analysis/path-set';
import { mayBeSentTo, type EnvironmentVariable } from '../../expressions/environment-access';
import type { Compilers } from '../attributes/expressions';
import { expressionReferences, type Place } from './referenced-fields';
import { fixedHost } from '../attributes/url';

type ReferencingWebhook = Parameters<typeof expressionReferences>[0];

interface Problem {
  place: Place;
  message: string;
}

/**
 * Variables in expressions that `expressions.env` does not list, or does not allow for the host of
 * the URL.
 */
export function forbiddenVariables(
  named: ReturnType<typeof expressionReferences>,
  { url, env }: { url: string; env: Compilers['env'] },
): Problem[] {
  const host = fixedHost(url);
  return named.flatMap(({ place, paths }) =>
    [...paths.env].flatMap((name) => {
      const variable = env.find((it) => it.name === name);
      if (variable && mayBeSentTo(variable, host)) return [];
      return [{ place, message: variable ? notForHost(variable, host) : notListed(name) }];
    }),
  );
}

function notListed(name: string): string {
  return `$env("${name}"): the variable is not allowed. A developer can add it to expressions.env`;
}

function notForHost({ name, hosts }: EnvironmentVariable, host: string | null): string {
  const reason =
    host === null ? 'the host of the URL contains {{ }}' : `the host of this webhook is ${host}`;
  return `$env("${name}") is allowed only for ${String(hosts?.join(', '))}, but ${reason}. Change the URL or remove the variable. A developer can add the host in expressions.env`;
}

/**
 * References that require a permission: variables without a host restriction, and values that an expression
 * alters. A condition that compares a value with guesses, or a template that spells it letter by letter,
 * would reveal the value in the log.
 */
export function variablesForPermission(
  webhook: ReferencingWebhook,
  { env, ...compilers }: Compilers,
): Problem[] {
  if (env.length === 0) return [];
  const unrestricted = env.filter(({ hosts }) => hosts === null).map(({ name }) => name);
  return expressionReferences(webhook, { env, ...compilers }).flatMap(({ place, paths }) => {
    const name = unrestricted.find((it) => paths.env.has(it));
    if (name !== undefined || (paths.computesEnv && unrestricted.length > 0)) {
      return [{ place, message: needsPermission(name) }];
    }
    const decides = place[0] === 'condition' && readsEnvironment(paths);
    return decides || paths.altersEnv ? [{ place, message: ALTERED }] : [];
  });
}

const ALTERED =
  'The expression alters or compares the value of an environment variable, which could reveal it in the log. Use the value unchanged, joined with & or in $base64encode, and not in a condition. Or ask for the permission "Use environment variables in webhooks"';

function needsPermission(name: string | undefined): string {
  const what =
    name === undefined ? '$env with a computed name can read variables that' : `$env("${name}")`;
  return `${what} can be sent to any host, which you are not allowed to use. Ask for the permission "Use environment variables in webhooks". A developer can restrict the variable to hosts in expressions.env`;
}
