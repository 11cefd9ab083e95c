/** What the REST API answered when it did not do what it was asked: an RFC 9457 problem document. */
export class RestProblem extends Error {
  readonly status: number;
  readonly problem: { title: string; status: number; detail: string; errors?: { field: string; message: string }[] };
  constructor(call: string, status: number, problem: RestProblem["problem"]) {
    super(`${call}: ${status} ${JSON.stringify(problem)}`);
    this.status = status;
    this.problem = problem;
  }
}

// biome-ignore lint/suspicious/noExplicitAny: bodies are checked by what the tests expect of them
type Body = any;

export interface RestClient {
  get(path: string): Promise<Body>;
  post(path: string, body?: unknown, headers?: Record<string, string>): Promise<Body>;
  patch(path: string, body: unknown): Promise<Body>;
  /** Every item of a list, page after page. */
  all(path: string): Promise<Body[]>;
}

/** Calls /api/v1 with a key. `url` is asked for each call, since a program started again has another port. */
export function createRestClient(url: () => string, apiKey: string): RestClient {
  async function call(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${url()}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${apiKey}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const answer = (await response.json()) as Body;
    if (!response.ok) throw new RestProblem(`${method} ${path}`, response.status, answer);
    return answer;
  }
  return {
    get: (path) => call("GET", path),
    post: (path, body, headers) => call("POST", path, body, headers),
    patch: (path, body) => call("PATCH", path, body),
    async all(path) {
      const items: Body[] = [];
      for (let cursor: string | null = ""; cursor !== null; ) {
        const separator = path.includes("?") ? "&" : "?";
        const page: Body = await call("GET", `${path}${separator}limit=200${cursor && `&cursor=${cursor}`}`);
        items.push(...page.items);
        cursor = page.next;
      }
      return items;
    },
  };
}
