import type { DocumentEvent } from '../contracts/webhook-choices';

const ALWAYS: readonly DocumentEvent[] = ['entry.create', 'entry.update', 'entry.delete'];
const WITH_DRAFTS: readonly DocumentEvent[] = [
  ...ALWAYS,
  'entry.publish',
  'entry.unpublish',
  'entry.draft-discard',
];

/** The events that documents of a type can come to. */
export function eventsByType(draftAndPublish: boolean): readonly DocumentEvent[] {
  return draftAndPublish ? WITH_DRAFTS : ALWAYS;
}
