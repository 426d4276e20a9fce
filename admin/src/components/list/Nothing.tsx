import { EmptyStateLayout } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { ReactNode } from 'react';

/** Replaces missing content: a sentence and an optional action. */
export function Nothing({ content, action }: { content: string; action?: ReactNode }) {
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" />}
      content={content}
      action={action}
      hasRadius
      shadow="tableShadow"
    />
  );
}
