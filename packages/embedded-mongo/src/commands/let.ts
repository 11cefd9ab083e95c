import { compileExpression, type Variables } from "../aggregate/expression.ts";
import { isDoc, typeName } from "../bson/values.ts";
import { refuse } from "../errors.ts";

/** The variables of a command's `let`, and the one moment that is `$$NOW` for the whole command. */
export function parseLet(spec: unknown): Variables {
  const variables: Variables = { NOW: new Date() };
  if (spec === undefined || spec === null) return variables;
  if (!isDoc(spec)) refuse(14, `BSON field 'let' is the wrong type '${typeName(spec)}', expected type 'object'`);
  for (const [name, expression] of Object.entries(spec)) {
    if (!/^[a-z\u0080-\uffff]/.test(name))
      refuse(9, `'${name}' starts with an invalid character for a user variable name`);
    variables[name] = compileExpression(expression)({ root: {}, current: {}, variables });
  }
  return variables;
}
