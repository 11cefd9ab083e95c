import { Long } from "bson";
import { encode } from "../bson/encode.ts";
import type { Doc } from "../bson/values.ts";
import { CommandError, refuse } from "../errors.ts";

/** A batch ends at this size, as a reply must stay below 48 MB. */
const MAX_BATCH_BYTES = 16 * 1024 * 1024;
const MAX_RESULT_BYTES = MAX_BATCH_BYTES + 16 * 1024; // as MongoDB leaves for its own fields
const FIRST_BATCH_DOCS = 101;
const IDLE_MS = 10 * 60_000;

/** Encoded documents, or documents yet to be encoded. */
export type Output = Buffer | Doc;
type Cursor = {
  id: number;
  ns: string;
  rows: Iterator<Output>;
  held: Uint8Array | undefined;
  usedAt: number;
  idles: boolean;
};

/** Open cursors. One that nobody asks for ten minutes is closed, unless it was opened with `noCursorTimeout`. */
export class Cursors {
  readonly #open = new Map<number, Cursor>();
  #last = Math.floor(Math.random() * 1_000_000_000);

  /** The first batch and, if there is more, an id other than 0. */
  open(
    ns: string,
    rows: Iterator<Output>,
    options: { batchSize: number | undefined; single?: boolean; idles?: boolean },
  ): Doc {
    this.#closeIdle();
    const cursor: Cursor = {
      id: ++this.#last,
      ns,
      rows,
      held: undefined,
      usedAt: Date.now(),
      idles: options.idles ?? true,
    };
    const { batch, done } = this.#read(cursor, options.batchSize ?? FIRST_BATCH_DOCS);
    const open = !done && options.single !== true;
    if (open) this.#open.set(cursor.id, cursor);
    else rows.return?.();
    return { cursor: { firstBatch: batch, id: Long.fromNumber(open ? cursor.id : 0), ns } };
  }

  next(id: number, ns: string, batchSize: number | undefined): Doc {
    const cursor = this.#open.get(id);
    if (!cursor) refuse(43, `cursor id ${id} not found`);
    if (cursor.ns !== ns)
      refuse(13, `Requested getMore on namespace '${ns}', but cursor belongs to a different namespace ${cursor.ns}`);
    cursor.usedAt = Date.now();
    try {
      const { batch, done } = this.#read(cursor, batchSize ?? Number.POSITIVE_INFINITY);
      if (done) this.#open.delete(id);
      return { cursor: { nextBatch: batch, id: Long.fromNumber(done ? 0 : id), ns } };
    } catch (error) {
      this.#open.delete(id);
      if (/no such table/.test((error as Error).message))
        throw new CommandError(175, "cursor killed: the collection or index was dropped");
      throw error;
    }
  }

  kill(ids: number[], ns: string): { killed: number[]; notFound: number[] } {
    const killed = ids.filter((id) => this.#open.get(id)?.ns === ns);
    for (const id of killed) {
      this.#open.get(id)?.rows.return?.();
      this.#open.delete(id);
    }
    return { killed, notFound: ids.filter((id) => !killed.includes(id)) };
  }

  get count(): number {
    return this.#open.size;
  }

  #read(cursor: Cursor, most: number): { batch: Uint8Array[]; done: boolean } {
    const batch: Uint8Array[] = [];
    let bytes = 0;
    while (batch.length < most) {
      const output = cursor.held ?? this.#pull(cursor);
      if (output === undefined) return { batch, done: true };
      bytes += output.length;
      cursor.held = output;
      if (batch.length > 0 && bytes > MAX_BATCH_BYTES) return { batch, done: false };
      batch.push(output);
      cursor.held = undefined;
    }
    // Known to be at its end, the cursor need not be asked again. An empty first batch reads nothing.
    if (most > 0) cursor.held = this.#pull(cursor);
    return { batch, done: most > 0 && cursor.held === undefined };
  }

  #pull(cursor: Cursor): Uint8Array | undefined {
    const next = cursor.rows.next();
    if (next.done) return undefined;
    const bytes = next.value instanceof Uint8Array ? next.value : encode(next.value);
    if (bytes.length > MAX_RESULT_BYTES)
      refuse(10334, `BSONObj size: ${bytes.length} is invalid. Size must be between 0 and ${MAX_RESULT_BYTES}`);
    return bytes;
  }

  #closeIdle(): void {
    const limit = Date.now() - IDLE_MS;
    for (const [id, cursor] of this.#open) if (cursor.idles && cursor.usedAt < limit) this.#open.delete(id);
  }
}
