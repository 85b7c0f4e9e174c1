/** What stands where a forecast would, while there is none. */

import { Refused, words } from "../../api/errors";
import type { Unforeseen } from "../../shared/draft";
import { text } from "../../text";

export function whyNone(missing: readonly Unforeseen[], failure: unknown): string {
  if (missing.length > 0) {
    const listed = new Intl.ListFormat(text.language, { type: "conjunction" });
    return text.forecast.waiting(listed.format(missing.map((field) => text.forecast.missing[field])));
  }
  if (failure === undefined) return text.forecast.asking;
  if (!isWorthRetrying(failure)) return text.forecast.refused;
  return `${words(failure)} ${text.forecast.unfinished}`;
}

/** What was refused for a field is marked there, and asked again when that is changed. */
export function isWorthRetrying(failure: unknown): boolean {
  if (failure === undefined) return false;
  return !(failure instanceof Refused && Object.keys(failure.fields).length > 0);
}
