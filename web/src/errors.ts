/** What goes wrong on the way to the API. How it is said stands elsewhere. */

/** What is wrong with a field; `detail` says it in English. */
export interface Wrong {
  field: string;
  part?: string;
  code: string;
  detail: string;
  values?: Readonly<Record<string, unknown>>;
}

/** What has to stay, until when and why. */
export interface Kept {
  reason: string;
  until: string;
  certificates: readonly { certificate_id: string; title: string; until: string }[];
}

/** What the API says of why it refuses, as far as it says it. */
export interface Told {
  type?: string;
  detail?: string | null;
  /** When there is more, where there is none for a while. */
  retry_at?: string | null;
  errors?: readonly Wrong[] | null;
  /** What a sentence about it needs. */
  values?: Readonly<Record<string, unknown>> | null;
  /** What there is none of, and why something is not allowed. */
  what?: string | null;
  why?: string | null;
  /** What has to stay of who is to be erased. */
  kept?: Kept | null;
  /** The record as it is now, where it is not what was changed. */
  current?: unknown;
}

/** Why the API refuses, as far as the portal tells it apart; all else is said in the API's words. */
export type RefusalCode =
  "action-not-allowed" | "id-reused" | "not-drawn" | "second-factor-required" | "taken";

/** The API refused a request and says why. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Told,
    /** Seconds after which it may be otherwise. */
    readonly retryAfter?: number,
  ) {
    super(`refused: ${status}`);
  }

  /** What the problem's type ends with. */
  get code(): string {
    return this.problem.type?.split(":").at(-1) ?? "";
  }

  /** Whether this is why. */
  is(...codes: RefusalCode[]): boolean {
    return codes.some((code) => code === this.code);
  }
}

/** No answer came: no network, or the server cannot be reached. */
export class Unreachable extends Error {
  constructor() {
    super("unreachable");
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}
