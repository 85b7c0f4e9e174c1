/** A credit type as it is typed in its form, and as the API takes it. */

import type {
  CreditType,
  CreditTypeBody,
  LabelRule,
  ReadField,
  Requirement,
  Review,
  RulesVersion,
} from "../../api/types";
import { parseAmount } from "../../text/format";
import type { Wrong } from "../../form/wrong";
import { dayOf, writeDay } from "../../shared/typedDay";

type Period = RulesVersion["period"];
type Validity = CreditType["validity"];

/** Numbers and days as they are typed; names are the API's, so that what it says finds its field. */
export interface Form {
  id: string;
  name: string;
  unit: string;
  step: string;
  minimum: string;
  maximum: string;
  requires: Requirement[];
  earned_within_months: string;
  validity: { kind: Validity["kind"]; months: string; on: string };
  review: Review;
  when_found: ReadField[];
  instructions: string;
  checklist: string[];
  ends_when_renewed: boolean;
  labels: FormLabel[];
  period_rules: {
    period: { kind: Period["kind"]; month: string; day: string };
    target: string;
    cap: string;
    carries: boolean;
    carry_over: { credits: string; periods: string };
    expires_after_months: string;
  };
}

/** A label as it is typed; what is new has no id yet. */
export type FormLabel = LabelRule;

/** What is judged by `wrongOf` alone: amounts are typed with a comma, too, and some fields are not shown. */
export const JUDGED = [
  "step",
  "minimum",
  "maximum",
  "checklist.*",
  "labels.*.id",
  "labels.*.choices.*.id",
  "period_rules.target",
  "period_rules.cap",
  "period_rules.carry_over.credits",
  "period_rules.carry_over.periods",
] as const;

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
    earned_within_months: type?.earned_within_months ? String(type.earned_within_months) : "",
    validity: {
      kind: validity.kind,
      months: validity.kind === "months" ? String(validity.months) : "24",
      on: validity.kind === "fixed" ? writeDay(validity.on) : "",
    },
    review: type?.review ?? "required",
    when_found: type?.when_found ?? [],
    instructions: type?.instructions ?? "",
    checklist: type?.checklist ?? [],
    ends_when_renewed: type?.ends_when_renewed ?? false,
    labels: type?.labels.map((label) => ({ ...label, choices: [...label.choices] })) ?? [],
    period_rules: {
      period: {
        kind: period.kind,
        month: period.kind === "year" ? String(period.month) : "1",
        day: period.kind === "year" ? String(period.day) : "1",
      },
      target: plain(rules?.target),
      cap: plain(rules?.cap),
      carries: Boolean(rules?.carry_over),
      carry_over: {
        credits: plain(rules?.carry_over?.credits),
        periods: rules?.carry_over ? String(rules.carry_over.periods) : "1",
      },
      expires_after_months: rules?.expires_after_months ? String(rules.expires_after_months) : "",
    },
  };
}

type Wrongs = Record<string, Wrong | undefined>;
const missing: Wrong = { code: "missing", values: {} };
const noAmount: Wrong = { code: "not_an_amount", values: {} };

/** What cannot be sent and is said by no limit of one field. The rules are the server's. */
export function wrongs(form: Form): Wrongs {
  const { period_rules: rules, validity } = form;
  const amount = (typed: string) => (typed && !parseAmount(typed) ? noAmount : undefined);
  return {
    id: form.id ? undefined : missing,
    step: amount(form.step),
    minimum: amount(form.minimum),
    maximum: amount(form.maximum),
    "period_rules.target": amount(rules.target),
    "period_rules.cap": amount(rules.cap),
    ...(carries(form) && {
      "period_rules.carry_over.credits": rules.carry_over.credits
        ? amount(rules.carry_over.credits)
        : missing,
      "period_rules.carry_over.periods": Number(rules.carry_over.periods) ? undefined : missing,
    }),
    ...(form.review === "required" &&
      Object.fromEntries(
        form.checklist.map((question, at) => [`checklist.${at}`, question.trim() ? undefined : missing]),
      )),
    ...(validity.kind === "months" && {
      "validity.months": /^[1-9]\d{0,3}$/.test(validity.months.trim()) ? undefined : missing,
    }),
    ...(validity.kind === "fixed" && {
      "validity.on": dayOf(validity.on)
        ? undefined
        : validity.on
          ? { code: "not_a_date", values: {} }
          : missing,
    }),
  };
}

