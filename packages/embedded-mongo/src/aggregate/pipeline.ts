import { isDoc, typeName } from "../bson/values.ts";
import { notBuilt, refuse } from "../errors.ts";
import { compileGroup, compileSortByCount, GROUPING } from "./group-stages.ts";
import { compileLookup } from "./lookup-stage.ts";
import { compileReshape, RESHAPING } from "./reshape-stages.ts";
import { compileSelect, SELECTING } from "./select-stages.ts";
import type { PipelineContext, Stage } from "./stage.ts";

const NOT_BUILT = new Set(
  "$out $merge $geoNear $graphLookup $indexStats $collStats $planCacheStats $redact $unionWith $changeStream $densify $documents $fill $setWindowFields $search $searchMeta $vectorSearch $bucketAuto $currentOp $listSessions $listLocalSessions $queryStats $shardedDataDistribution $listSearchIndexes $changeStreamSplitLargeEvent".split(
    " ",
  ),
);

/** The one field of a stage, and what it holds. */
export function parseStage(stage: unknown): [string, unknown] {
  if (!isDoc(stage)) refuse(14, `Each element of the 'pipeline' array must be an object, not ${typeName(stage)}`);
  const [name, ...others] = Object.keys(stage);
  if (name === undefined || others.length > 0)
    refuse(40323, "A pipeline stage specification object must contain exactly one field.");
  return [name, stage[name]];
}

/**
 * Compiles a pipeline (manual: "Aggregation Stages").
 *
 * @throws CommandError 40324 for an unknown stage, 238 for one that is not built
 */
export function compilePipeline(stages: unknown[], context: PipelineContext): Stage {
  const compiled = stages.map((stage) => compileStage(...parseStage(stage), context));
  return (input) => compiled.reduce((docs, run) => run(docs), input);
}

function compileStage(name: string, spec: unknown, context: PipelineContext): Stage {
  if (RESHAPING.has(name)) {
    const reshape = compileReshape(name, spec, context.variables);
    return function* (input) {
      for (const doc of input) yield reshape(doc);
    };
  }
  if (SELECTING.has(name)) return compileSelect(name, spec, context.variables);
  if (GROUPING.has(name)) return compileGroup(name, spec, context.variables);
  if (name === "$sortByCount") return compileSortByCount(spec, context.variables);
  if (name === "$lookup") return compileLookup(spec, context, compilePipeline);
  if (name === "$facet") return compileFacet(spec, context);
  if (NOT_BUILT.has(name)) notBuilt(`The stage ${name}`);
  return refuse(40324, `Unrecognized pipeline stage name: '${name}'`);
}

function compileFacet(spec: unknown, context: PipelineContext): Stage {
  if (!isDoc(spec) || Object.keys(spec).length === 0)
    refuse(40169, "the $facet specification must be a non-empty object");
  const facets = Object.entries(spec).map(([name, stages]) => {
    if (!Array.isArray(stages))
      refuse(40170, `arguments to $facet must be arrays, ${name} is type ${typeName(stages)}`);
    if (stages.some((stage) => isDoc(stage) && Object.hasOwn(stage, "$facet")))
      refuse(40600, "$facet is not allowed to be used within a $facet stage");
    return [name, compilePipeline(stages, context)] as const;
  });
  return function* (input) {
    const docs = [...input];
    yield Object.fromEntries(facets.map(([name, run]) => [name, [...run(docs)]]));
  };
}
