import { type Doc, isDoc } from "../bson/values.ts";
import { refuse } from "../errors.ts";
import type { Variables } from "./evaluate.ts";
import { compileReshape, RESHAPING } from "./reshape-stages.ts";

/** An update given as a pipeline (manual: "Updates with Aggregation Pipeline"). */
export function compileUpdatePipeline(pipeline: unknown[], variables: Variables): (doc: Doc) => Doc {
  const stages = pipeline.map((stage) => {
    const [name, ...others] = isDoc(stage) ? Object.keys(stage) : [];
    if (name === undefined || others.length > 0)
      refuse(40323, "A pipeline stage specification object must contain exactly one field.");
    if (!RESHAPING.has(name)) refuse(72, `${name} is not allowed to be used within an update`);
    return compileReshape(name, (stage as Doc)[name], variables);
  });
  return (doc) => stages.reduce((value, stage) => stage(value), doc);
}
