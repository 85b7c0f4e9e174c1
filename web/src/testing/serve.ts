/** An API for tests, in the place of `fetch`: what it is asked and answers is typed by the schema. */

import { afterEach, vi } from "vitest";
import type { paths } from "../api/schema.d";
import type { Problem } from "../api/types";
import { config } from "../config";

type Methods = "get" | "post" | "put" | "delete";
type Content<T> = T extends { content: infer C } ? C[keyof C] : never;
type AnswerOf<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202)]> : never;
type BodyOf<O> = O extends { requestBody?: infer B } ? Content<NonNullable<B>> : undefined;

/** What the API answers at, such as `GET /certificates/{certificate_id}`. */
export type Route = {
  [P in keyof paths]: {
    [M in Methods]: paths[P] extends Record<M, { responses: unknown }>
      ? `${Uppercase<M>} ${P & string}`
      : never;
  }[Methods];
}[keyof paths];

type Operation<R extends Route> = R extends `${infer M} ${infer P}`
  ? P extends keyof paths
    ? paths[P][Lowercase<M> & keyof paths[P]]
    : never
  : never;

export interface Asked<R extends Route = Route> {
  route: R;
  /** The parts of the path, by their names. */
  path: Record<string, string>;
  query: Record<string, string>;
  body: BodyOf<Operation<R>>;
  /** The version that was meant. */
  ifMatch?: string;
}

class Refusal {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    readonly headers: Record<string, string>,
  ) {}
}

type Code = Problem["type"] extends `urn:certfolio:problem:${infer C}` ? C : never;

/** Refuse a request: `refuse(412, "stale-version", { current })`. */
export function refuse(
  status: number,
  code: Code,
  more: Partial<Problem> & { retryAfter?: number } = {},
): Refusal {
  const { retryAfter, ...problem } = more;
  return new Refusal(
    status,
    { type: `urn:certfolio:problem:${code}`, title: code, status, detail: code, ...problem },
    retryAfter === undefined ? {} : { "retry-after": String(retryAfter) },
  );
}

/** Refuse what was sent for one field: `refuseField("reasons.0.text", "string_too_long", { limit: 80 })`. */
export function refuseField(field: string, code: Wrong["code"], values: Wrong["values"] = {}): Refusal {
  const errors = [{ part: "body", field, code, values, detail: `is wrong (${code})` }];
  return refuse(400, "invalid-input", { errors });
}

type Wrong = NonNullable<Problem["errors"]>[number];

/** No answer, as without a network. */
export const UNREACHABLE = Symbol("unreachable");

type Reply<R extends Route> = AnswerOf<Operation<R>> | Refusal | typeof UNREACHABLE;
type Handler<R extends Route> = Reply<R> | ((asked: Asked<R>) => Reply<R> | Promise<Reply<R>>);
export type Routes = { [R in Route]?: Handler<R> };

export interface Served {
  /** What was asked, the first one first. */
  log: Asked[];
  /** What was asked at one route. */
  asked: <R extends Route>(route: R) => Asked<R>[];
  /** Answer otherwise from now on. */
  answer: (routes: Routes) => void;
}

/** An answer that waits until it is let go: `GET …: gate.wait(answer)`, later `gate.open()`. */
export function makeGate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return {
    wait:
      <T>(answer: T) =>
      () =>
        opened.then(() => answer),
    open: () => open(),
  };
}

export const API = "https://api.test";

/** Answer requests of this test; what is not answered fails it. */
export function serve(routes: Routes): Served {
  Object.assign(config, {
    apiUrl: API,
    region: "eu-central-1",
    userPoolId: "pool",
    userPoolClientId: "client",
    identityPoolId: "identities",
    maxFileBytes: 20_000_000,
  });
  let known = routes as Record<string, Handler<Route> | undefined>;
  const log: Asked[] = [];
  const unknown: string[] = [];
  vi.stubGlobal("fetch", async (target: string | Request, options?: RequestInit) => {
    const request = new Request(target, options);
    if (request.url.includes("cognito-identity")) return json(200, credentials());
    const signal = options?.signal ?? request.signal;
    const asked = await askedBy(request, Object.keys(known));
    if (!asked) {
      unknown.push(`${request.method} ${request.url}`);
      return json(404, { type: "urn:certfolio:problem:not-found", detail: "not served" });
    }
    log.push(asked);
    const handler = known[asked.route];
    const reply = await (typeof handler === "function" ? handler(asked) : handler);
    signal.throwIfAborted();
    if (reply === UNREACHABLE) throw new TypeError("Failed to fetch");
    if (reply instanceof Refusal) return json(reply.status, reply.problem, reply.headers);
    return json(200, reply);
  });
  unserved = unknown;
  return {
    log,
    asked: <R extends Route>(route: R) => log.filter((one) => one.route === route) as unknown as Asked<R>[],
    answer: (more) => {
      known = { ...known, ...(more as typeof known) };
    },
  };
}

let unserved: string[] = [];
afterEach(() => {
  const missed = unserved;
  unserved = [];
  vi.unstubAllGlobals();
  if (missed.length) throw new Error(`asked, but not served: ${missed.join(", ")}`);
});

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  const type = status < 400 ? "application/json" : "application/problem+json";
  return new Response(JSON.stringify(body), { status, headers: { "content-type": type, ...headers } });
}

/** Staff exchange their token for these; one answer does for both steps. */
function credentials() {
  const Expiration = Date.now() / 1000 + 3600;
  return {
    IdentityId: "identity",
    Credentials: { AccessKeyId: "key", SecretKey: "secret", SessionToken: "session", Expiration },
  };
}

async function askedBy(request: Request, served: string[]): Promise<Asked | undefined> {
  const { pathname, searchParams } = new URL(request.url);
  // Without a name for a part comes before one that has a name for it.
  for (const route of served.sort((one, other) => one.split("{").length - other.split("{").length)) {
    const [method, template = ""] = route.split(" ");
    if (method !== request.method) continue;
    const pattern = new RegExp(`^${template.replace(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);
    const match = pattern.exec(pathname);
    if (!match) continue;
    const text = await request.text();
    const ifMatch = request.headers.get("if-match");
    return {
      route: route as Route,
      path: Object.fromEntries(
        Object.entries(match.groups ?? {}).map(([name, value]) => [name, decodeURIComponent(value)]),
      ),
      query: Object.fromEntries(searchParams),
      body: (text ? JSON.parse(text) : undefined) as Asked["body"],
      ...(ifMatch && { ifMatch }),
    };
  }
  return undefined;
}
