import { createRunner } from '../../../server/src/expressions/evaluation/run-job';
import type { TextTemplate } from '../../../server/src/expressions/templates/interpolate';
import { ExpressionError } from '../../../server/src/expressions/expression-error';

const run = createRunner();

/** Renders a text with `{{ }}` as the relay does, but in this thread. */
export async function render(
  { tasks, assemble }: TextTemplate,
  context: object,
  env: Record<string, string> = {},
): Promise<string> {
  const { values, failure } = await run({
    tasks,
    context: JSON.stringify(context),
    env: { allowed: Object.keys(env), values: env },
    limit: { ms: 10_000, setting: 'the test' },
  });
  if (failure) throw new ExpressionError(failure.kind, failure.message);
  return assemble(values as string[]);
}
