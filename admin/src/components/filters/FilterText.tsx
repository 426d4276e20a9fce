import { Field, Typography } from '@strapi/design-system';
import { useEffect, useState, type HTMLAttributes } from 'react';

import { useText } from '../../translations/use-text';
import { MomentBox } from '../time/moment-box';

const PAUSE_MS = 400;

interface FilterTextProps {
  label: string;
  value: string;
  type?: 'text' | 'datetime-local';
  inputMode?: HTMLAttributes<HTMLInputElement>['inputMode'];
  onChange: (value: string) => void;
}

/** A text that narrows a list, once typing pauses. */
export function FilterText({ label, value, type = 'text', inputMode, onChange }: FilterTextProps) {
  const text = useText();
  const [typed, setTyped] = useState(value);

  // Cleared or changed from outside, as by "clear filters" or going back.
  const [seen, setSeen] = useState(value);
  if (seen !== value) {
    setSeen(value);
    // The typed text may end in a space, before the next word.
    if (typed.trim() !== value) setTyped(value);
  }

  useEffect(() => {
    if (typed.trim() === value) return undefined;
    const timer = setTimeout(() => onChange(typed.trim()), PAUSE_MS);
    return () => clearTimeout(timer);
    // `onChange` is new on each render, which must not put the pause off.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [typed, value]);

  return (
    <MomentBox>
      <Field.Input
        size="S"
        style={{ minWidth: 0 }}
        type={type}
        inputMode={inputMode}
        aria-label={label}
        placeholder={label}
        title={type === 'datetime-local' ? text('filter.localTime', { filter: label }) : undefined}
        startAction={
          type === 'datetime-local' ? (
            <Typography aria-hidden variant="pi" textColor="neutral600">
              {label}
            </Typography>
          ) : undefined
        }
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </MomentBox>
  );
}
