import "../../text/holdings";
import type { CreditType, HoldingForecast } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatList } from "../../text/format";
import css from "./HoldingForecasts.module.css";
import { checkWords, helpWords } from "./words";

interface Props {
  holdings: readonly HoldingForecast[];
  types: readonly CreditType[];
}

/** So many requirements of one credential are named. */
const NAMED = 3;
/** So many kinds of credits are offered. */
const OFFERED = 2;

/** What more counts with the certificate; undefined where there is no cycle to count in. */
export function gainOf({ before, after }: Pick<HoldingForecast, "before" | "after">): number | undefined {
  return after ? Number(after.counted) - Number(before?.counted ?? 0) : undefined;
}

/** What a certificate would do to each credential, and which kind of credits would help it most. */
export function HoldingForecasts({ holdings, types }: Props) {
  if (holdings.length === 0) return null;
  return (
    <ul className={css.holdings} aria-label={t("holding.forecast.title")}>
      {holdings.map((one) => (
        <li key={one.id} className={css.holding}>
          <strong>{one.programme_name}</strong>
          <Gain {...one} />
          {one.filled.slice(0, NAMED).map(({ id, name, before, after }) => (
            <p key={id} className={css.soft}>
              {Number(after) === 0
                ? t("holding.forecast.reached", { name })
                : t("holding.forecast.lacks", {
                    name,
                    after: formatAmount(after),
                    before: formatAmount(before ?? after),
                  })}
            </p>
          ))}
          {one.helps.length > 0 && !one.after?.done && (
            <p className={css.soft}>
              {t("holding.forecast.helps", {
                kinds: formatList(
                  one.helps.slice(0, OFFERED).map((help) => helpWords(help, types)),
                  "disjunction",
                ),
              })}
            </p>
          )}
        </li>
      ))}
    </ul>
  );
}

function Gain({ before, after, lines }: HoldingForecast) {
  const gain = gainOf({ before, after }) ?? 0;
  if (gain > 0) {
    return (
      <p className={css.gain}>
        {t("holding.forecast.gain", { amount: formatAmount(String(gain)) })}
        {after?.done && !before?.done && ` · ${t("holding.forecast.completes")}`}
      </p>
    );
  }
  // Why it would not: the names of maximums come with the report alone.
  const crossed = lines.flatMap(({ checks }) =>
    checks.filter(({ kept, rule }) => !kept && rule !== "decided"),
  );
  const why = [...new Set(crossed.map((check) => checkWords(check, new Map(), undefined)))];
  return <p className={css.soft}>{[t("holding.forecast.nothing"), ...why].join(" · ")}</p>;
}
