import type { Doc } from "../bson/values.ts";
import type { Condition } from "../query/parse-filter.ts";
import type { Variables } from "./evaluate.ts";

/** One stage of a pipeline, ready to run. */
export type Stage = (input: Iterable<Doc>) => Iterable<Doc>;
/** What stages know of their surroundings. */
export type PipelineContext = {
  variables: Variables;
  /** Documents of a collection of the same database, with its indexes' help. */
  find(collection: string, condition: Condition, variables: Variables): Iterable<Doc>;
};
