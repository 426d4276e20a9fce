import { Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { Notice } from '../../components/list/Notice';
import { useText } from '../../translations/use-text';
import type { heldBy } from './attention';

/** The webhooks on hold because a secret is missing or a rule is invalid, with the reasons. */
export function HeldNotice({ held }: { held: ReturnType<typeof heldBy> }) {
  const text = useText();
  const { formatList } = useIntl();
  const count = held.reduce((sum, { names }) => sum + names.length, 0);
  if (count === 0) return null;

  return (
    <Notice tone="danger" title={text('webhooks.held', { count })}>
      {held.map(({ problem, names }) => (
        <Typography key={problem} tag="p" textColor="neutral800">
          {text('webhooks.held.why', { names: formatList(names), problem })}
        </Typography>
      ))}
    </Notice>
  );
}
