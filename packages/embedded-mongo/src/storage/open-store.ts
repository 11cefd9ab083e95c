import { existsSync, statSync } from "node:fs";
import { Store } from "./store.ts";

const APPLICATION_ID = 0x52454d42;
const OPEN = 1; // user_version while in use or after a crash
const CLOSED = 2; // user_version after an orderly end

/**
 * Opens the data file. After an unclean end SQLite's own check runs over it first.
 *
 * @throws Error that names the file when it is damaged; never begins an empty database in its place
 */
export function openStore(file: string): { store: Store; close: () => void } {
  const isNew = statSync(file).size === 0;
  if (isNew && existsSync(`${file}-wal`) && statSync(`${file}-wal`).size > 0)
    throw damaged(file, "it is empty, but its write-ahead log is not");
  try {
    const store = new Store(file);
    if (!isNew) check(store, file);
    store.exec(`PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${OPEN}`);
    return {
      store,
      close() {
        store.commit();
        store.exec(`PRAGMA user_version = ${CLOSED}`);
        store.close();
      },
    };
  } catch (error) {
    const { code, message } = error as { code?: string; message: string };
    throw code === "ERR_SQLITE_ERROR" ? damaged(file, message) : error;
  }
}

function check(store: Store, file: string): void {
  const number = (pragma: string) =>
    Number(Object.values(store.get<Record<string, number>>(`PRAGMA ${pragma}`) ?? {})[0]);
  const [id, version] = [number("application_id"), number("user_version")];
  const isOurs = id === APPLICATION_ID;
  const isEmpty = store.all("SELECT 1 FROM sqlite_schema").length === 0;
  if (!isOurs && !isEmpty) throw damaged(file, "it is not a database of this server");
  if (version === CLOSED) return;
  const [first] = store.all<{ quick_check: string }>("PRAGMA quick_check(1)");
  if (first?.quick_check !== "ok") throw damaged(file, first?.quick_check ?? "the check gave no result");
}

function damaged(file: string, why: string): Error {
  return new Error(
    `The database file ${file} is damaged (${why}). Restore it from a backup, or move it away to begin anew.`,
  );
}
