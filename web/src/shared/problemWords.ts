/** What went wrong, in words for who has to know. */

import type { Problem } from "../api/types";
import { Refused, Unreachable } from "../errors";
import { t } from "../text";
import { formatInstant } from "../text/format";

/** An error in words for the user. */
export function words(error: unknown): string {
  if (error instanceof Unreachable) return t("errors.unreachable");
  if (!(error instanceof Refused)) return t("errors.unexpected");
  if (error.is("second-factor-required")) return t("secondFactor.required");
  const { retry_at, detail } = error.problem;
  // When there is more is said by the clock of who reads it.
  if (retry_at) return t("errors.tooMany", { when: formatInstant(retry_at) });
  return detail ?? t("errors.status", { status: error.status });
}

/** What stands above these words: only what is wrong in a form is for its reader to put right. */
export function heading(error: unknown): string {
  return Object.keys(fieldsOf(error)).length > 0 ? t("form.other") : t("errors.heading");
}

/** What is wrong of which field, by its dotted name; of an error that is no refusal, nothing. */
export function fieldsOf(error: unknown): Record<string, string> {
  const fields: Record<string, string> = {};
  if (!(error instanceof Refused)) return fields;
  for (const { field, detail } of error.problem.errors ?? []) {
    fields[field] ??= detail.charAt(0).toUpperCase() + detail.slice(1);
  }
  return fields;
}

/** Why one item of many was refused. */
export function reasonOf(problem: Problem): string {
  const refused = new Refused(problem.status, problem);
  return Object.values(fieldsOf(refused))[0] ?? words(refused);
}
