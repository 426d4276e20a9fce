import { Flex, Typography } from '@strapi/design-system';
import { CheckCircle, CrossCircle, MinusCircle } from '@strapi/icons';

import type { BuiltInResult } from '../../../../server/src/contracts/transfer';
import { Mark, type Shape, type Tone } from '../../components/marks/Mark';
import { useText } from '../../translations/use-text';
import { TransferItem } from './TransferItem';

const MARKS: Record<BuiltInResult['action'], { shape: Shape; tone: Tone }> = {
  import: { shape: CheckCircle, tone: 'success' },
  'imported-before': { shape: MinusCircle, tone: 'neutral' },
  skip: { shape: CrossCircle, tone: 'danger' },
};

/** The result for each built-in webhook, and the parts that cannot be copied. */
export function BuiltInResults({ results }: { results: BuiltInResult[] }) {
  const text = useText();
  if (results.length === 0) return <Typography>{text('transfer.builtIn.none')}</Typography>;

  return (
    <Flex tag="ul" direction="column" alignItems="stretch" gap={3}>
      {results.map((result, index) => (
        <TransferItem
          key={`${result.id} ${String(index)}`}
          name={result.name}
          mark={<Mark {...MARKS[result.action]}>{text(`transfer.builtIn.${result.action}`)}</Mark>}
          errors={result.errors}
          notices={result.notices}
          notes={result.leftOut.map(({ what, reason }) =>
            text('transfer.builtIn.leftOut', { what, reason }),
          )}
        />
      ))}
    </Flex>
  );
}
