import { EmptyStateLayout } from '@strapi/design-system';
import { EmptyDocuments } from '@strapi/icons/symbols';
import type { ReactNode } from 'react';

/** In the place of what is not there: a sentence, and perhaps what to do about it. */
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
