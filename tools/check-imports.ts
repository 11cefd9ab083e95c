import { createRequire } from "node:module";
import { cruise } from "dependency-cruiser";

/**
 * Checks who imports whom. Fails also when it saw fewer modules than there are: without a parser for TypeScript the
 * checker finds nothing, says so nowhere, and everything would pass.
 */
const LEAST_MODULES = 150;

const configuration = createRequire(import.meta.url)("../.dependency-cruiser.cjs");
const { forbidden, options } = configuration as { forbidden: unknown[]; options: Record<string, unknown> };
const { output } = await cruise(["src", "packages/embedded-mongo/src"], {
  ...options,
  validate: true,
  ruleSet: { forbidden },
} as never);
if (typeof output === "string") throw new Error("the checker answers with an object");

const { summary, modules } = output;
const own = modules.filter(({ source }) => /^(src|packages)\//.test(source)).length;
for (const { rule, from, to } of summary.violations) process.stderr.write(`${rule.name}: ${from} -> ${to}\n`);
if (own < LEAST_MODULES)
  process.stderr.write(`Only ${own} modules were seen, at least ${LEAST_MODULES} are expected\n`);
process.stdout.write(`imports: ${own} modules, ${summary.violations.length} violations\n`);
process.exitCode = summary.violations.length > 0 || own < LEAST_MODULES ? 1 : 0;
