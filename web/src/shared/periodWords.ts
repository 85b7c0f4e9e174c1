/** What a period and its lines say, in words. */

import type { PeriodTotals, StatementLine } from "../api/types";
import { t } from "../text";
import { formatAmount, formatDay } from "../text/format";
import { lookUp } from "./kinds";
import { daysLeft, isPresent, type Next, nextOf, progressOf } from "./progress";

/** What a period is called. Days for which there is none yet have a name of their own. */
export function nameOf(period: string): string {
  return period
    .replace(/^no hiring date/, t("credits.noHiringDate"))
    .replace(/^before (\d{4}-\d\d-\d\d)/, (_, day: string) =>
      t("credits.beforeHired", { day: formatDay(day) }),
    );
}

type Lasting = Pick<PeriodTotals, "starts_on" | "ends_on"> & Partial<Pick<PeriodTotals, "fact_missing">>;

/** From when to when it lasts, where it is a period. */
export function rangeOf({ starts_on, ends_on, fact_missing }: Lasting): string {
  if (fact_missing) return nameOf("no hiring date");
  return ends_on
    ? t("credits.range", { from: formatDay(starts_on), to: formatDay(ends_on) })
    : t("credits.lifetime");
}

/** How much time there is; undefined of a period without an end, and of another than the present one. */
export function timeLeft(period: PeriodTotals, today: string): string | undefined {
  const days = daysLeft(period, today);
  return days === undefined || !isPresent(period, today) ? undefined : t("credits.daysLeft", { days });
}

const NEXT: Record<Next, (period: PeriodTotals, unit: string) => string> = {
  reached: () => t("credits.next.reached"),
  wait: () => t("credits.next.wait"),
  missing: (period, unit) =>
    t("credits.next.missing", { amount: formatAmount(String(progressOf(period).missing)), unit }),
  full: (period) => t("credits.next.full", { cap: formatAmount(period.cap ?? "0") }),
  room: (period, unit) => {
    const { whole = 0, counted, waiting } = progressOf(period);
    return t("credits.next.room", { amount: formatAmount(String(whole - counted - waiting)), unit });
  },
  open: () => t("credits.next.open"),
};

const MISSING: Record<NonNullable<PeriodTotals["fact_missing"]>, () => string> = {
  hired_on: () => t("credits.next.hiringDateMissing"),
};

/** The next step towards what a period asks for, in a sentence. */
export function nextStep(period: PeriodTotals, unit: string, today: string): string {
  if (period.fact_missing) return MISSING[period.fact_missing]();
  const next = nextOf(period);
  if (isPresent(period, today) || next === "reached") return NEXT[next](period, unit);
  if (period.starts_on > today) return t("credits.next.later");
  return period.target && Number(period.remaining) > 0
    ? t("credits.next.ended", { amount: formatAmount(period.remaining ?? "0"), unit })
    : t("credits.next.over");
}

type Why = NonNullable<StatementLine["why_code"]>;

const WHY: Record<Why, (line: StatementLine) => string> = {
  before_hired: () => t("credits.why.before_hired"),
  cap_reached: (line) =>
    t("credits.why.cap_reached", { ...capOf(line), period: line.why_values?.period ?? "", ...restOf(line) }),
  expired: ({ good_through, earned_on }) =>
    t("credits.why.expired", { day: formatDay(good_through ?? earned_on) }),
  hiring_date_missing: () => t("credits.why.hiring_date_missing"),
  lifetime_cap_reached: (line) => t("credits.why.lifetime_cap_reached", capOf(line)),
  nothing_awarded: () => t("credits.why.nothing_awarded"),
  renewed: () => t("credits.why.renewed"),
  waiting: () => t("credits.why.waiting"),
};

const capOf = ({ why_values }: StatementLine) => ({ cap: formatAmount(why_values?.cap ?? "0") });

/** What becomes of what is beyond the cap. */
function restOf({ carried_out, lapsed }: StatementLine) {
  const carried = Number(carried_out) > 0;
  const rest: "both" | "carried" | "other" = carried ? (Number(lapsed) > 0 ? "both" : "carried") : "other";
  return { rest, carried: formatAmount(carried_out), lapsed: formatAmount(lapsed) };
}

/** Why a line does not count in full; undefined where it does. */
export function whyOf(line: StatementLine): string | undefined {
  if (!line.why_code) return line.why ?? undefined;
  return lookUp(WHY, line.why_code)?.(line) ?? line.why ?? undefined;
}
