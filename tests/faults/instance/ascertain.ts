import type { Core } from '@strapi/strapi';

import { documentsOf, QUOTATION } from '../../support/documents';
import type { Write } from '../support/protocol';

export function quotationOf(value: string) {
  return { name: value, customer: value };
}

/** Which of these writes are in the database; each the last one to its document. */
export async function ascertain(strapi: Core.Strapi, writes: Write[]): Promise<string[]> {
  const quotations = documentsOf(strapi, QUOTATION);
  const found: string[] = [];
  for (const { value, documentId } of writes) {
    const entry =
      documentId === null
        ? await quotations.findFirst({ filters: { name: value } })
        : await quotations.findOne({ documentId });
    if (entry?.['customer'] === value) found.push(value);
  }
  return found;
}
