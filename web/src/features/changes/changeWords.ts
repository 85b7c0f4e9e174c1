/** What a change of the set-up says, in words. */

import "../../text/setup";
import type {
  CreditTypeBody,
  LabelRule,
  OfferedReason,
  ReadField,
  Requirement,
  Role,
  RulesVersion,
  SetUpChange,
  Settings,
} from "../../api/types";
import { formatAmount, formatDay, formatInstant, formatList, formatMonth } from "../../text/format";
import { kindsOf } from "../../shared/kinds";
import { t, textsOf } from "../../text";

type Field = SetUpChange["fields"][number];
/** What retention removes. */
type Removed = Exclude<keyof Settings["retention"], "notice_days" | "prescribed">;

export interface Difference {
  field: string;
  label: string;
  /** Missing where a record was added. */
  before?: string;
  /** Missing where a record was removed. */
  after?: string;
}

export function differences({ area, step, fields }: SetUpChange): Difference[] {
  const labels: Record<string, string> = textsOf(`changes.fields.${area}`);
  return fields.map((field) => ({
    field: field.field,
    label: labels[field.field] ?? field.field,
    ...(step !== "added" && { before: said(field, field.before, field.after) }),
    ...(step !== "removed" && { after: said(field, field.after, field.before) }),
  }));
}

/** A value in words; of a list, what the other one does not hold. */
function said({ field, erased }: Field, value: unknown, other: unknown): string {
  if (erased) return t("changes.erased");
  if (value === null || value === undefined) return t("changes.nothing");
  if (!Array.isArray(value)) return one(field, value);
  const known = Array.isArray(other) ? other.map((item) => JSON.stringify(item)) : [];
  const own = value.filter((item) => !known.includes(JSON.stringify(item)));
  if (!own.length) return value.length ? t("changes.same") : t("changes.nothing");
  return own.map((item) => one(field, item)).join("; ");
}

function one(field: string, value: unknown): string {
  switch (field) {
    case "role":
      return t(`setUp.roles.${value as Role}`);
    case "retired":
      return value ? t("setUp.retired") : t("setUp.inUse");
    case "step":
    case "minimum":
    case "maximum":
      return formatAmount(String(value));
    case "review":
      return t(`setUp.reviewKinds.${value as NonNullable<CreditTypeBody["review"]>}`);
    case "requires":
      return t(`setUp.requirement.${value as Requirement}`);
    case "when_found":
      return t(`setUp.readField.${value as ReadField}`);
    case "validity":
      return validity(value as NonNullable<CreditTypeBody["validity"]>);
    case "rules":
      return rules(value as RulesVersion);
    case "hired_on":
      return formatDay(String(value));
    case "left_at":
    case "hold_since":
    case "erasure_asked_at":
      return formatInstant(String(value));
    case "erasure":
      return value === "done" ? t("rights.erased") : t("rights.started");
    case "logo":
      return t("changes.picture");
    case "labels":
      return label(value as LabelRule);
    case "ends_when_renewed":
      return value ? t("changes.yes") : t("changes.no");
    case "reminders": {
      const { days } = value as Settings["reminders"];
      return days.length
        ? t("changes.daysBefore", { days: formatList(days.map(String)) })
        : t("changes.nothing");
    }
    case "mails": {
      const { quiet, quiet_from, quiet_to, names_deciders } = value as Settings["mails"];
      return [
        quiet ? t("changes.quietHours", { from: quiet_from, to: quiet_to }) : t("changes.noQuietHours"),
        names_deciders ? t("changes.decidersNamed") : t("changes.decidersUnnamed"),
      ].join(", ");
    }
    case "retention": {
      const retention = value as Settings["retention"];
      const kinds = kindsOf(textsOf("setUp.retentionOf")).flatMap((kind) => {
        const months = retention[kind];
        return months ? [`${t(`setUp.retentionOf.${kind}`)}: ${t("setUp.forMonths", { months })}`] : [];
      });
      const { prescribed, notice_days } = retention;
      const stated = [
        ...kinds,
        ...(kinds.length ? [t("changes.noticeDays", { days: notice_days })] : []),
        ...(prescribed ? [t("changes.prescribed", prescribed)] : []),
      ];
      return stated.length ? stated.join("; ") : t("changes.nothing");
    }
    case "removed":
      return t(`setUp.retentionOf.${value as Removed}`);
    case "reasons":
      return reason(value as OfferedReason);
    default:
      return typeof value === "string" ? value : JSON.stringify(value);
  }
}

function label({ name, required, choices }: LabelRule): string {
  const offered = choices.map((choice) =>
    choice.retired ? t("changes.choiceRetired", { name: choice.name }) : choice.name,
  );
  return `${required ? t("changes.labelRequired", { name }) : name}: ${formatList(offered)}`;
}

function validity(value: NonNullable<CreditTypeBody["validity"]>): string {
  switch (value.kind) {
    case "months":
      return t("setUp.forMonths", { months: value.months });
    case "fixed":
      return `${t("setUp.validUntil")} ${formatDay(value.on)}`;
    case "as_stated":
    case "never":
      return t(`setUp.validityKinds.${value.kind}`);
  }
}

function rules({ period, target, cap, carry_over, expires_after_months, starts_on }: RulesVersion): string {
  return [
    t("changes.from", { day: formatDay(starts_on) }),
    periodOf(period),
    target ? `${t("credits.target")} ${formatAmount(target)}` : undefined,
    cap ? `${t("credits.cap")} ${formatAmount(cap)}` : undefined,
    carry_over
      ? t("changes.carries", { credits: formatAmount(carry_over.credits), periods: carry_over.periods })
      : undefined,
    expires_after_months ? t("changes.creditsExpire", { months: expires_after_months }) : undefined,
  ]
    .filter(Boolean)
    .join(", ");
}

function periodOf(period: RulesVersion["period"]): string {
  if (period.kind !== "year") return t(`setUp.periodKinds.${period.kind}`);
  return t("changes.yearFrom", { day: period.day, month: formatMonth(period.month) });
}

function reason({ text: words, uses }: OfferedReason): string {
  return `${words} (${uses.map((use) => t(`setUp.uses.${use}`)).join(", ")})`;
}
