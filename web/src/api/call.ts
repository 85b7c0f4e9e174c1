/** One typed way to call the API, whoever signs the request. */

import { Refused, Unreachable } from "../errors";
import type { paths } from "./schema.d";
import type { Problem } from "./types";

type Method = "get" | "post" | "put" | "delete";
type Path = keyof paths;
type PathWith<M extends Method> = {
  [P in Path]: paths[P] extends { [K in M]: { responses: unknown } } ? P : never;
}[Path];
type Operation<M extends Method, P extends Path> = paths[P] extends { [K in M]: infer O } ? O : never;
type Content<T> = T extends { content: infer C } ? C[keyof C] : never;

type Answer<O> = O extends { responses: infer R } ? Content<R[keyof R & (200 | 201 | 202)]> : never;
type Query<O> = O extends { parameters: { query?: infer Q } } ? Q : never;
type Parameters<O> = O extends { parameters: { path: infer P } } ? P : never;
type Body<O> = O extends { requestBody?: infer B } ? Content<NonNullable<B>> : never;

export interface Options<O> {
  path?: Parameters<O>;
  query?: Query<O>;
  body?: Body<O>;
  /** The version that was read; sent as `If-Match`. */
  version?: number;
  signal?: AbortSignal;
  /** Whose request this is: nobody else's credentials are put to it. */
  user?: string;
  /** It goes on where the page that sends it is closed. */
  keepalive?: boolean;
}

export interface Outgoing {
  url: string;
  method: string;
  headers: Record<string, string>;
  body?: string;
  signal?: AbortSignal;
  user?: string;
  keepalive?: boolean;
}

/** Sends one request with whatever proves who calls. */
export type Send = (request: Outgoing) => Promise<Response>;

export type Call = <M extends Method, P extends PathWith<M>>(
  method: M,
  path: P,
  options?: Options<Operation<M, P>>,
) => Promise<Answer<Operation<M, P>>>;

export function caller(apiUrl: () => string, send: Send): Call {
  return async (method, path, options = {}) => {
    const request = outgoing(apiUrl(), method, path, options);
    const response = await reach(send, request);
    if (!response.ok) throw new Refused(response.status, await problem(response), pauseSaid(response));
    return (await response.json()) as Answer<never>;
  };
}

/** A request as it is sent, but for what proves who calls. */
export function outgoing<M extends Method, P extends PathWith<M>>(
  apiUrl: string,
  method: M,
  path: P,
  options: Options<Operation<M, P>>,
): Outgoing {
  const { signal, user, keepalive, version } = options;
  const { body } = options as { body?: unknown };
  const request: Outgoing = {
    url: apiUrl + fill(path, options.path) + search(options.query),
    method: method.toUpperCase(),
    headers: {},
    ...(signal && { signal }),
    ...(user && { user }),
    ...(keepalive && { keepalive }),
  };
  if (body !== undefined) {
    request.headers["content-type"] = "application/json";
    request.body = JSON.stringify(body);
  }
  if (version !== undefined) request.headers["if-match"] = `"${version}"`;
  return request;
}

/** Whether to try again is up to whoever asks; see `client.ts`. */
async function reach(send: Send, request: Outgoing): Promise<Response> {
  try {
    return await send(request);
  } catch (error) {
    throw error instanceof TypeError ? new Unreachable() : error;
  }
}

/** Seconds to wait, as the API says them. */
function pauseSaid({ headers }: Response): number | undefined {
  const seconds = Number(headers.get("retry-after") ?? NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? seconds : undefined;
}

async function problem(response: Response): Promise<Partial<Problem>> {
  const type = response.headers.get("content-type") ?? "";
  return type.includes("json") ? ((await response.json()) as Partial<Problem>) : {};
}

function fill(path: string, values: unknown): string {
  const named = (values ?? {}) as Record<string, string>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(named[name] ?? ""));
}

function search(query: unknown): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    if (value !== undefined && value !== null && value !== "") parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text && `?${text}`;
}
