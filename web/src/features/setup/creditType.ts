/** A credit type as it is typed in its form, and as the API takes it. */

import type {
  CreditType,
  CreditTypeBody,
  ReadField,
  Requirement,
  Review,
  RulesVersion,
} from "../../api/types";
import { parseAmount } from "../../text/format";
import { dayOf, dayProblem, writeDay } from "../../shared/typedDay";
import { t } from "../../text";

type Period = RulesVersion["period"];
type Validity = CreditType["validity"];

export interface Form {
  id: string;
  name: string;
  unit: string;
  step: string;
  minimum: string;
  maximum: string;
  requires: Requirement[];
  earnedWithinMonths: string;
  validity: Validity["kind"];
  validMonths: string;
  validUntil: string;
  review: Review;
  whenFound: ReadField[];
  instructions: string;
  checklist: string[];
  period: Period["kind"];
  startMonth: string;
  startDay: string;
  target: string;
  cap: string;
  carries: boolean;
  carryCredits: string;
  carryPeriods: string;
}

/** The version of the rules that begins with the next period, where they change. */
export function comingRules(type: CreditType): RulesVersion | undefined {
  const last = type.rules.at(-1);
  return last && last.starts_on > type.rules_in_force.starts_on ? last : undefined;
}

/** A change begins where the last one left off: what is saved again as it stands changes nothing. */
export function formOf(type: CreditType | undefined): Form {
  const rules = type && (comingRules(type) ?? type.rules_in_force);
  const plain = (amount: string | null | undefined) => (amount ? String(Number(amount)) : "");
  const validity = type?.validity ?? { kind: "as_stated" };
  const period = rules?.period ?? { kind: "calendar_year" };
  return {
    id: type?.id ?? "",
    name: type?.name ?? "",
    unit: type?.unit ?? "",
    step: plain(type?.step) || "0.25",
    minimum: plain(type?.minimum),
    maximum: plain(type?.maximum),
    requires: type?.requires ?? ["file"],
    earnedWithinMonths: type?.earned_within_months ? String(type.earned_within_months) : "",
    validity: validity.kind,
    validMonths: validity.kind === "months" ? String(validity.months) : "24",
    validUntil: validity.kind === "fixed" ? writeDay(validity.on) : "",
    review: type?.review ?? "required",
    whenFound: type?.when_found ?? [],
    instructions: type?.instructions ?? "",
    checklist: type?.checklist ?? [],
    period: period.kind,
    startMonth: period.kind === "year" ? String(period.month) : "1",
    startDay: period.kind === "year" ? String(period.day) : "1",
    target: plain(rules?.target),
    cap: plain(rules?.cap),
    carries: Boolean(rules?.carry_over),
    carryCredits: plain(rules?.carry_over?.credits),
    carryPeriods: rules?.carry_over ? String(rules.carry_over.periods) : "1",
  };
}

/** What cannot be sent, by the API's name of the field. The rules are the server's. */
export function gaps(form: Form): Record<string, string> {
  const found: Record<string, string> = {};
  if (!form.id) found["id"] = t("common.required");
  if (!form.name.trim()) found["name"] = t("common.required");
  if (!form.unit.trim()) found["unit"] = t("common.required");
  const amounts: [string, string][] = [
    ["step", form.step],
    ["minimum", form.minimum],
    ["maximum", form.maximum],
    ["period_rules.target", form.target],
    ["period_rules.cap", form.cap],
  ];
  for (const [field, typed] of amounts) {
    if (typed && !parseAmount(typed)) found[field] = t("form.wrongAmount");
  }
  if (carries(form) && !parseAmount(form.carryCredits)) {
    found["period_rules.carry_over.credits"] = form.carryCredits
      ? t("form.wrongAmount")
      : t("common.required");
  }
  form.checklist.forEach((question, at) => {
    if (form.review === "required" && !question.trim()) found[`checklist.${at}`] = t("common.required");
  });
  if (form.validity === "fixed" && !dayOf(form.validUntil))
    found["validity.on"] = dayProblem(form.validUntil) ?? t("common.required");
  return found;
}

/** Without a cap nothing is left over, and a lifetime has no next period. */
export function carries(form: Form): boolean {
  return form.carries && Boolean(form.cap) && form.period !== "lifetime";
}

export function bodyOf(form: Form): CreditTypeBody {
  const amount = (typed: string) => parseAmount(typed) ?? null;
  return {
    name: form.name.trim(),
    unit: form.unit.trim(),
    step: parseAmount(form.step) ?? "0.25",
    minimum: amount(form.minimum),
    maximum: amount(form.maximum),
    requires: form.requires,
    earned_within_months: form.earnedWithinMonths ? Number(form.earnedWithinMonths) : null,
    validity: validityOf(form),
    review: form.review,
    when_found: form.review === "automatic" ? form.whenFound : [],
    instructions: form.instructions.trim() || null,
    // Where nobody looks there is nobody to ask.
    checklist: form.review === "automatic" ? [] : form.checklist.map((question) => question.trim()),
    period_rules: {
      period: periodOf(form),
      target: amount(form.target),
      cap: amount(form.cap),
      carry_over: carries(form)
        ? { credits: parseAmount(form.carryCredits) ?? "0", periods: Number(form.carryPeriods) }
        : null,
    },
  };
}

function validityOf(form: Form): Validity {
  switch (form.validity) {
    case "months":
      return { kind: "months", months: Number(form.validMonths) };
    case "fixed":
      return { kind: "fixed", on: dayOf(form.validUntil) ?? "" };
    case "as_stated":
    case "never":
      return { kind: form.validity };
  }
}

function periodOf(form: Form): Period {
  switch (form.period) {
    case "year":
      return { kind: "year", month: Number(form.startMonth), day: Number(form.startDay) };
    case "calendar_year":
    case "lifetime":
      return { kind: form.period };
  }
}
