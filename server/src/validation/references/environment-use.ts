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

/** Where a webhook names variables that may be sent to any host: that takes a permission. */
export function variablesForAnyHost(webhook: Naming, { env, ...compilers }: Compilers): Found[] {
  const bare = env.filter(({ hosts }) => hosts === null).map(({ name }) => name);
  if (bare.length === 0) return [];
  return namedByExpressions(webhook, { env, ...compilers }).flatMap(({ place, paths }) => {
    const name = bare.find((it) => paths.env.has(it));
    if (name === undefined && !paths.computesEnv) return [];
    return [{ place, message: needsPermission(name) }];
  });
}

function needsPermission(name: string | undefined): string {
  const what =
    name === undefined
      ? '$env with a name that is not written out may read variables that'
      : `$env("${name}")`;
  return `${what} may be sent to any host, and you may not use such variables. Ask for the permission "Use environment variables in webhooks", or for somebody who has it; a developer can tie the variable to hosts in expressions.env of the configuration`;
}
