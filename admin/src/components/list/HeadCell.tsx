import { Th, Typography, VisuallyHidden } from '@strapi/design-system';

interface HeadCellProps {
  label: string;
  /** For a column whose content speaks for itself to the eye, as buttons do. */
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
