import type { Task } from '../../expressions/evaluation/evaluation-job';
import { type Evaluate, EvaluationFailure } from '../../expressions/evaluation/evaluator';
import { ExpressionError } from '../../expressions/expression-error';
import type { FinishedBody } from '../../expressions/templates/finish';
import { toTask, type TextTemplate } from '../../expressions/templates/interpolate';
import { parseUrl } from '../../network/parse-url';
import type { DeliveryRecord, FrozenBody } from '../../outbox/delivery';
import type { CompiledWebhook } from '../../webhooks/compiled/compiled-webhook';
import { tiedToHost } from './environment-problem';
import { renderPlain } from './render-body';
import { contextTextOf } from './render-input';
import { exceedsBytes } from '../../outbox/database/utf8-size';

/** What of a request depends on the document. */
export interface Rendered {
  body: FrozenBody;
  url: string;
  headers: { key: string; value: string }[];
}

/**
 * Renders the body, where it is not frozen yet, the URL and the headers, from the snapshot and the webhook's
 * present rule. All that is evaluated for it is one job: parts are evaluated in order, and the first that
 * fails is the last. Rejects where something does not render.
 */
export async function renderRequest(
  evaluate: Evaluate,
  webhook: CompiledWebhook,
  record: DeliveryRecord,
): Promise<Rendered> {
  const tasks = tasksOf(webhook, record);
  const all = [...tasks.body, ...tasks.url, ...tasks.headers.flat()];
  const values = await valuesOf(evaluate, { webhook, record, tasks: all });
  const take = (count: number) => values.splice(0, count);

  const [body] = take(tasks.body.length) as FinishedBody[];
  const url = take(tasks.url.length) as string[];
  const to = webhook.templates.url ? valid(webhook.templates.url.assemble(url)) : webhook.url;
  return {
    body: bodyOf(webhook, record, { rendered: body, url: to }),
    url: to,
    headers:
      webhook.templates.headers?.map(({ key, value }) => ({
        key,
        value: value.assemble(take(value.tasks.length) as string[]),
      })) ?? webhook.headers,
  };
}

interface Tasks {
  body: readonly Task[];
  url: readonly Task[];
  headers: (readonly Task[])[];
}

function tasksOf(
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

async function valuesOf(
  evaluate: Evaluate,
  { webhook, record, tasks }: { webhook: CompiledWebhook; record: DeliveryRecord; tasks: Task[] },
): Promise<unknown[]> {
  if (tasks.length === 0) return [];
  try {
    return await evaluate(tasks, contextTextOf(webhook, record));
  } catch (error) {
    throw withoutSecret(error, webhook, tasks.length);
  }
}

/** Of a secret header an error would quote what must not be shown. */
function withoutSecret(error: unknown, { templates }: CompiledWebhook, count: number): unknown {
  if (!(error instanceof EvaluationFailure) || error.kind === 'time') return error;
  const headers = templates.headers ?? [];
  let first = count - headers.reduce((sum, { value }) => sum + value.tasks.length, 0);
  for (const { key, value, secret } of headers) {
    const isHere = error.at >= first && error.at < first + value.tasks.length;
    if (isHere && secret) {
      return new ExpressionError(error.kind, `The secret of the header ${key} does not render`);
    }
    first += value.tasks.length;
  }
  return error;
}

function bodyOf(
  webhook: CompiledWebhook,
  record: DeliveryRecord,
  { rendered, url }: { rendered: FinishedBody | undefined; url: string },
): FrozenBody {
  if (record.body) return record.body;
  if (!rendered) return renderPlain(webhook, record);
  return tiedToHost(webhook, { body: withinLimits(webhook, rendered), url });
}

function valid(url: string): string {
  if (parseUrl(url)) return url;
  throw new Error(`What the URL renders to is no URL: ${url}`);
}

/** Throws where a body cannot be kept, or is larger than any may be: it would be sent again and again. */
export function withinLimits(
  { maxPayloadBytes }: Pick<CompiledWebhook, 'maxPayloadBytes'>,
  body: FrozenBody,
): FrozenBody {
  const { format, text } = body;
  if (text === null) return body;
  if (format === 'text' && text.includes('\0')) {
    throw new Error('The body holds the character NUL, which cannot be stored');
  }
  const bytes = exceedsBytes(maxPayloadBytes, text);
  if (bytes === null) return body;
  throw new Error(
    `The body has ${String(bytes)} bytes: more than delivery.maxPayloadBytes, ${String(maxPayloadBytes)}`,
  );
}
