/** A kind of database, as far as tests make and drop databases of their own. */
export interface DatabaseServer {
  /** Tells the playground to use that database. */
  environment(name: string): Record<string, string>;
  /** Makes a database and fills it, unless it is there; whoever else asks meanwhile waits. */
  makeOnce(name: string, fill: (draft: string) => Promise<void>): Promise<void>;
  /** Copies a database that nobody uses at the moment. */
  copy(from: string, to: string): Promise<void>;
  drop(name: string): Promise<void>;
}
