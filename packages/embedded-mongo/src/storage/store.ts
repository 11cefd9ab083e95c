import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { CommandError } from "../errors.ts";

type Waiter = (failure: CommandError | undefined) => void;

/** What SQLite could not do, as the error a client gets; a full disk has a code of its own. */
export function storageFailure(error: unknown): CommandError {
  const { errcode, message } = error as { errcode?: number; message: string };
  return new CommandError(errcode === 13 ? 14031 : 8, `The storage failed: ${message}`);
}

/**
 * One SQLite file with group commit: all writes of one turn of the event loop share a transaction, and nothing
 * that ran meanwhile is answered before its COMMIT is on disk.
 */
export class Store {
  readonly #db: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();
  #waiters: Waiter[] = [];
  #open = false;
  /** Called when written rows were taken back, so that what memory holds of them is read anew. */
  onUndo: () => void = () => {};
  onCommit: () => void = () => {};
  /** The last transaction that was lost as a whole, with all writes of its turn. */
  lastLoss: CommandError | undefined;

  constructor(file: string) {
    this.#db = new DatabaseSync(file, { timeout: 1000 });
    this.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA fullfsync = 1");
    this.exec("PRAGMA cache_size = -65536; PRAGMA wal_autocheckpoint = 2000");
  }

  exec(sql: string): void {
    this.#db.exec(sql);
  }

  run(sql: string, ...values: SQLInputValue[]): number {
    return Number(this.#prepare(sql).run(...values).lastInsertRowid);
  }

  all<Row>(sql: string, ...values: SQLInputValue[]): Row[] {
    return this.#prepare(sql).all(...values) as Row[];
  }

  get<Row>(sql: string, ...values: SQLInputValue[]): Row | undefined {
    return this.#prepare(sql).get(...values) as Row | undefined;
  }

  #prepare(sql: string): StatementSync {
    let statement = this.#statements.get(sql);
    if (!statement) {
      if (this.#statements.size > 2000) this.#statements.clear();
      statement = this.#db.prepare(sql);
      this.#statements.set(sql, statement);
    }
    return statement;
  }

  /** Forgets prepared statements; a table that they name is about to go. */
  forgetStatements(): void {
    this.#statements.clear();
  }

  /** Runs one write in the turn's transaction. When it throws, what it wrote (and only that) is undone. */
  write<T>(work: () => T): T {
    if (!this.#open) this.#begin();
    this.exec("SAVEPOINT one_write");
    try {
      const result = work();
      this.exec("RELEASE one_write");
      return result;
    } catch (error) {
      this.#undoOne(error);
      throw error instanceof CommandError ? error : asClientError(error);
    }
  }

  /** Calls back once all that was written so far is on disk, or was lost: then with the failure. */
  whenDurable(waiter: Waiter): void {
    if (this.#open) this.#waiters.push(waiter);
    else waiter(undefined);
  }

  /** Ends the turn's transaction now. */
  commit(): void {
    if (!this.#open) return;
    try {
      this.exec("COMMIT");
    } catch (error) {
      this.#lose(error);
      return;
    }
    this.onCommit();
    this.#finish(undefined);
  }

  close(): void {
    this.commit();
    this.#statements.clear();
    this.#db.close();
  }

  #begin(): void {
    try {
      this.exec("BEGIN IMMEDIATE");
    } catch (error) {
      throw storageFailure(error);
    }
    this.#open = true;
    setImmediate(() => this.commit());
  }

  #undoOne(error: unknown): void {
    // A full disk or an I/O error may have made SQLite roll back the whole transaction by itself.
    if (!this.#db.isTransaction) {
      this.#lose(error);
      return;
    }
    this.exec("ROLLBACK TO one_write; RELEASE one_write");
    this.onUndo();
  }

  #lose(error: unknown): void {
    if (this.#db.isTransaction) this.exec("ROLLBACK");
    this.onUndo();
    this.lastLoss = storageFailure(error);
    this.#finish(this.lastLoss);
  }

  #finish(failure: CommandError | undefined): void {
    this.#open = false;
    const waiters = this.#waiters;
    this.#waiters = [];
    for (const waiter of waiters) waiter(failure);
  }
}

function asClientError(error: unknown): unknown {
  return (error as { code?: string }).code === "ERR_SQLITE_ERROR" ? storageFailure(error) : error;
}
