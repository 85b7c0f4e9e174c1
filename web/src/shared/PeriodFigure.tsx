import type { PeriodTotals } from "../api/types";
import { t } from "../text";
import { formatAmount, today } from "../text/format";
import { cx } from "../ui/cx";
import { timeLeft } from "./periodWords";
import css from "./PeriodFigure.module.css";

interface Props {
  period: PeriodTotals;
  unit: string;
  small?: boolean;
}

/** What counts in a period, of what, and how much time is left for the rest. */
export function PeriodFigure({ period, unit, small = false }: Props) {
  const whole = period.target ?? period.cap;
  const time = timeLeft(period, today());
  return (
    <div className={css.head}>
      <p className={css.figure}>
        <span className={cx(css.number, small && css.small)}>{formatAmount(period.applied)}</span>{" "}
        <span className={css.of}>{whole ? t("credits.of", { whole: formatAmount(whole), unit }) : unit}</span>
      </p>
      {time && <p className={css.time}>{time}</p>}
    </div>
  );
}
