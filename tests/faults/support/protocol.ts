import type { KillPoint } from './kill-points';
import type { LargePlace } from './large';

/** A change of one document, under a value that no other write bears. */
export interface Write {
  value: string;
  /** Null creates a document of that name. */
  documentId: string | null;
  /** Whether `strapi.db.query` writes it, and not an action of the Document Service. */
  byQuery: boolean;
}

/** Writes that commit together or not at all. */
export interface Save {
  id: string;
  writes: Write[];
}

export type Report =
  | { kind: 'begun'; save: Save }
  | { kind: 'ended'; saveId: string; outcome: 'committed' | 'rolled-back' }
  /** The last word of a process that an error ends. */
  | { kind: 'dying'; stack: string };

export interface Load {
  /** Begins the ids of all saves. */
  name: string;
  /** Documents that nobody else writes meanwhile. */
  documents: string[];
  writers: number;
  /** Milliseconds between two saves of a writer, on average. */
  pauseMs: number;
  /** What share of the writes `strapi.db.query` makes (none). */
  queries?: number;
  /** Whether documents are created too (true). */
  creates?: boolean;
  /**
   * Asks the database after each save whether it is there (false). Strapi resolves a save whose COMMIT
   * failed with its connection.
   */
  doubts?: boolean;
  /** Saves of all writers; without end unless told. */
  saves?: number;
}

/** A row of the outbox. */
export interface StoredDelivery {
  id: string;
  webhookId: string;
  documentId: string;
  /** Of the document's deliveries to the webhook. */
  sequence: number;
  status: string;
  reason: string | null;
  attemptCount: number;
  lockedBy: string | null;
}

/** What an instance does when its parent asks. */
export interface Commands {
  /** `ownEvents` (true): whether Strapi raises its own events of documents. */
  boot(options?: { ownEvents?: boolean }): Promise<void>;
  addWebhook(data: object): Promise<string>;
  addDocuments(names: string[]): Promise<string[]>;
  /** Which of these writes are in the database. */
  ascertain(writes: Write[]): Promise<string[]>;
  /** The `customer` of each, by `name`. */
  customersOf(documentIds: string[]): Promise<Record<string, string>>;
  /** Dies at the point, after having passed it so many times. */
  dieAt(when: { point: KillPoint; passes: number }): void;
  load(load: Load): void;
  /** Resolves when the load has come to its end. */
  loaded(): Promise<void>;
  /** Ends the load; resolves when no save is under way. */
  endLoad(): Promise<void>;
  setClock(offset: { ms: number }): void;
  /** Updates a document to hold a text of so many bytes, and says how many the process grew by at its peak. */
  growthOfLargeUpdate(large: { place: LargePlace; bytes: number }): Promise<number>;
  /** How many deliveries are neither settled nor given up. */
  countOpen(): Promise<number>;
  deliveries(): Promise<StoredDelivery[]>;
  stop(): Promise<void>;
}

export type CommandName = keyof Commands;
export type Argument<Name extends CommandName> = Parameters<Commands[Name]>[0];
export type Result<Name extends CommandName> = Awaited<ReturnType<Commands[Name]>>;

export interface Call {
  call: number;
  name: CommandName;
  argument: unknown;
}

export type Answer = { call: number; result: unknown } | { call: number; error: string };
export type Message = { report: Report } | { answer: Answer };
