/** What went wrong, in words for who has to know. */

import type { components } from "./schema.d";
import type { Problem, Status } from "./types";
import { Refused, type Told, Unreachable } from "../errors";
import { isText, t } from "../text";
import { formatInstant } from "../text/format";
import { lookUp } from "./lookUp";
import { wordsOf } from "./wrongFields";

type ProblemCode = Problem["type"] extends `urn:certfolio:problem:${infer Code}` ? Code : never;
/** What speaks against an erasure. */
type Withholding = "legal_hold" | "on_staff" | "retention";
type Missing = components["schemas"]["Missing"];
type Barred = components["schemas"]["Barred"];

const asDetailed = () => undefined;

/** Each kind of problem in words; undefined where the API's own say more. */
const WORDS: Record<ProblemCode, (problem: Told) => string | undefined> = {
  "action-not-allowed": ({ values }) =>
    values ? t("problem.action-not-allowed", { status: values["status"] as Status }) : undefined,
  "being-erased": () => t("problem.being-erased"),
  "erasure-withheld": ({ values }) =>
    values
      ? t("problem.erasure-withheld", {
          reasons: (values["reasons"] as string[])
            .map((one) => (isText(`withholding.${one}`) ? t(`withholding.${one as Withholding}`) : one))
            .join(" "),
        })
      : undefined,
  "bad-request": asDetailed,
  "content-too-large": () => t("problem.content-too-large"),
  "file-not-available": () => t("problem.file-not-available"),
  forbidden: ({ why }) => (isText(`barred.${why}`) ? t(`barred.${why as Barred}`) : undefined),
  "id-reused": () => t("problem.id-reused"),
  "internal-error": () => t("problem.internal-error"),
  "invalid-input": () => t("problem.invalid-input"),
  "last-administrator": () => t("problem.last-administrator"),
  "mail-in-use": () => t("problem.mail-in-use"),
  "not-drawn": () => t("problem.not-drawn"),
  "not-found": ({ what }) => (isText(`missing.${what}`) ? t(`missing.${what as Missing}`) : undefined),
  "not-tried": () => t("problem.not-tried"),
  "no-credit-types": () => t("problem.no-credit-types"),
  "precondition-required": asDetailed,
  "renewal-open": () => t("problem.renewal-open"),
  "second-factor-required": () => t("secondFactor.required"),
  "stale-version": () => t("problem.stale-version"),
  taken: ({ values }) =>
    values
      ? t("problem.taken", { by: String(values["by"]), until: formatInstant(String(values["until"])) })
      : undefined,
  "too-many-uploads": asDetailed,
  unavailable: () => t("problem.unavailable"),
  "unprocessable-content": () => t("problem.invalid-input"),
  "unsupported-media-type": asDetailed,
  refused: asDetailed,
  "too-many-requests": () => t("problem.too-many-requests"),
  unauthorized: () => t("problem.unauthorized"),
};

/** An error in words for the user. */
export function words(error: unknown): string {
  if (error instanceof Unreachable) return t("errors.unreachable");
  if (!(error instanceof Refused)) return t("errors.unexpected");
  const { retry_at } = error.problem;
  // When there is more is said by the clock of who reads it.
  if (retry_at) return t("errors.tooMany", { when: formatInstant(retry_at) });
  const worded = lookUp(WORDS, error.code as ProblemCode)?.(error.problem);
  return worded ?? error.problem.detail ?? t("errors.status", { status: error.status });
}

/** What stands above these words: only what is wrong in a form is for its reader to put right. */
export function heading(error: unknown): string {
  return Object.keys(fieldsOf(error)).length > 0 ? t("form.other") : t("errors.heading");
}

/** What is wrong of which field, by its dotted name; of an error that is no refusal, nothing. */
export function fieldsOf(error: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!(error instanceof Refused)) return fields;
  for (const wrong of error.problem.errors ?? []) {
    fields[wrong.field] ??= wordsOf(wrong);
  }
  return fields;
}

/** Why one item of many was refused. */
export function reasonOf(problem: Problem): string {
  const refused = new Refused(problem.status, problem);
  return Object.values(fieldsOf(refused))[0] ?? words(refused);
}
