import {
  actionCall,
  type WriteAction,
} from '../../../../server/src/capture/document-service/document-action';
import { netEffect, type Resolved } from '../../../../server/src/capture/write-scope/net-effect';
import type { RowIdentity } from '../../../../server/src/capture/query-engine/row-identity';

type Status = RowIdentity['status'];

const row = (id: number, status: Status, more: Partial<RowIdentity> = {}): RowIdentity => ({
  id,
  documentId: 'one',
  locale: 'en',
  status,
  ...more,
});

/** `create 1 draft` or `update 2 published by publish`, in the order in which they happened. */
function effect(writes: string[], left: RowIdentity[], more: Partial<RowIdentity> = {}): string[] {
  const actions = new Map<string, Resolved['action']>();
  const parsed = writes.map((text, at): Resolved => {
    const [kind, id, status, by, published] = text.replace(' by', '').split(' ');
    if (by && !actions.has(by)) {
      const params = { documentId: 'one', ...(published ? { status: published } : {}) };
      actions.set(by, actionCall('type', by as WriteAction, params));
    }
    return {
      kind: kind as Resolved['kind'],
      id: Number(id),
      identity: row(Number(id), status === 'null' ? null : (status as Status), more),
      action: actions.get(by ?? '') ?? null,
      at,
      newDocument: false,
    };
  });
  const changes = netEffect(parsed, new Map(left.map((it) => [it.id, it])));
  return changes
    .sort((a, b) => a.at - b.at)
    .map(({ event, row: { id, status } }) => `${event} ${String(id)} ${String(status)}`);
}

test.each<[string, string[], RowIdentity[], string[]]>([
  ['a create', ['create 1 draft by create'], [row(1, 'draft')], ['entry.create 1 draft']],
  [
    'a create and its publication',
    ['create 1 draft by create', 'create 2 published by create published'],
    [row(1, 'draft'), row(2, 'published')],
    ['entry.create 1 draft', 'entry.publish 2 published'],
  ],
  ['an update', ['update 1 draft by update'], [row(1, 'draft')], ['entry.update 1 draft']],
  [
    'an update of what was not there',
    ['create 1 draft by update'],
    [row(1, 'draft')],
    ['entry.create 1 draft'],
  ],
  [
    'a publication that replaces',
    ['delete 2 published by publish', 'create 3 published by publish'],
    [row(3, 'published')],
    ['entry.publish 3 published'],
  ],
  [
    'a publication without a draft',
    ['delete 2 published by publish'],
    [],
    ['entry.delete 2 published'],
  ],
  ['an unpublication', ['delete 2 published by unpublish'], [], ['entry.unpublish 2 published']],
  [
    'a draft that is discarded and was never published',
    ['delete 1 draft by discardDraft'],
    [],
    ['entry.delete 1 draft'],
  ],
  [
    'a delete of both versions',
    ['delete 1 draft by delete', 'delete 2 published by delete'],
    [],
    ['entry.delete 2 published'],
  ],
  [
    'a soft delete instead of the action',
    ['update 1 draft by delete'],
    [row(1, 'draft')],
    ['entry.update 1 draft'],
  ],
  [
    'a publication on hold',
    ['update 1 draft by publish'],
    [row(1, 'draft')],
    ['entry.update 1 draft'],
  ],
  [
    'a hook on the row of the action',
    ['update 1 draft by update', 'update 1 draft'],
    [row(1, 'draft')],
    ['entry.update 1 draft'],
  ],
  [
    'a hook on the other version',
    ['create 2 published by publish', 'update 1 draft'],
    [row(1, 'draft'), row(2, 'published')],
    ['entry.publish 2 published', 'entry.update 1 draft'],
  ],
  [
    'a hook that deletes what the action updates',
    ['update 1 draft by update', 'delete 1 draft'],
    [],
    ['entry.delete 1 draft'],
  ],
  ['what comes and goes', ['create 1 draft by create', 'delete 1 draft'], [], []],
  [
    'a hook that publishes what is created',
    ['create 1 draft by create', 'create 2 published by publish'],
    [row(1, 'draft'), row(2, 'published')],
    ['entry.create 1 draft', 'entry.publish 2 published'],
  ],
  [
    'rows of both versions by a query',
    ['update 1 draft', 'update 2 published'],
    [row(1, 'draft'), row(2, 'published')],
    ['entry.update 2 published'],
  ],
  [
    'a row that a query replaces',
    ['delete 1 draft', 'create 3 draft'],
    [row(3, 'draft')],
    ['entry.update 3 draft'],
  ],
  ['a create that was rolled back', ['create 1 draft by create'], [], []],
])('%s', (_name, writes, left, told) => {
  expect(effect(writes, left)).toEqual(told);
});

test('an action names nothing of another document', () => {
  const other = { documentId: 'other' };
  expect(effect(['delete 9 draft by delete'], [], other)).toEqual(['entry.delete 9 draft']);
  expect(effect(['update 9 draft by publish'], [row(9, 'draft', other)], other)).toEqual([
    'entry.update 9 draft',
  ]);
});
