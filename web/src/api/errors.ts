import { formatInstant } from "../shared/format";
import { text } from "../text";
import type { Problem } from "./types";

/** Why the API refuses, as far as the portal tells it apart; all else is said in the API's words. */
export type RefusalCode = "action-not-allowed" | "id-reused" | "not-drawn" | "taken";

/** The API refused a request and says why. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly problem: Partial<Problem>,
    /** Seconds after which it may be otherwise. */
    readonly retryAfter?: number,
  ) {
    // When there is more is said by the clock of who reads it.
    const again = problem.retry_at && text.errors.tooMany(formatInstant(problem.retry_at));
    super(again || (problem.detail ?? text.errors.status(status)));
  }

  /** What the problem's type ends with. */
  get code(): string {
    return this.problem.type?.split(":").at(-1) ?? "";
  }

  /** Whether this is why. */
  is(...codes: RefusalCode[]): boolean {
    return codes.some((code) => code === this.code);
  }

  /** What is wrong, by the dotted name of the field. */
  get fields(): Record<string, string> {
    const fields: Record<string, string> = {};
    for (const { field, detail } of this.problem.errors ?? []) {
      fields[field] ??= detail.charAt(0).toUpperCase() + detail.slice(1);
    }
    return fields;
  }
}

/** Why one item of many was refused. */
export function reasonOf(problem: Problem): string {
  return Object.values(new Refused(problem.status, problem).fields)[0] ?? problem.detail ?? "";
}

/** No answer came: no network, or the server cannot be reached. */
export class Unreachable extends Error {
  constructor() {
    super(text.errors.unreachable);
  }
}

export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

/** What stands above these words: only what is wrong in a form is for its reader to put right. */
export function heading(error: unknown): string {
  const isMarked = error instanceof Refused && Object.keys(error.fields).length > 0;
  return isMarked ? text.form.other : text.errors.heading;
}

/** An error in words for the user. */
export function words(error: unknown): string {
  if (error instanceof Refused && error.code === "second-factor-required") return text.secondFactor.required;
  return error instanceof Refused || error instanceof Unreachable ? error.message : text.errors.unexpected;
}
