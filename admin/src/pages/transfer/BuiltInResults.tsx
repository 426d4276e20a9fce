import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle } from '@strapi/icons';

import type { BuiltInResult } from '../../../../server/src/contracts/transfer';
import { Mark, type Shape, type Tone } from '../../components/Mark';
import { useText } from '../../translations/use-text';

const MARKS: Record<BuiltInResult['action'], { shape: Shape; tone: Tone }> = {
  import: { shape: CheckCircle, tone: 'success' },
  'imported-before': { shape: MinusCircle, tone: 'neutral' },
  skip: { shape: CrossCircle, tone: 'danger' },
};

/** What becomes of each built-in webhook, and what of it has no place here. */
export function BuiltInResults({ results }: { results: BuiltInResult[] }) {
  const text = useText();
  if (results.length === 0) return <Typography>{text('transfer.builtIn.none')}</Typography>;

  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {results.map((result) => (
        <Box tag="li" key={result.id}>
          <Flex justifyContent="space-between" gap={4}>
            <Typography fontWeight="semiBold" ellipsis>
              {result.name}
            </Typography>
            <Mark {...MARKS[result.action]}>{text(`transfer.builtIn.${result.action}`)}</Mark>
          </Flex>
          {result.leftOut.map(({ what, reason }) => (
            <Typography key={what} tag="p" variant="pi" textColor="neutral600">
              {text('transfer.builtIn.leftOut', { what, reason })}
            </Typography>
          ))}
          {result.errors.map(({ path, message }) => (
            <Typography key={path.join('.')} tag="p" variant="pi" textColor="danger600">
              {[path.join('.'), message].filter(Boolean).join(': ')}
            </Typography>
          ))}
        </Box>
      ))}
    </Flex>
  );
}
