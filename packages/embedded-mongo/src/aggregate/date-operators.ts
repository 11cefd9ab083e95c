import type { OperatorCompiler } from "./evaluate.ts";
export const dateOperators: Record<string, OperatorCompiler> = {};
