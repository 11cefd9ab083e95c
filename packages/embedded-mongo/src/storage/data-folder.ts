import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";

export type Owner = { pid: number; startedAt: string; uri: string };

const DATA = "data.sqlite";
const LOCK = "owner.sqlite";
const INFO = "owner.json"; // only informs; the lock alone decides who owns the folder

/** Another process (or another instance in this one) owns the data folder. */
export class DatabaseInUseError extends Error {
  readonly owner: Owner | undefined;
  constructor(dataDir: string, owner: Owner | undefined) {
    const who = owner ? ` by process ${owner.pid} since ${owner.startedAt}` : "";
    super(`The data folder ${dataDir} is in use${who}`);
    this.name = "DatabaseInUseError";
    this.owner = owner;
  }
}

/** The lock on a data folder. The system frees it when the process ends, however it ends. */
export type FolderLock = { dataFile: string; publish(owner: Owner): void; release(): void };

/** @throws DatabaseInUseError */
export function lockFolder(dataDir: string): FolderLock {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  chmodSync(dataDir, 0o700);
  const [dataFile, lockFile, infoFile] = [DATA, LOCK, INFO].map((name) => join(dataDir, name)) as [
    string,
    string,
    string,
  ];
  touch(lockFile);
  const lock = new DatabaseSync(lockFile, { timeout: 500 });
  try {
    // In this mode the end of a transaction keeps the lock; the system alone, or `close`, frees it.
    lock.exec("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; COMMIT");
    checkPresent(lock, dataFile);
  } catch (error) {
    lock.close();
    if (isBusy(error)) throw new DatabaseInUseError(dataDir, readOwner(dataDir));
    if ((error as { code?: string }).code !== "ERR_SQLITE_ERROR") throw error;
    throw new Error(`${lockFile} is damaged: ${(error as Error).message}`);
  }
  touch(dataFile);
  return {
    dataFile,
    publish(owner) {
      lock.exec("PRAGMA user_version = 1");
      touch(infoFile);
      writeFileSync(infoFile, JSON.stringify(owner));
    },
    release() {
      rmSync(infoFile, { force: true });
      lock.close();
    },
  };
}

/** A data file that was there once must not be made anew in silence. */
function checkPresent(lock: DatabaseSync, dataFile: string): void {
  const [version] = Object.values(lock.prepare("PRAGMA user_version").get() ?? {});
  if (version !== 1 || (existsSync(dataFile) && statSync(dataFile).size > 0)) return;
  throw new Error(
    `The database file ${dataFile} is missing or empty. Restore it from a backup, or move its whole folder away to begin anew.`,
  );
}

/** Whether someone holds the lock now. */
export function isLocked(dataDir: string): boolean {
  const lockFile = join(dataDir, LOCK);
  if (!existsSync(lockFile)) return false;
  const probe = new DatabaseSync(lockFile, { readOnly: true });
  try {
    probe.prepare("SELECT count(*) FROM sqlite_schema").get();
    return false;
  } catch (error) {
    return isBusy(error);
  } finally {
    probe.close();
  }
}

export function readOwner(dataDir: string): Owner | undefined {
  try {
    return JSON.parse(readFileSync(join(dataDir, INFO), "utf8")) as Owner;
  } catch {
    return undefined;
  }
}

/** Creates the file for its owner's eyes only; SQLite gives its side files the same mode. */
function touch(file: string): void {
  closeSync(openSync(file, "a", 0o600));
  chmodSync(file, 0o600);
}

function isBusy(error: unknown): boolean {
  const { errcode } = error as { errcode?: number };
  return errcode !== undefined && [5, 6].includes(errcode & 0xff);
}
