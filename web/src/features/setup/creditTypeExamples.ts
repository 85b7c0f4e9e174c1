/** What a credit type's rules come to, told with numbers. */

import { formatAmount, formatDay, isoDay, parseAmount } from "../../shared/format";
import { dayOf } from "../../shared/typedDay";
import { text } from "../../text";
import { carries, type Form } from "./creditType";

const t = text.setUp;
const shown = (amount: number) => formatAmount(String(Math.round(amount * 100) / 100));
const typed = (amount: string) => Number(parseAmount(amount) ?? 0);

export function amountExample(form: Form, unit: string): string {
  const step = typed(form.step) || 0.25;
  const base = Math.max(step, Math.ceil(typed(form.minimum) / step) * step);
  const limit = (amount: string) => (typed(amount) ? shown(typed(amount)) : null);
  const steps =
    step > 0.01 ? `${t.stepExample(shown(base), shown(base + step), shown(base + step / 2), unit)} ` : "";
  return steps + t.limitsExample(limit(form.minimum), limit(form.maximum), unit);
}

export function demandExample(form: Form): string {
  const parts: string[] = [];
  if (Number(form.earnedWithinMonths)) parts.push(t.withinExample(form.earnedWithinMonths));
  return [...parts, validityExample(form)].join(" ");
}

function validityExample(form: Form): string {
  switch (form.validity) {
    case "months": {
      const until = new Date(2026, 2 + Number(form.validMonths), 14);
      return t.monthsExample(formatDay("2026-03-14"), formatDay(isoDay(until)));
    }
    case "fixed": {
      const until = dayOf(form.validUntil);
      return until ? t.fixedExample(formatDay(until)) : "";
    }
    case "never":
      return t.neverExample;
    case "as_stated":
      return t.asStatedExample;
  }
}

/** A learner who earned a quarter more than the cap, or less than the target. */
export function countExample(form: Form, unit: string): string {
  const target = typed(form.target);
  const cap = typed(form.cap);
  if (!cap && !target) return t.countAll(unit);
  if (!cap) return t.countTarget(shown(target), unit, shown(target * 0.75), shown(target * 0.25));
  const earned = Math.ceil(cap * 1.25);
  const beyond = earned - cap;
  const carried = carries(form) ? Math.min(beyond, typed(form.carryCredits)) : 0;
  const lapsed = beyond - carried;
  return t.countCap(
    shown(earned),
    shown(cap),
    unit,
    carried ? shown(carried) : null,
    lapsed ? shown(lapsed) : null,
  );
}
