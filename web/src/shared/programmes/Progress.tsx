import type { Cycle, Holding } from "../../api/types";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { FiguresBar } from "./FiguresBar";
import css from "./Progress.module.css";
import { totalOf } from "./report";
import { spanOf } from "./words";

interface Props {
  /** What it is called. */
  name: string;
  cycle: Cycle;
  /** Of the report: which stretch runs. */
  day?: string;
  legend?: boolean;
}

/** How far a cycle is: what counts of the total, and how much time there is for the rest. */
export function Progress({ name, cycle, day, legend = false }: Props) {
  const found = totalOf(cycle, day);
  const total = found?.figures;
  return (
    <div className={css.progress}>
      <div className={css.head}>
        <p className={css.figure}>
          <span className={css.number}>{formatAmount(total?.have ?? cycle.counted)}</span>{" "}
          {total && <span className={css.of}>{t("holding.of", { whole: formatAmount(total.needed) })}</span>}
        </p>
        {!cycle.ended && <p className={css.time}>{t("credits.daysLeft", { days: cycle.days_left })}</p>}
      </div>
      {found && found.node.figures.length > 1 && (
        <p className={css.of}>
          {t("holding.stretch", { name: found.node.name, range: spanOf(found.figures) })}
        </p>
      )}
      {total && <FiguresBar name={name} figures={total} legend={legend} />}
    </div>
  );
}

/** Why there is no cycle to be far in. */
export function noCycleWords({ missing_facts }: Pick<Holding, "missing_facts">): string {
  return missing_facts.length ? t("holding.noCycle") : t("holding.notBegun");
}

/** Where a cycle stands, in a sentence; undefined where the rest says it. */
export function cycleWords(cycle: Cycle): string | undefined {
  if (cycle.exempt) return t("holding.exempt");
  if (cycle.done) return t("holding.done");
  if (!cycle.ended) return undefined;
  return Number(cycle.missing) > 0
    ? t("holding.ended", { amount: formatAmount(cycle.missing) })
    : t("holding.endedUndone");
}
