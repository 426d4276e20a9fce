import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle, Pencil } from '@strapi/icons';

import type { ImportResult } from '../../../../server/src/contracts/transfer';
import { Mark, type Shape, type Tone } from '../../components/marks/Mark';
import { useText } from '../../translations/use-text';
import { TransferItem } from './TransferItem';

const MARKS: Record<ImportResult['action'], { shape: Shape; tone: Tone }> = {
  create: { shape: CheckCircle, tone: 'success' },
  update: { shape: Pencil, tone: 'primary' },
  unchanged: { shape: MinusCircle, tone: 'neutral' },
  invalid: { shape: CrossCircle, tone: 'danger' },
};

/** The planned changes of an import, for each webhook. */
export function ImportResults({ results }: { results: ImportResult[] }) {
  const text = useText();
  if (results.length === 0) return <Typography>{text('transfer.import.empty')}</Typography>;

  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {results.map((result) => (
        <TransferItem
          key={result.index}
          name={result.name ?? text('transfer.import.nameless', { number: result.index + 1 })}
          mark={<Mark {...MARKS[result.action]}>{text(`transfer.action.${result.action}`)}</Mark>}
          errors={result.errors}
          notices={result.notices}
          notes={result.changes.map(({ attribute, old, new: next }) =>
            text('transfer.change', { attribute, old: shown(old), new: shown(next) }),
          )}
        />
      ))}
    </Flex>
  );
}

const LONGEST = 120;

function shown(value: unknown): string {
  const words = typeof value === 'string' ? value : JSON.stringify(value ?? null);
  return words.length > LONGEST ? `${words.slice(0, LONGEST)}…` : words;
}
