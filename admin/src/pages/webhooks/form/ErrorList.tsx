import { TextButton } from '@strapi/design-system';

import { isTextKey, useText } from '../../../translations/use-text';
import type { FieldErrors } from './form-errors';

const ROWS = ['headers', 'mapping', 'watchedFields'];

interface ErrorListProps {
  errors: FieldErrors;
  /** Before the focus moves: what holds the fields may have to show first. */
  onGo?: () => void;
}

/** Errors by their fields, each a way to its field. */
export function ErrorList({ errors, onGo }: ErrorListProps) {
  return (
    <ul>
      {Object.entries(errors).map(([path, message]) => (
        <li key={path}>
          <TextButton
            style={{ textAlign: 'start' }}
            onClick={() => {
              onGo?.();
              // Once what `onGo` shows is there.
              setTimeout(() => focusField(path));
            }}
          >
            <Label path={path} />: {message}
          </TextButton>
        </li>
      ))}
    </ul>
  );
}

/** "Body fields, row 2" for `mapping.1.fieldname`. */
function Label({ path }: { path: string }) {
  const text = useText();
  const [root = '', index] = path.split('.');
  const key = `form.${root}`;
  const label = isTextKey(key) ? text(key) : root;
  const isRow = ROWS.includes(root) && index !== undefined;
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
