import { compileMapping, compileQuery, type Renderer } from '../mapping/compile';
import { isContextPath } from '../mapping/event-context';
import { treeOf, type PathTree } from '../schema/path-tree';
import type { StoredWebhook } from './webhook-entry';

/** A webhook as the pipeline uses it: read once, with what its mapping compiles to. */
export interface WebhookInForce extends StoredWebhook {
  /** The document's paths that the mapping names. */
  named: PathTree;
  renderFields: Renderer;
  /** Whether one document's deliveries leave one at a time; a call for many documents has no such order. */
  ordered: boolean;
  /** Whether a delivery can be rendered, and leave, before it is stored and its sequence known. */
  leavesAtBirth: boolean;
}

/** A timeout stored before `relay.leaseMs` was lowered is cut to what a lease outlasts. */
export function inForce(webhook: StoredWebhook, longestTimeoutMs = Infinity): WebhookInForce {
  if (!Array.isArray(webhook.contentTypes) || !Array.isArray(webhook.events)) {
    throw new Error('contentTypes and events must be lists');
  }
  const fieldnames =
    webhook.payload === 'fields' ? webhook.mapping.map((row) => row.fieldname) : [];
  const paths = fieldnames.filter((it) => !isContextPath(it)).map((it) => it.split('.'));
  // `GET` has no body: its mapped fields go into the query string.
  const compile = webhook.method === 'GET' ? compileQuery : compileMapping;
  return {
    ...webhook,
    timeoutMs: Math.min(webhook.timeoutMs, longestTimeoutMs),
    named: treeOf(paths),
    renderFields: compile(webhook.mapping),
    ordered: webhook.ordering === 'document' && webhook.coalesceScope === 'document',
    leavesAtBirth:
      webhook.coalesceSeconds === 0 &&
      webhook.coalesceScope === 'document' &&
      webhook.rateLimit === null &&
      !fieldnames.includes('$sequence'),
  };
}
