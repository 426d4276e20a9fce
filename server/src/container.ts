import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';

import type { Core } from '@strapi/strapi';

import { createDocumentMiddleware } from './capture/document-service/document-middleware';
import { captureQueries } from './capture/query-engine/wrap-queries';
import { createUnitsOfWork } from './capture/write-scope/unit-of-work';
import {
  createDocumentReader,
  type CaptureParts,
  type DocumentReader,
} from './capture/capture-parts';
import { LOOPBACK, readConfig, type PluginConfig } from './config';
import type { WebhookProblem } from './contracts/webhook';
import { createEvaluator, type Evaluator } from './expressions/evaluation/evaluator';
import { createRedact, type Redact } from './expressions/redaction/redact';
import { workerFile } from './expressions/evaluation/worker-file';
import { logOf } from './log';
import { resolveHost } from './network/resolve-host';
import { createBacklogMonitor, type BacklogMonitor } from './relay/maintenance/backlog-monitor';
import { createRelay, type Relay } from './relay/relay';
import { createTestSender, type TestSender } from './relay/test-sender';
import { createPruner, type Pruner } from './relay/maintenance/pruner';
import { createHttpSender } from './relay/http/http-sender';
import { createCipher, type Cipher } from './secrets/cipher';
import { deleteAbandonedSecrets, deleteExpiredSecrets } from './secrets/secret-rows';
import { checkWithHosts, createLookUpHosts } from './validation/look-up-hosts';
import { createCatalogue, type Catalogue } from './validation/references/catalogue';
import { createCompilers } from './validation/attributes/expressions';
import { createProblemFinder } from './validation/references/webhook-problems';
import {
  createCheckWebhook,
  asThrowing,
  type CheckWebhook,
  type ValidateWebhook,
} from './validation/validate-webhook';
import { changeState } from './webhooks/stored/change-state';
import { declareWebhooks } from './webhooks/sync/declare-webhooks';
import { createPace, type Pace } from './webhooks/pace';
import { createRegistry, type WebhookRegistry } from './webhooks/registry/registry';
import { warnOfMissing } from './webhooks/compiled/missing-variables';
import { warnOfHeld } from './webhooks/registry/warn-of-held';
import { warnOfProblems } from './webhooks/registry/warn-of-problems';
import { createChangePoller } from './webhooks/registry/change-poller';
import type { StoredWebhook } from './webhooks/stored/stored-webhook';
import { createWebhookMiddleware } from './webhooks/write/webhook-middleware';
import { redactedLog } from './services/log/redacted-log';

/** The parts of the plugin for one Strapi instance. */
export interface Container {
  config: PluginConfig;
  /** Encrypts secrets. */
  cipher: Cipher;
  /** Content types and fields that webhooks can name. */
  catalogue: Catalogue;
  registry: WebhookRegistry;
  entries: DocumentReader;
  capture: CaptureParts;
  relay: Relay;
  testSender: TestSender;
  retention: Pruner;
  backlogWatch: BacklogMonitor;
  /** Returns all problems of a webhook's attributes instead of throwing them. */
  check: CheckWebhook;
  checkWithHosts: (urls: unknown[]) => Promise<CheckWebhook>;
  validate: ValidateWebhook;
  /** Resolves the hosts of these URLs and returns a validation that uses the result. */
  validateWithHosts: (urls: unknown[]) => Promise<ValidateWebhook>;
  /** Fields that a webhook names and that its content types no longer have. */
  webhookProblems: (webhook: StoredWebhook) => WebhookProblem[];
  /** Masks values of environment variables that expressions can read. */
  redact: Redact;
  /** For what people have compiled. */
  pace: Pace;
  /** Evaluates expressions in worker threads. */
  evaluator: Evaluator;
  /** Registers capture and validation with the Document Service and the database, and starts the relay. */
  start(): Promise<void>;
  stop(): Promise<void>;
}

type DocumentMiddleware = Parameters<Core.Strapi['documents']['use']>[0];

const pipelines = new WeakMap<Core.Strapi, Container>();

export function containerOf(strapi: Core.Strapi): Container {
  const existing = pipelines.get(strapi);
  if (existing) return existing;
  const pipeline = compose(strapi);
  pipelines.set(strapi, pipeline);
  return pipeline;
}

