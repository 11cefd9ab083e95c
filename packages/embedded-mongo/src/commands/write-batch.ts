import type { Doc } from "../bson/values.ts";
import { CommandError, refuse } from "../errors.ts";
import { flagArgument } from "./arguments.ts";

const MAX_BATCH = 100_000;

/**
 * Runs the statements of one write command, each by itself (manual: "Bulk Write Operations"): an ordered batch
 * ends at the first failure, an unordered one goes on. Failures come back as `writeErrors`.
 */
export function runBatch<T>(body: Doc, statements: T[], run: (statement: T, index: number) => void): Doc {
  if (statements.length === 0 || statements.length > MAX_BATCH) {
    refuse(
      statements.length === 0 ? 16 : 2,
      `Write batch sizes must be between 1 and ${MAX_BATCH}. Got ${statements.length} operations.`,
    );
  }
  const ordered = flagArgument(body, "ordered", true);
  const writeErrors: Doc[] = [];
  for (const [index, statement] of statements.entries()) {
    try {
      run(statement, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      writeErrors.push({ index, code: error.code, ...error.extra, errmsg: error.message });
      if (ordered) break;
    }
  }
  return writeErrors.length > 0 ? { writeErrors } : {};
}
