import { Th, Typography, VisuallyHidden } from '@strapi/design-system';

interface HeadCellProps {
  label: string;
  /** Hides the label visually, for a column such as buttons. */
  hidden?: boolean;
}

/** The design system gives header cells the role of a plain cell: put theirs back. */
export function HeadCell({ label, hidden = false, ...cell }: HeadCellProps) {
  return (
    <Th {...cell} role="columnheader" scope="col">
      {hidden ? (
        <VisuallyHidden>{label}</VisuallyHidden>
      ) : (
        <Typography variant="sigma" textColor="neutral600">
          {label}
        </Typography>
      )}
    </Th>
  );
}