function compose(strapi: Core.Strapi): Container {
  const config = readConfig(strapi);
  const catalogue = createCatalogue(strapi);
  const cipher = createCipher(strapi);
  const registry = createRegistry(strapi, config, cipher);
  const entries = createDocumentReader(strapi, config.delivery);
  const sender = createHttpSender(config.network);
  const redact = createRedact();
  const variables = config.expressions.env.map(({ name }) => name);
  const plainLog = logOf(strapi);
  const log = redactedLog(plainLog, (text) => redact(text, { masks: registry.masks(), variables }));
  const evaluator = createEvaluator({
    file: workerFile(),
    log,
  });
  const relay = createRelay({
    connection: strapi.db.connection,
    registry,
    config,
    send: sender.send,
    evaluate: evaluator.forRelay,
    redact,
    owner: `${hostname()}:${String(process.pid)}:${randomUUID().slice(0, 8)}`,
    now: Date.now,
    random: Math.random,
    log,
    changeState: (change) => changeState(strapi, registry, change),
  });
  const testSender = createTestSender({
    connection: strapi.db.connection,
    config,
    send: sender.send,
    evaluate: evaluator.forPreviews,
    redact,
    now: Date.now,
    random: Math.random,
  });
  const retention = createPruner({
    connection: strapi.db.connection,
    retention: config.retention,
    async pruneSecrets() {
      await deleteExpiredSecrets(strapi.db.connection);
      await deleteAbandonedSecrets(strapi.db.connection);
    },
    log,
  });
  const backlogWatch = createBacklogMonitor({
    connection: strapi.db.connection,
    registry,
    atLeast: config.limits.pendingPerWebhook,
    log: plainLog,
  });
  const unitOf = createUnitsOfWork({
    dispatch: relay,
    redact,
    saveBudgetMs: config.expressions.saveBudgetMs,
  });
  const capture = { strapi, registry, reader: entries, unitOf, now: Date.now };
  const watch = createChangePoller(strapi, registry);
  const check = createCheckWebhook(config, catalogue);
  const validate = asThrowing(check);
  const lookUpHosts = createLookUpHosts(config.network, resolveHost);
  const withHosts = (urls: unknown[]) => checkWithHosts({ check, lookUpHosts }, urls);
  const webhookProblems = createProblemFinder({ catalogue, compilers: createCompilers(config) });

  return {
    config,
    cipher,
    catalogue,
    registry,
    entries,
    capture,
    relay,
    testSender,
    retention,
    backlogWatch,
    check,
    checkWithHosts: withHosts,
    validate,
    validateWithHosts: async (urls) => asThrowing(await withHosts(urls)),
    webhookProblems,
    redact,
    pace: createPace(),
    evaluator,
    async start() {
      strapi.documents.use(
        createWebhookMiddleware({
          strapi,
          config,
          cipher,
          registry,
          check,
          checkWithHosts: withHosts,
          onChanged: relay.nudge,
        }) as DocumentMiddleware,
      );
      strapi.documents.use(createDocumentMiddleware(capture) as DocumentMiddleware);
      captureQueries(capture);
      await declareWebhooks({ strapi, config, cipher, validate });
      await watch.start();
      warnOfMissing(registry.inForce(), plainLog);
      warnOfProblems(registry.inForce(), plainLog, webhookProblems);
      warnOfHeld(registry.inForce(), plainLog);
      tellOfLoopback(config, plainLog);
      await relay.start();
      if (!config.relay.enabled) return;
      retention.start();
      backlogWatch.start();
    },
    /** Capture continues until the process ends, because Strapi serves requests while the relay stops. */
    async stop() {
      watch.stop();
      await retention.stop();
      await backlogWatch.stop();
      await testSender.stop();
      await relay.stop();
      await evaluator.close();
      await sender.close();
    },
  };
}

function tellOfLoopback({ network }: PluginConfig, log: { info: (message: string) => void }): void {
  if (network.allow !== LOOPBACK) return;
  log.info(
    `Document Webhooks: for development, webhooks may call this machine (${LOOPBACK.join(', ')}); set network.allow to change that`,
  );
}
