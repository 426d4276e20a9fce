import type { App } from '../boot-strapi';

const WEBHOOKS = 'document_webhooks';
const LINKS = 'document_webhooks_cmps';
const COMPONENTS = [
  'components_document_webhooks_headers',
  'components_document_webhooks_field_mappings',
];

/** What is stored of webhooks, to tell whether a request changed anything. */
export interface Holdings {
  /** All webhooks, and how many components and deliveries there are. */
  all: string;
  webhookIds: string[];
  /** Components that belong to no webhook, or are wanted by one and missing. */
  strays: number;
}

export async function holdingsOf({ strapi }: App): Promise<Holdings> {
  const { connection } = strapi.db;
  const webhooks = (await connection(WEBHOOKS).orderBy('id')) as { document_id: string }[];
  const counts: number[] = [];
  for (const table of [LINKS, ...COMPONENTS, 'document_webhooks_deliveries']) {
    const rows = await connection(table).count<{ total: number | string }[]>({ total: '*' });
    counts.push(Number(rows[0]?.total));
  }
  const [links = 0, headers = 0, mappings = 0] = counts;
  return {
    all: JSON.stringify([webhooks, counts]),
    webhookIds: webhooks.map((it) => it.document_id),
    strays: links - headers - mappings,
  };
}
