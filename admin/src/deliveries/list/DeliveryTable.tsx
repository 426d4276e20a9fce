import { Table, Tbody, Thead, Tr } from '@strapi/design-system';

import type { Delivery } from '../../../../server/src/contracts/deliveries';
import { HeadCell } from '../../components/list/HeadCell';
import { useText } from '../../translations/use-text';
import { DeliveryTableRow } from './DeliveryRow';

interface DeliveryTableProps {
  deliveries: Delivery[];
  openId: string | undefined;
}

/** With a delivery open beside it, the table is narrow: webhook and time move below the event. */
export function DeliveryTable({ deliveries, openId }: DeliveryTableProps) {
  const text = useText();
  const narrow = openId !== undefined;
  return (
    <Table
      colCount={narrow ? 2 : 4}
      rowCount={deliveries.length + 1}
      aria-label={text('deliveries.title')}
    >
      <Thead>
        <Tr>
          <HeadCell label={text('deliveries.column.status')} />
          <HeadCell label={text('deliveries.column.what')} />
          {!narrow && <HeadCell label={text('deliveries.column.webhook')} />}
          {!narrow && <HeadCell label={text('deliveries.column.at')} />}
        </Tr>
      </Thead>
      <Tbody>
        {deliveries.map((delivery) => (
          <DeliveryTableRow
            key={delivery.id}
            delivery={delivery}
            others={deliveries}
            narrow={narrow}
            open={delivery.id === openId}
          />
        ))}
      </Tbody>
    </Table>
  );
}
