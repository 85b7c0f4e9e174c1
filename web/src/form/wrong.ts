/** What is wrong with a field: said before it is sent, by the limits that the API has. */

import type { Limit, Limits } from "../api/limits";
import type { Problem } from "../api/types";
import { wordsOf as wordsInGeneral } from "../api/wrongFields";
import { t } from "../text";

/** As the API says it. */
export type Wrong = Pick<NonNullable<Problem["errors"]>[number], "code" | "values">;

/** What somebody has to fill in, or write otherwise, in the words of a form; all else in the API's. */
export function wordsOf({ code, values, detail = "" }: Wrong & { detail?: string }): string {
  const isEmpty = code === "missing" || (/too_short$/.test(code) && values["limit"] === 1);
  if (isEmpty) return t("common.required");
  if (code === "string_pattern_mismatch") return t("form.notSo");
  return wordsInGeneral({ field: "", code, values, detail });
}

/** What of these values the API would refuse, by the dotted names of the fields. */
export function wrongIn(values: unknown, limits: Limits): Record<string, Wrong> {
  const found: Record<string, Wrong> = {};
  for (const [name, limit] of Object.entries(limits)) {
    for (const [field, value] of valuesAt(values, name.split("."))) {
      const wrong = wrongOf(value, limit);
      if (wrong) found[field] = wrong;
    }
  }
  return found;
}

/** What stands under a dotted name: several values where it leads through a list. What a form does not have is not judged. */
function valuesAt(value: unknown, [first, ...rest]: string[], before = ""): [string, unknown][] {
  if (first === undefined) return [[before.slice(1), value]];
  if (first === "*") {
    return Array.isArray(value) ? value.flatMap((item, at) => valuesAt(item, rest, `${before}.${at}`)) : [];
  }
  if (typeof value !== "object" || value === null || !(first in value)) return [];
  return valuesAt((value as Record<string, unknown>)[first], rest, `${before}.${first}`);
}

const wrong = (code: Wrong["code"], limit?: number): Wrong => ({
  code,
  values: limit === undefined ? {} : { limit },
});

export function wrongOf(value: unknown, limit: Limit): Wrong | undefined {
  if (Array.isArray(value)) return wrongLength(value.length, limit.minItems, limit.maxItems, "list");
  if (value === undefined || value === null || (typeof value === "string" && !value.trim())) {
    return limit.required || typeof value === "number" ? wrong("missing") : undefined;
  }
  if (typeof value !== "string" && typeof value !== "number") return undefined;
  if (limit.type === "integer" || limit.type === "number") return wrongNumber(String(value).trim(), limit);
  if (typeof value === "number") return undefined;
  const typed = value.trim();
  const length = wrongLength(Array.from(typed).length, limit.minLength, limit.maxLength, "text");
  if (length) return length;
  const fits = limit.pattern === undefined || new RegExp(limit.pattern, "u").test(typed);
  return fits ? undefined : wrong("string_pattern_mismatch");
}

function wrongLength(
  length: number,
  least: number | undefined,
  most: number | undefined,
  of: "list" | "text",
): Wrong | undefined {
  if (least !== undefined && length < least)
    return wrong(of === "list" ? "too_short" : "string_too_short", least);
  if (most !== undefined && length > most) return wrong(of === "list" ? "too_long" : "string_too_long", most);
  return undefined;
}

function wrongNumber(typed: string, { type, minimum, maximum }: Limit): Wrong | undefined {
  const number = Number(typed);
  if (!Number.isFinite(number) || (type === "integer" && !/^[+-]?\d+$/.test(typed)))
    return wrong("int_parsing");
  if (minimum !== undefined && number < minimum) return wrong("greater_than_equal", minimum);
  if (maximum !== undefined && number > maximum) return wrong("less_than_equal", maximum);
  return undefined;
}
