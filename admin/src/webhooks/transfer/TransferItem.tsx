import { Box, Flex, Typography } from '@strapi/design-system';
import type { ReactNode } from 'react';

import type { FieldError } from '../../../../server/src/contracts/envelope';
import type { TransferNotice } from '../../../../server/src/contracts/transfer';
import { FieldLabel } from '../../components/form/FieldLabel';

interface TransferItemProps {
  name: string;
  mark: ReactNode;
  errors: FieldError[];
  /** Remaining steps, such as entering secrets again. */
  notices: TransferNotice[];
  /** Further details, one per line. */
  notes: string[];
}

/** One webhook in a list of results, real or planned. */
export function TransferItem({ name, mark, errors, notices, notes }: TransferItemProps) {
  return (
    <Box tag="li">
      <Flex justifyContent="space-between" gap={4}>
        <Typography fontWeight="semiBold" title={name} ellipsis>
          {name}
        </Typography>
        {mark}
      </Flex>
      {notes.map((note) => (
        <Typography
          key={note}
          tag="p"
          variant="pi"
          textColor="neutral600"
          style={{ overflowWrap: 'anywhere' }}
        >
          {note}
        </Typography>
      ))}
      {notices.map(({ path, message }) => (
        <Typography key={path.join('.')} tag="p" variant="pi" textColor="neutral800">
          <FieldLabel path={path.join('.')} />: {message}
        </Typography>
      ))}
      {errors.map(({ path, message }) => (
        <Typography key={path.join('.')} tag="p" variant="pi" textColor="danger600">
          {[path.join('.'), message].filter(Boolean).join(': ')}
        </Typography>
      ))}
    </Box>
  );
}
