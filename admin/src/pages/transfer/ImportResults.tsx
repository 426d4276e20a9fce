import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle, Pencil } from '@strapi/icons';

import type { AttributeChange, ImportResult } from '../../../../server/src/contracts/transfer';
import { Mark, type Shape, type Tone } from '../../components/Mark';
import { useText } from '../../translations/use-text';

const MARKS: Record<ImportResult['action'], { shape: Shape; tone: Tone }> = {
  create: { shape: CheckCircle, tone: 'success' },
  update: { shape: Pencil, tone: 'primary' },
  unchanged: { shape: MinusCircle, tone: 'neutral' },
  invalid: { shape: CrossCircle, tone: 'danger' },
};

/** What an import would do, webhook by webhook. */
export function ImportResults({ results }: { results: ImportResult[] }) {
  const text = useText();
  if (results.length === 0) return <Typography>{text('transfer.import.empty')}</Typography>;

  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {results.map((result) => (
        <Box tag="li" key={result.index}>
          <Flex justifyContent="space-between" gap={4}>
            <Typography fontWeight="semiBold" ellipsis>
              {result.name ?? text('transfer.import.nameless', { number: result.index + 1 })}
            </Typography>
            <Mark {...MARKS[result.action]}>{text(`transfer.action.${result.action}`)}</Mark>
          </Flex>
          {result.changes.map((change) => (
            <Change key={change.attribute} change={change} />
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

function Change({ change }: { change: AttributeChange }) {
  const text = useText();
  return (
    <Typography tag="p" variant="pi" textColor="neutral600" style={{ overflowWrap: 'anywhere' }}>
      {text('transfer.change', {
        attribute: change.attribute,
        old: shown(change.old),
        new: shown(change.new),
      })}
    </Typography>
  );
}

const LONGEST = 120;

function shown(value: unknown): string {
  const words = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
