import { createContext, useContext } from 'react';

import type { PreviewWebhook } from '../../../../../server/src/contracts/preview';
import type { TestResult } from '../../../../../server/src/contracts/send';

type Previewed = PreviewWebhook.Request['body'];

/** The event that the preview shows now. */
export type TestTarget = Omit<Previewed, 'webhook'>;

export interface WebhookTest {
  /** documentId of the saved webhook. */
  webhookId: string;
  /** Null while the preview shows nothing that can be sent. */
  target: TestTarget | null;
  show: (target: TestTarget | null) => void;
  /** Sends the target, with what is typed in the form. */
  send: () => Promise<void>;
  isSending: boolean;
  /** The last test's; undefined before the first one. */
  result: TestResult | undefined;
  error: unknown;
}

/** Null where nobody can send a test: for lack of rights, or of a saved webhook. */
export const WebhookTestContext = createContext<WebhookTest | null>(null);

export const useWebhookTest = () => useContext(WebhookTestContext);
