import { Blocker, useForm } from '@strapi/strapi/admin';
import { useEffect } from 'react';

import { useFormState } from './state/form-state';
import { isModified } from './state/form-store';

/** All that Strapi's form knows of this one: whether something is typed and not saved. */
export const UNTOUCHED = { modified: false };

/** Asks before what is typed is lost. */
export function UnsavedChanges() {
  const modified = useFormState(isModified);
  const onChange = useForm('UnsavedChanges', (form) => form.onChange);
  useEffect(() => onChange('modified', modified), [modified, onChange]);
  return <Blocker />;
}
