import { TextButton } from '@strapi/design-system';

import type { FieldErrors } from '../../api/field-errors';
import { FieldLabel } from './FieldLabel';
import { focusSoon } from './focus-field';

interface ErrorListProps {
  errors: FieldErrors;
  /** Called before the focus moves, to show the container of the fields. */
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
              focusSoon(path);
            }}
          >
            <FieldLabel path={path} />: {message}
          </TextButton>
        </li>
      ))}
    </ul>
  );
}
