/** Where a learner stands with a credit type, and what one certificate does to it. */

import type { PeriodTotals } from "../../api/types";

export interface Effect {
  period: string;
  /** Credits that count, without this certificate and with it. */
  before: number;
  after: number;
  /** What is to be reached, where there is something. */
  target: number | undefined;
}

const keyOf = ({ credit_type, period }: PeriodTotals) => `${credit_type} ${period}`;

/**
 * The periods of a credit type that are told: those that change, or else the one that the certificate's
 * day is in.
 */
export function effectsOn(
  credit_type: string,
  day: string,
  before: readonly PeriodTotals[],
  after: readonly PeriodTotals[],
): Effect[] {
  const known = new Map(before.map((totals) => [keyOf(totals), totals]));
  const all = after
    .filter((totals) => totals.credit_type === credit_type)
    .map((totals) => ({ totals, effect: effectOf(known.get(keyOf(totals)), totals) }));
  const changed = all.filter(({ effect }) => effect.before !== effect.after);
  const told = changed.length ? changed : all.filter(({ totals }) => isIn(day, totals));
  return told.map(({ effect }) => effect);
}

function effectOf(before: PeriodTotals | undefined, after: PeriodTotals): Effect {
  return {
    period: after.period,
    before: Number(before?.applied ?? 0),
    after: Number(after.applied),
    target: after.target === null ? undefined : Number(after.target),
  };
}

const isIn = (day: string, { starts_on, ends_on }: PeriodTotals): boolean =>
  starts_on <= day && (ends_on === null || day <= ends_on);
