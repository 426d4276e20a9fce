import { TextButton } from '@strapi/design-system';

import { FieldLabel } from './FieldLabel';
import type { FieldErrors } from '../../../api/field-errors';

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
            <FieldLabel path={path} />: {message}
          </TextButton>
        </li>
      ))}
    </ul>
  );
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
