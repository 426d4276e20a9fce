import { TextButton } from '@strapi/design-system';
import { useEffect, useRef } from 'react';

import { Notice } from '../../../components/Notice';
import { isTextKey, useText } from '../../../translations/use-text';
import { useFormErrors } from './form-errors';

/** How many fields the server (or the form) refused, each a way to its field. */
export function ErrorSummary({ attempt }: { attempt: number }) {
  const text = useText();
  const { errors } = useFormErrors();
  const box = useRef<HTMLDivElement>(null);
  const entries = Object.entries(errors);

  // Once a refused attempt to save, not whenever an error goes away.
  useEffect(() => {
    if (attempt > 0) box.current?.focus();
  }, [attempt]);

  if (entries.length === 0) return null;
  return (
    <div ref={box} tabIndex={-1}>
      <Notice tone="danger" title={text('form.errors', { count: entries.length })}>
        <ul>
          {entries.map(([path, message]) => (
            <li key={path}>
              <TextButton onClick={() => focusField(path)}>
                <Label path={path} />: {message}
              </TextButton>
            </li>
          ))}
        </ul>
      </Notice>
    </div>
  );
}

/** "Body fields, row 2" for `mapping.1.fieldname`. */
function Label({ path }: { path: string }) {
  const text = useText();
  const [root = '', index] = path.split('.');
  const key = `form.${root}`;
  const label = isTextKey(key) ? text(key) : root;
  const isRow = (root === 'mapping' || root === 'headers') && index !== undefined;
  return <>{isRow ? text('form.labelAndRow', { label, row: Number(index) + 1 }) : label}</>;
}

/** The control of the path, or of the nearest attribute above it that has one. */
function focusField(path: string): void {
  const parts = path.split('.');
  while (parts.length > 0) {
    const control = controlOf(parts.join('.'));
    if (control) {
      control.focus();
      return;
    }
    parts.pop();
  }
}

/** A select of the design system bears no id of its own: it is known by its label's. */
function controlOf(path: string): HTMLElement | null {
  return (
    document.getElementById(path) ??
    document.querySelector<HTMLElement>(`[aria-labelledby="${path}-label"]`)
  );
}
