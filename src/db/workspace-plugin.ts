import type { Aggregate, Query, Schema } from "mongoose";

declare module "mongoose" {
  interface QueryOptions {
    /** Why this operation looks across workspaces; only login, token look-up and the jobs' claims may. */
    allWorkspaces?: string;
  }
}

/** An operation that does not say whose data it works on: always a bug of ours. */
export class UnboundOperationError extends Error {}

const QUERY_OPERATIONS = [
  "countDocuments",
  "deleteMany",
  "deleteOne",
  "distinct",
  "find",
  "findOne",
  "findOneAndDelete",
  "findOneAndReplace",
  "findOneAndUpdate",
  "replaceOne",
  "updateMany",
  "updateOne",
] as const;

/** Makes every operation of a schema name its workspace, or say why it crosses them. */
export function bindToWorkspace(schema: Schema): void {
  schema.pre([...QUERY_OPERATIONS], { query: true, document: false }, function (this: Query<unknown, unknown>) {
    const bound = isBound(this.getFilter()["workspaceId"]) || this.getOptions().allWorkspaces;
    if (!bound) throw unbound(this.model.modelName, "query");
  });
  schema.pre("estimatedDocumentCount", function () {
    throw unbound(this.model.modelName, "estimatedDocumentCount");
  });
  schema.pre("aggregate", function (this: Aggregate<unknown>) {
    const [first] = this.pipeline() as { $match?: Record<string, unknown> }[];
    if (!isBound(first?.$match?.["workspaceId"])) throw unbound(this.model().modelName, "aggregate");
  });
  schema.pre("insertMany", function (this: { modelName: string }, docs: unknown) {
    const unnamed = [docs].flat().some((doc) => !isBound((doc as Record<string, unknown>)["workspaceId"]));
    if (unnamed) throw unbound(this.modelName, "insertMany");
  } as never);
  schema.pre("bulkWrite", function (this: { modelName: string }, operations: Record<string, BulkOperation>[]) {
    const unnamed = operations
      .flatMap(Object.values)
      .some((op) => !isBound((op.filter ?? op.document)?.["workspaceId"]));
    if (unnamed) throw unbound(this.modelName, "bulkWrite");
  } as never);
}

interface BulkOperation {
  filter?: Record<string, unknown>;
  document?: Record<string, unknown>;
}

/** One workspace by value: an operator object such as `{$exists: true}` would let all through. */
function isBound(value: unknown): boolean {
  if (typeof value === "string") return value.length > 0;
  return typeof value === "object" && value !== null && "_bsontype" in value;
}

function unbound(modelName: string, operation: string): UnboundOperationError {
  return new UnboundOperationError(`${operation} on ${modelName} names no workspace`);
}
