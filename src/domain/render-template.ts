import Handlebars from "handlebars";

/** The parts of a template version that carry merge fields. */
export interface TemplateSource {
  subject: string;
  text: string;
  html?: string | undefined;
}

export type RenderedMail = { kind: "rendered"; subject: string; text: string; html: string | undefined };
export type RenderResult =
  | RenderedMail
  | { kind: "missingFields"; fields: string[] }
  | { kind: "broken"; reason: string };

/** Values by merge field; `fields.x` of a recipient is simply `x`. */
export type MergeValues = Record<string, unknown>;

// Of Handlebars only these: a template can choose and repeat, it cannot reach anything.
const COMPILE = { strict: true, knownHelpersOnly: true, knownHelpers: { each: true, if: true, unless: true } } as const;
const FORBIDDEN_HELPERS = { lookup: false, log: false, with: false, helperMissing: false, blockHelperMissing: false };

const handlebars = Handlebars.create();
const cache = new Map<string, Compiled>();
const MAX_CACHED = 500;

interface Compiled {
  render: (values: MergeValues) => string;
  /** Fields whose value is printed: an empty one would leave a hole in the mail. */
  printed: string[];
}

/** Renders one mail. A printed field without a value blocks it and is named: nobody gets "Dear ,". */
export function renderTemplate(source: TemplateSource, values: MergeValues): RenderResult {
  try {
    const subject = compile(source.subject, false);
    const text = compile(source.text, false);
    const html = source.html ? compile(source.html, true) : undefined;
    const printed = new Set([subject, text, ...(html ? [html] : [])].flatMap((part) => part.printed));
    const fields = [...printed].filter((field) => isEmpty(valueAt(values, field)));
    if (fields.length > 0) return { kind: "missingFields", fields };
    return {
      kind: "rendered",
      subject: subject.render(values).replace(/\s+/g, " ").trim(), // a field may hold a line break, a header must not
      text: text.render(values),
      html: html?.render(values),
    };
  } catch (error) {
    return { kind: "broken", reason: firstLine(error) };
  }
}

/** What is wrong with a template whatever the recipient; undefined when it can be used. */
export function findTemplateFault(source: TemplateSource): string | undefined {
  for (const [part, text] of Object.entries(source)) {
    if (!text) continue;
    try {
      compile(text, part === "html");
    } catch (error) {
      return `${part}: ${firstLine(error)}`;
    }
  }
  return undefined;
}

/** The merge fields a template prints, for previews and for the check before a campaign starts. */
export function listMergeFields(source: TemplateSource): string[] {
  const parts = [compile(source.subject, false), compile(source.text, false)];
  if (source.html) parts.push(compile(source.html, true));
  return [...new Set(parts.flatMap((part) => part.printed))];
}

function compile(text: string, escapes: boolean): Compiled {
  const key = `${escapes}:${text}`;
  const known = cache.get(key);
  if (known) return known;
  const program = handlebars.parse(text);
  const printed = collectPrinted(program);
  const template = handlebars.compile(program, { ...COMPILE, noEscape: !escapes });
  // Compilation is lazy in Handlebars: a precompile shows unknown helpers now, not at the first send.
  handlebars.precompile(program, { ...COMPILE });
  const compiled = {
    printed,
    render: (values: MergeValues) => template(values, { helpers: FORBIDDEN_HELPERS as never }),
  };
  if (cache.size >= MAX_CACHED) cache.clear();
  cache.set(key, compiled);
  return compiled;
}

function collectPrinted(program: hbs.AST.Program): string[] {
  const printed: string[] = [];
  class Collector extends Handlebars.Visitor {
    #blocks = 0;
    override MustacheStatement(statement: hbs.AST.MustacheStatement) {
      const path = statement.path as hbs.AST.PathExpression;
      if (path.type !== "PathExpression") throw new Error(`"${path.type}" is not a merge field`);
      if (statement.params.length > 0) throw new Error(`"${path.original}" is not a helper this program knows`);
      // Inside a block the author has said what to do without a value.
      if (this.#blocks === 0) printed.push(path.original);
    }
    override BlockStatement(block: hbs.AST.BlockStatement) {
      const name = (block.path as hbs.AST.PathExpression).original;
      if (!["if", "unless", "each"].includes(name)) throw new Error(`"${name}" is not a block this program knows`);
      this.#blocks++;
      super.BlockStatement(block);
      this.#blocks--;
    }
    override PartialStatement(partial: hbs.AST.PartialStatement) {
      throw new Error(`"${(partial.name as hbs.AST.PathExpression).original}": partials are not supported`);
    }
  }
  new Collector().accept(program);
  return printed;
}

function valueAt(values: MergeValues, path: string): unknown {
  return path.split(".").reduce<unknown>((at, name) => {
    const owns = typeof at === "object" && at !== null && Object.hasOwn(at, name);
    return owns ? (at as Record<string, unknown>)[name] : undefined;
  }, values);
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === null || (typeof value === "string" && value.trim() === "");
}

function firstLine(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n")[0] ?? "";
}
