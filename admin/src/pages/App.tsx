import { Page } from '@strapi/strapi/admin';
import type { ReactElement } from 'react';
import { Navigate, Route, Routes } from 'react-router-dom';

import { paths } from '../paths';
import { usePermissions } from '../permissions';
import { DeliveriesPage } from './DeliveriesPage';
import { ShownSecretProvider } from '../webhooks/signing/ShownSecretProvider';
import { WebhookCreatePage } from './WebhookCreatePage';
import { WebhookEditPage } from './WebhookEditPage';
import { WebhookListPage } from './WebhookListPage';

/** The pages below `/plugins/document-webhooks`, each behind the permission it needs. */
export function App() {
  const { isLoading, webhooks, deliveries } = usePermissions();
  if (isLoading) return <Page.Loading />;

  const allowed = (permitted: boolean, page: ReactElement) =>
    permitted ? page : <Page.NoPermissions />;
  const home =
    !webhooks.read && deliveries.read ? (
      <Navigate to={paths.deliveries} replace />
    ) : (
      allowed(webhooks.read, <WebhookListPage />)
    );

  return (
    <ShownSecretProvider>
      <Routes>
        <Route index element={home} />
        <Route path="webhooks" element={<Navigate to={paths.webhooks} replace />} />
        <Route
          path="webhooks/create"
          element={allowed(webhooks.create && webhooks.read, <WebhookCreatePage />)}
        />
        <Route path="webhooks/:documentId" element={allowed(webhooks.read, <WebhookEditPage />)} />
        <Route path="deliveries/:id?" element={allowed(deliveries.read, <DeliveriesPage />)} />
        <Route path="*" element={<Page.NoData />} />
      </Routes>
    </ShownSecretProvider>
  );
}
