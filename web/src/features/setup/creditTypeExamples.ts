/** What a credit type's rules come to, told with numbers. */

import "../../text/setup";
import { boundsOf } from "../../shared/bounds";
import { formatAmount, formatDay, isoDay, parseAmount } from "../../text/format";
import { dayOf } from "../../shared/typedDay";
import { t } from "../../text";
import { carries, type Form } from "./creditType";

const shown = (amount: number) => formatAmount(String(Math.round(amount * 100) / 100));
const typed = (amount: string) => Number(parseAmount(amount) ?? 0);

export function amountExample(form: Form, unit: string): string {
  const step = typed(form.step) || 0.25;
  const base = Math.max(step, Math.ceil(typed(form.minimum) / step) * step);
  const limit = (amount: string) => (typed(amount) ? shown(typed(amount)) : null);
  const steps =
    step > 0.01
      ? `${t("setUp.stepExample", { a: shown(base), b: shown(base + step), wrong: shown(base + step / 2), unit })} `
      : "";
  return steps + t("setUp.limitsExample", { ...boundsOf(limit(form.minimum), limit(form.maximum)), unit });
}

export function demandExample(form: Form): string {
  const parts: string[] = [];
  if (Number(form.earned_within_months))
    parts.push(t("setUp.withinExample", { months: form.earned_within_months }));
  return [...parts, validityExample(form)].join(" ");
}

function validityExample(form: Form): string {
  switch (form.validity.kind) {
    case "months": {
      const until = new Date(2026, 2 + Number(form.validity.months), 14);
      return t("setUp.monthsExample", { earned: formatDay("2026-03-14"), until: formatDay(isoDay(until)) });
    }
    case "fixed": {
      const until = dayOf(form.validity.on);
      return until ? t("setUp.fixedExample", { until: formatDay(until) }) : "";
    }
    case "never":
      return t("setUp.neverExample");
    case "as_stated":
      return t("setUp.asStatedExample");
  }
}

/** A learner who earned a quarter more than the cap, or less than the target. */
export function countExample(form: Form, unit: string): string {
  const target = typed(form.period_rules.target);
  const cap = typed(form.period_rules.cap);
  if (!cap && !target) return t("setUp.countAll", { unit });
  if (!cap)
    return t("setUp.countTarget", {
      target: shown(target),
      unit,
      earned: shown(target * 0.75),
      left: shown(target * 0.25),
    });
  const earned = Math.ceil(cap * 1.25);
  const beyond = earned - cap;
  const carried = carries(form) ? Math.min(beyond, typed(form.period_rules.carry_over.credits)) : 0;
  const lapsed = beyond - carried;
  return t("setUp.countCap", {
    earned: shown(earned),
    cap: shown(cap),
    unit,
    rest: carried && lapsed ? "both" : carried ? "carried" : lapsed ? "lapsed" : "other",
    carried: shown(carried),
    lapsed: shown(lapsed),
  });
}