/** Without a cap nothing is left over, and a lifetime has no next period. */
export function carries({ period_rules: { carries: wanted, cap, period } }: Form): boolean {
  return wanted && Boolean(cap) && period.kind !== "lifetime";
}

/** With names without spaces around them, and an id made of the name for what has none yet. */
function named<Named extends { id: string; name: string }>(all: readonly Named[]): Named[] {
  const taken = new Set(all.map(({ id }) => id));
  return all.map((one) => {
    const name = one.name.trim();
    if (one.id) return { ...one, name };
    const id = freeOf(slugOf(name), taken);
    taken.add(id);
    return { ...one, id, name };
  });
}

const MOST_OF_ID = 40;

function slugOf(name: string): string {
  const plain = name.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
  return (
    plain
      .replace(/[^a-z0-9]+/g, "-")
      .replace(/^-+|-+$/g, "")
      .slice(0, MOST_OF_ID) || "x"
  );
}

function freeOf(slug: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number += 1) {
    const end = number > 1 ? `-${String(number)}` : "";
    const id = slug.slice(0, MOST_OF_ID - end.length) + end;
    if (!taken.has(id)) return id;
  }
}

export function bodyOf(form: Form): CreditTypeBody {
  const amount = (typed: string) => parseAmount(typed) ?? null;
  const { period_rules: rules } = form;
  return {
    name: form.name.trim(),
    unit: form.unit.trim(),
    step: parseAmount(form.step) ?? "0.25",
    minimum: amount(form.minimum),
    maximum: amount(form.maximum),
    requires: form.requires,
    earned_within_months: form.earned_within_months ? Number(form.earned_within_months) : null,
    validity: validityOf(form),
    review: form.review,
    when_found: form.review === "automatic" ? form.when_found : [],
    instructions: form.instructions.trim() || null,
    // Where nobody looks there is nobody to ask.
    checklist: form.review === "automatic" ? [] : form.checklist.map((question) => question.trim()),
    ends_when_renewed: form.ends_when_renewed,
    labels: named(form.labels).map((label) => ({ ...label, choices: named(label.choices) })),
    period_rules: {
      period: periodOf(form),
      target: amount(rules.target),
      cap: amount(rules.cap),
      carry_over: carries(form)
        ? {
            credits: parseAmount(rules.carry_over.credits) ?? "0",
            periods: Number(rules.carry_over.periods),
          }
        : null,
      expires_after_months: rules.expires_after_months ? Number(rules.expires_after_months) : null,
    },
  };
}

function validityOf({ validity: { kind, months, on } }: Form): Validity {
  switch (kind) {
    case "months":
      return { kind, months: Number(months) };
    case "fixed":
      return { kind, on: dayOf(on) ?? "" };
    case "as_stated":
    case "never":
      return { kind };
  }
}

function periodOf({ period_rules: { period } }: Form): Period {
  const { kind, month, day } = period;
  switch (kind) {
    case "year":
      return { kind, month: Number(month), day: Number(day) };
    case "calendar_year":
    case "hiring_year":
    case "lifetime":
      return { kind };
  }
}

/** What learners would claim if it were saved now: for a preview of their form. */
export function previewOf(form: Form): CreditType {
  const body = bodyOf(form);
  const rules = { ...body.period_rules, version: 1, starts_on: "1950-01-01" } as RulesVersion;
  return {
    ...body,
    id: form.id || "new",
    step: body.step,
    minimum: body.minimum ?? null,
    maximum: body.maximum ?? null,
    requires: form.requires,
    earned_within_months: body.earned_within_months ?? null,
    validity: validityOf(form),
    review: form.review,
    when_found: form.when_found,
    instructions: body.instructions ?? null,
    checklist: body.checklist,
    ends_when_renewed: form.ends_when_renewed,
    labels: named(form.labels).map((label) => ({ ...label, choices: named(label.choices) })),
    rules: [rules],
    rules_in_force: rules,
    claimed: false,
    retired: false,
    version: 1,
  };
}
