import type { PeriodTotals } from "../api/types";
import { t } from "../text";
import { formatAmount } from "../text/format";

interface Props {
  period: PeriodTotals;
  unit: string;
  /** What counted before a change; what comes on top is set apart. */
  before?: number;
}

/** Credits that count, against the target and the cap. */
export function PeriodBar({ period, unit, before }: Props) {
  const applied = Number(period.applied);
  const pending = before === undefined ? Number(period.claimed) : 0;
  const target = period.target ? Number(period.target) : undefined;
  const cap = period.cap ? Number(period.cap) : undefined;
  const scale = Math.max(target ?? 0, cap ?? 0, applied + (cap === undefined ? pending : 0), 1);
  const part = (amount: number) => `${Math.min(100, (amount / scale) * 100)}%`;
  const solid = Math.min(before ?? applied, applied);
  const shownPending = Math.max(0, Math.min(pending, (cap ?? Infinity) - applied));
  return (
    <div
      className="bar"
      role="img"
      aria-label={t("credits.bar", {
        applied: formatAmount(period.applied),
        unit,
        bounds: target && cap ? "both" : target ? "target" : cap ? "cap" : "other",
        target: period.target ? formatAmount(period.target) : "",
        cap: period.cap ? formatAmount(period.cap) : "",
      })}
    >
      <div className="bar-track">
        <span className="bar-fill" style={{ width: part(solid) }} />
        {applied > solid && <span className="bar-more" style={{ width: part(applied - solid) }} />}
        {shownPending > 0 && <span className="bar-pending" style={{ width: part(shownPending) }} />}
      </div>
      {target !== undefined && target > 0 && (
        <span className="bar-mark" style={{ insetInlineStart: part(target) }} />
      )}
    </div>
  );
}
