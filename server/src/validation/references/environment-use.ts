import { readsEnvironment } from '../../expressions/analysis/path-set';
import { mayBeSentTo, type EnvironmentVariable } from '../../expressions/environment-access';
import type { Compilers } from '../attributes/expressions';
import { namedByExpressions, type Place } from './named-fields';
import { fixedHost } from '../attributes/url';

type Naming = Parameters<typeof namedByExpressions>[0];

interface Found {
  place: Place;
  message: string;
}

/** Variables that expressions name and that nobody may use there: not listed, or not for the host of the URL. */
export function forbiddenVariables(
  named: ReturnType<typeof namedByExpressions>,
  { url, env }: { url: string; env: Compilers['env'] },
): Found[] {
  const host = fixedHost(url);
  return named.flatMap(({ place, paths }) =>
    [...paths.env].flatMap((name) => {
      const variable = env.find((it) => it.name === name);
      if (variable && mayBeSentTo(variable, host)) return [];
      return [{ place, message: variable ? tied(variable, host) : unlisted(name) }];
    }),
  );
}

function unlisted(name: string): string {
  return `$env("${name}"): list the name in expressions.env of the configuration`;
}

function tied({ name, hosts }: EnvironmentVariable, host: string | null): string {
  const leads =
    host === null ? 'the host of the URL holds {{ }}' : `the URL of this webhook leads to ${host}`;
  return `$env("${name}") is for ${String(hosts?.join(', '))} only, and ${leads}. Change the URL, leave the variable out, or list the host in expressions.env of the configuration`;
}

/**
 * Where a webhook reads variables that may be sent to any host, or does more with others than write them
 * out: that takes a permission. By a condition that compares a value with guesses, or a template that spells
 * it letter by letter, whoever reads the log would read the value there.
 */
export function variablesForPermission(webhook: Naming, { env, ...compilers }: Compilers): Found[] {
  if (env.length === 0) return [];
  const bare = env.filter(({ hosts }) => hosts === null).map(({ name }) => name);
  return namedByExpressions(webhook, { env, ...compilers }).flatMap(({ place, paths }) => {
    const name = bare.find((it) => paths.env.has(it));
    if (name !== undefined || (paths.computesEnv && bare.length > 0)) {
      return [{ place, message: needsPermission(name) }];
    }
    const decides = place[0] === 'condition' && readsEnvironment(paths);
    return decides || paths.altersEnv ? [{ place, message: ALTERED }] : [];
  });
}

const ALTERED =
  'More is done here with a value of the environment than to send it, and the log could tell the value by that. Write the value out as it is, joined by & or in $base64encode, and in no condition; or ask for the permission "Use environment variables in webhooks", or for somebody who has it';

function needsPermission(name: string | undefined): string {
  const what =
    name === undefined
      ? '$env with a name that is not written out may read variables that'
      : `$env("${name}")`;
  return `${what} may be sent to any host, and you may not use such variables. Ask for the permission "Use environment variables in webhooks", or for somebody who has it; a developer can tie the variable to hosts in expressions.env of the configuration`;
}
