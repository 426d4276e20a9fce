import { Box, LinkButton } from '@strapi/design-system';
import { Page } from '@strapi/strapi/admin';
import { NavLink } from 'react-router-dom';

import { Nothing } from '../../components/list/Nothing';
import { paths } from '../../paths';
import { useText } from '../../translations/use-text';

/** An address that leads to no webhook: deleted, or mistyped. */
export function WebhookMissing() {
  const text = useText();
  return (
    <Page.Main aria-labelledby="webhook-missing">
      <Page.Title>{text('webhooks.title')}</Page.Title>
      <Box padding={8} id="webhook-missing">
        <Nothing
          content={text('webhooks.missing')}
          action={
            <LinkButton tag={NavLink} variant="secondary" to={paths.webhooks}>
              {text('webhooks.missing.back')}
            </LinkButton>
          }
        />
      </Box>
    </Page.Main>
  );
}
