import { QUOTATION, type Entry } from './documents';
import type { Scene } from './scene';

/** One quotation for a test file. */
export interface Quotation extends Entry {
  save(customer?: string): Promise<void>;
}

export function useQuotation(scene: Scene): Quotation {
  const quotation = {
    async save(customer = 'Acme') {
      const { documentId } = quotation;
      await scene.app.documents(QUOTATION).update({ documentId, data: { customer } });
    },
  } as Quotation;

  beforeAll(async () => {
    const created = await scene.app.documents(QUOTATION).create({ data: { name: 'QTN-00001' } });
    Object.assign(quotation, created);
  });
  return quotation;
}
