import type { Task } from '../../expressions/evaluation/evaluation-job';
import { type Evaluate, EvaluationFailure } from '../../expressions/evaluation/evaluator';
import { ExpressionError } from '../../expressions/expression-error';
import type { FinishedBody } from '../../expressions/templates/finish';
import { toTask, type TextTemplate } from '../../expressions/templates/interpolate';
import { parseUrl } from '../../network/parse-url';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { bindToHost } from './environment-problem';
import { renderPlain, withinLimits, type Rendered } from './render-body';
import { renderContextText } from './render-input';

/**
 * Renders the body (unless it is frozen), the URL and the headers from the snapshot and the webhook's
 * current rules. All expressions are one job, evaluated in order; the first failure ends it. Rejects if a
 * part cannot be rendered.
 */
export async function renderRequest(
  evaluate: Evaluate,
  webhook: CompiledWebhook,
  record: DeliveryRecord,
): Promise<Rendered> {
  const tasks = listTasks(webhook, record);
  const all = [...tasks.body, ...tasks.url, ...tasks.headers.flat()];
  const values = await evaluateTasks(evaluate, { webhook, record, tasks: all });
  const takeValues = (count: number) => values.splice(0, count);

  const [body] = takeValues(tasks.body.length) as FinishedBody[];
  const url = takeValues(tasks.url.length) as string[];
  const to = webhook.templates.url ? assertUrl(webhook.templates.url.assemble(url)) : webhook.url;
  return {
    body: finishBody(webhook, record, { rendered: body, url: to }),
    url: to,
    headers:
      webhook.templates.headers?.map(({ key, value }) => ({
        key,
        value: value.assemble(takeValues(value.tasks.length) as string[]),
      })) ?? webhook.headers,
  };
}

interface Tasks {
  body: readonly Task[];
  url: readonly Task[];
  headers: (readonly Task[])[];
}

function listTasks(
  { templates, format, formArrays }: CompiledWebhook,
  { body }: DeliveryRecord,
): Tasks {
  const template = body ? null : templates.body;
  const tasks = (it: TextTemplate | null | undefined) => it?.tasks ?? [];
  return {
    body: template ? [toTask(template, format === 'form' ? `form-${formArrays}` : 'json')] : [],
    url: tasks(templates.url),
    headers: templates.headers?.map(({ value }) => tasks(value)) ?? [],
  };
}

async function evaluateTasks(
  evaluate: Evaluate,
  { webhook, record, tasks }: { webhook: CompiledWebhook; record: DeliveryRecord; tasks: Task[] },
): Promise<unknown[]> {
  if (tasks.length === 0) return [];
  try {
    return await evaluate(tasks, renderContextText(webhook, record));
  } catch (error) {
    throw withoutSecret(error, webhook, tasks.length);
  }
}

/** Replaces the error of a secret header, which could quote the secret. */
function withoutSecret(error: unknown, { templates }: CompiledWebhook, count: number): unknown {
  if (!(error instanceof EvaluationFailure) || error.kind === 'time') return error;
  const headers = templates.headers ?? [];
  let first = count - headers.reduce((sum, { value }) => sum + value.tasks.length, 0);
  for (const { key, value, secret } of headers) {
    const isHere = error.at >= first && error.at < first + value.tasks.length;
    if (isHere && secret) {
      return new ExpressionError(error.kind, `The secret of the header ${key} cannot be rendered`);
    }
    first += value.tasks.length;
  }
  return error;
}

function finishBody(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  { rendered, url }: { rendered: FinishedBody | undefined; url: string },
): FrozenBody {
  if (record.body) return record.body;
  if (!rendered) return renderPlain(webhook, record);
  return bindToHost(webhook, { body: withinLimits(webhook, rendered), url });
}

function assertUrl(url: string): string {
  if (parseUrl(url)) return url;
  throw new Error(`The rendered URL is invalid: ${url}`);
}
