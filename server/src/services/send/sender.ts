import type { Core } from '@strapi/strapi';

import type { SentDocument } from '../../contracts/send';
import type { DeliveryDetail } from '../../contracts/deliveries';
import type { SendBody, TestBody } from '../../validation/requests/preview-body';
import { createAdmission, type Requester } from '../access/requester';
import { sendDocuments } from './send-documents';
import { sendTest } from './send-test';
import { createTestQuota } from './test-quota';

/** Sends tests, and documents that a person selects. */
export function senderService({ strapi }: { strapi: Core.Strapi }) {
  const admit = createAdmission({ name: 'tests', code: 'DW_TOO_MANY_TESTS' });
  const countTest = createTestQuota(Date.now);

  return {
    /** Sends one test and waits for the response. Returns the test as the log shows it. */
    test: (documentId: string, body: TestBody, requester: Requester): Promise<DeliveryDetail> =>
      admit(requester, () => {
        countTest(requester.id);
        return sendTest(strapi, { documentId, body }, requester);
      }),

    /** Queues a delivery of the current state of each document. */
    send: (documentId: string, body: SendBody, requester: Requester): Promise<SentDocument[]> =>
      sendDocuments(strapi, { documentId, body }, requester),
  };
}
