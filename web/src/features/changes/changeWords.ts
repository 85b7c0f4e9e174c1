/** What a change of the set-up says, in words. */

import type { CreditTypeBody, OfferedReason, RulesVersion, SetUpChange } from "../../api/types";
import { formatAmount, formatDay, formatMonth } from "../../shared/format";
import { nameOf } from "../../shared/kinds";
import { text } from "../../text";

const t = text.changes;

type Field = SetUpChange["fields"][number];

export interface Difference {
  field: string;
  label: string;
  /** Missing where a record was added. */
  before?: string;
  /** Missing where a record was removed. */
  after?: string;
}

export function differences({ area, step, fields }: SetUpChange): Difference[] {
  return fields.map((field) => ({
    field: field.field,
    label: (t.fields[area] as Record<string, string>)[field.field] ?? field.field,
    ...(step !== "added" && { before: said(field, field.before, field.after) }),
    ...(step !== "removed" && { after: said(field, field.after, field.before) }),
  }));
}

/** A value in words; of a list, what the other one does not hold. */
function said({ field, erased }: Field, value: unknown, other: unknown): string {
  if (erased) return t.erased;
  if (value === null || value === undefined) return t.nothing;
  if (!Array.isArray(value)) return one(field, value);
  const known = Array.isArray(other) ? other.map((item) => JSON.stringify(item)) : [];
  const own = value.filter((item) => !known.includes(JSON.stringify(item)));
  if (!own.length) return value.length ? t.same : t.nothing;
  return own.map((item) => one(field, item)).join("; ");
}

function one(field: string, value: unknown): string {
  switch (field) {
    case "role":
      return nameOf(text.setUp.roles, String(value));
    case "retired":
      return value ? text.setUp.retired : text.setUp.inUse;
    case "step":
    case "minimum":
    case "maximum":
      return formatAmount(String(value));
    case "review":
      return text.setUp.reviewKinds[value as NonNullable<CreditTypeBody["review"]>];
    case "requires":
      return text.setUp.requirement[value as keyof typeof text.setUp.requirement];
    case "when_found":
      return text.setUp.readField[value as keyof typeof text.setUp.readField];
    case "validity":
      return validity(value as NonNullable<CreditTypeBody["validity"]>);
    case "rules":
      return rules(value as RulesVersion);
    case "reasons":
      return reason(value as OfferedReason);
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

function validity(value: NonNullable<CreditTypeBody["validity"]>): string {
  switch (value.kind) {
    case "months":
      return text.setUp.forMonths(value.months);
    case "fixed":
      return `${text.setUp.validUntil} ${formatDay(value.on)}`;
    case "as_stated":
    case "never":
      return text.setUp.validityKinds[value.kind];
  }
}

function rules({ period, target, cap, carry_over, starts_on }: RulesVersion): string {
  return [
    t.from(formatDay(starts_on)),
    periodOf(period),
    target ? `${text.credits.target} ${formatAmount(target)}` : undefined,
    cap ? `${text.credits.cap} ${formatAmount(cap)}` : undefined,
    carry_over ? t.carries(formatAmount(carry_over.credits), carry_over.periods) : undefined,
  ]
    .filter(Boolean)
    .join(", ");
}

function periodOf(period: RulesVersion["period"]): string {
  if (period.kind !== "year") return text.setUp.periodKinds[period.kind];
  return t.yearFrom(period.day, formatMonth(period.month));
}

function reason({ text: words, uses }: OfferedReason): string {
  return `${words} (${uses.map((use) => text.setUp.uses[use]).join(", ")})`;
}
