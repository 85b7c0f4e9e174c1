/** What stands where a forecast would, while there is none. */

import { fieldsOf, words } from "../../api/problemWords";
import type { Unforeseen } from "../draft";
import { t } from "../../text";
import { formatList } from "../../text/format";

export function whyNone(missing: readonly Unforeseen[], failure: unknown): string {
  if (missing.length > 0) {
    return t("forecast.waiting", {
      missing: formatList(missing.map((field) => t(`forecast.missing.${field}`))),
    });
  }
  if (failure === undefined) return t("forecast.asking");
  if (!isWorthRetrying(failure)) return t("forecast.refused");
  return `${words(failure)} ${t("forecast.unfinished")}`;
}

/** What was refused for a field is marked there, and asked again when that is changed. */
export function isWorthRetrying(failure: unknown): boolean {
  if (failure === undefined) return false;
  return !(Object.keys(fieldsOf(failure)).length > 0);
}
