// The map of docs/ARCHITECTURE.md as rules: who may import whom. `npm run check` runs it through tools/check-imports.ts.
const TESTS = "\\.(test|contract)\\.ts$";
const FOLDERS_ALL_MAY_USE = ["domain", "platform"];

/** Files of `from` may import, of ours, only themselves, what all may use, and `allowed`. */
const only = (from, ...allowed) => ({
  name: `${from.replace("/", "-")}-may-import-only-${[...allowed].join("-").replaceAll("/", "_") || "itself"}`,
  severity: "error",
  from: { path: `^src/${from}/`, pathNot: TESTS },
  to: { path: "^(src|test|bench)/", pathNot: [from, ...allowed].map((folder) => `^src/${folder}/`) },
});

module.exports = {
  forbidden: [
    only("platform"),
    only("domain"),
    only("ports", "domain"),
    only("db", ...FOLDERS_ALL_MAY_USE),
    only("flows", "db", "ports", ...FOLDERS_ALL_MAY_USE),
    ...["mail", "ai", "bot/channels"].map((adapter) => only(adapter, "ports", ...FOLDERS_ALL_MAY_USE)),
    ...["jobs", "admin", "web"].map((driver) => only(driver, "flows", "db", "ports", ...FOLDERS_ALL_MAY_USE)),
    only("bot/commands", "flows", "db", "ports", ...FOLDERS_ALL_MAY_USE),
    {
      name: "the-router-knows-no-channel",
      severity: "error",
      from: { path: "^src/bot/[^/]+\\.ts$", pathNot: TESTS },
      to: { path: "^src/(bot/channels|mail|ai|web|admin|jobs|compose|cli)/" },
    },
    {
      name: "domain-is-pure",
      severity: "error",
      from: { path: "^src/domain/", pathNot: TESTS },
      to: { dependencyTypes: ["core", "npm", "npm-dev"], pathNot: "/(handlebars|cron-parser)/" },
    },
    {
      name: "the-database-knows-nothing-of-the-product",
      severity: "error",
      from: { path: "^packages/embedded-mongo/src/" },
      to: { path: "^(src|test|bench)/" },
    },
    {
      name: "only-compose-and-the-command-line-name-adapters",
      severity: "error",
      from: { path: "^src/", pathNot: ["^src/(compose|cli|mail|ai|bot/channels)/", TESTS] },
      to: { path: "^src/(mail|ai|bot/channels)/" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true, dependencyTypesNot: ["type-only"] } },
  ],
  options: {
    parser: "swc",
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "types", "node"] },
  },
};
