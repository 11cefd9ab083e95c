/** MongoDB's names for the codes that this server answers (manual: "Error Codes"). */
const CODE_NAMES: Record<number, string> = {
  1: "InternalError",
  2: "BadValue",
  8: "UnknownError",
  9: "FailedToParse",
  14: "TypeMismatch",
  15: "Overflow",
  20: "IllegalOperation",
  26: "NamespaceNotFound",
  27: "IndexNotFound",
  28: "PathNotViable",
  40: "ConflictingUpdateOperators",
  43: "CursorNotFound",
  48: "NamespaceExists",
  52: "DollarPrefixedFieldName",
  53: "InvalidIdField",
  54: "NotSingleValueField",
  56: "EmptyFieldName",
  59: "CommandNotFound",
  66: "ImmutableField",
  67: "CannotCreateIndex",
  72: "InvalidOptions",
  73: "InvalidNamespace",
  85: "IndexOptionsConflict",
  86: "IndexKeySpecsConflict",
  115: "CommandNotSupported",
  123: "NotAReplicaSet",
  171: "CannotIndexParallelArrays",
  197: "InvalidIndexSpecificationOption",
  238: "NotImplemented",
  241: "ConversionFailure",
  10334: "BSONObjectTooLarge",
  11000: "DuplicateKey",
  14031: "OutOfDiskSpace",
};

/** A refusal that goes back to the client as `{ok: 0, code, codeName, errmsg}`, or as one of `writeErrors`. */
export class CommandError extends Error {
  readonly code: number;
  readonly codeName: string;
  /** Further fields of the answer, e.g. `keyPattern` and `keyValue` of a duplicate key. */
  readonly extra: Record<string, unknown>;

  constructor(code: number, message: string, extra: Record<string, unknown> = {}) {
    super(message);
    this.code = code;
    this.codeName = CODE_NAMES[code] ?? `Location${code}`;
    this.extra = extra;
  }
}

export function refuse(code: number, message: string, extra?: Record<string, unknown>): never {
  throw new CommandError(code, message, extra);
}

/** For what MongoDB has and this server has not: an error, never an approximate answer. */
export function notBuilt(what: string): never {
  throw new CommandError(238, `${what} is not supported by this embedded server`);
}

/** Bytes that are not the protocol: ends the connection they came from, and nothing else. */
export class ProtocolError extends Error {}

/** An error as the answer to a command. */
export function toReply(error: unknown): Record<string, unknown> {
  if (error instanceof CommandError) {
    const { code, codeName, message, extra } = error;
    return { ok: 0, errmsg: message, code, codeName, ...extra };
  }
  return { ok: 0, errmsg: `Internal error: ${(error as Error).message}`, code: 1, codeName: "InternalError" };
}
