import { TriangleAlert } from "lucide-react";
import { useId } from "react";
import type { CreditType, Forecast, ForecastPeriod, PeriodTotals } from "../../api/types";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { Button } from "../../ui/Button";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import { Meter } from "../../ui/Meter";
import type { Unforeseen } from "../draft";
import { HoldingForecasts } from "../programmes/HoldingForecasts";
import { nameOf, whyOf } from "../periodWords";
import css from "./ForecastView.module.css";
import { isWorthRetrying, whyNone } from "./noForecast";
import type { Forecasted } from "./useForecast";

/** Certificates that look alike; the reviewer sees all of them. */
const SHOWN = 3;

interface Props {
  forecasted: Forecasted;
  /** What of the draft is missing for a forecast. */
  missing: Unforeseen[];
  types: readonly CreditType[];
  /** Where a certificate is looked at. */
  href: (certificateId: string) => string;
}

/** What a certificate will count for, and what it may repeat. */
export function ForecastView({ forecasted, missing, types, href }: Props) {
  const { forecast, failure, retry } = forecasted;
  const heading = useId();
  const changed = forecast?.after.filter((period) => differs(period, before(forecast, period))) ?? [];
  return (
    <aside className={css.forecast} aria-labelledby={heading}>
      <h3 id={heading}>{t("forecast.title")}</h3>
      {!forecast && <p className={css.soft}>{whyNone(missing, failure)}</p>}
      {!forecast && missing.length === 0 && isWorthRetrying(failure) && (
        <div>
          <Button variant="quiet" size="small" onPress={retry}>
            {t("errors.retry")}
          </Button>
        </div>
      )}
      {forecast && changed.length === 0 && forecast.holdings.length === 0 && (
        <p className={css.soft}>{t("forecast.nothing")}</p>
      )}
      {changed.map((period) => (
        <Change
          key={`${period.credit_type} ${period.period}`}
          period={period}
          before={before(forecast!, period)}
          type={types.find((type) => type.id === period.credit_type)}
        />
      ))}
      {forecast && <HoldingForecasts holdings={forecast.holdings} types={types} />}
      {forecast && forecast.duplicates.length > 0 && (
        <div className={css.warning}>
          <p className={css.warningTitle}>
            <Icon of={TriangleAlert} size={16} /> {t("forecast.duplicate")}
          </p>
          <ul className={css.plain}>
            {forecast.duplicates.slice(0, SHOWN).map((found) => (
              <li key={found.certificate_id}>
                {/* Here it would end what is typed, and an upload. */}
                <Link to={href(found.certificate_id)} external>
                  {found.title}
                </Link>
                <span className={css.soft}>{found.why.map((why) => t(`why.${why}`)).join(", ")}</span>
              </li>
            ))}
          </ul>
          {forecast.duplicates.length > SHOWN && (
            <p className={css.soft}>{t("forecast.more", { count: forecast.duplicates.length - SHOWN })}</p>
          )}
        </div>
      )}
    </aside>
  );
}

interface ChangeProps {
  period: ForecastPeriod;
  before: PeriodTotals | undefined;
  type: CreditType | undefined;
}

function Change({ period, before: was, type }: ChangeProps) {
  const applied = Number(was?.applied ?? 0);
  const gain = Number(period.applied) - applied;
  const carried = Number(period.carried_out) - Number(was?.carried_out ?? 0);
  const lapsed = Number(period.lapsed) - Number(was?.lapsed ?? 0);
  const whys = [...new Set(period.lines.flatMap((line) => whyOf(line) ?? []))];
  const unit = type?.unit ?? "";
  const end = period.target ?? period.cap;
  const words =
    gain > 0
      ? t("forecast.gain", {
          amount: formatAmount(String(gain)),
          unit,
          total: formatAmount(period.applied),
        })
      : t("forecast.noGain", { unit });
  return (
    <section className={css.change}>
      <p className={css.head}>
        <strong>{type?.name ?? period.credit_type}</strong>
        <span className={css.soft}>{nameOf(period.period)}</span>
      </p>
      {gain > 0 && (
        <p className={css.gain}>
          +{formatAmount(String(gain))} <span>{unit}</span>
        </p>
      )}
      {end && (
        <Meter
          label={type?.name ?? period.credit_type}
          hideLabel
          max={Number(end)}
          text={words}
          parts={[
            { kind: "counted", value: Math.min(applied, Number(period.applied)), label: "" },
            { kind: "waiting", value: Math.max(0, gain), label: "" },
          ]}
        />
      )}
      <p>{words}</p>
      {whys.length > 0 ? (
        whys.map((why) => (
          <p key={why} className={css.why}>
            {why}
          </p>
        ))
      ) : (
        <>
          {carried > 0 && (
            <p className={css.soft}>
              {t("forecast.carried", { amount: formatAmount(String(carried)), unit })}
            </p>
          )}
          {lapsed > 0 && (
            <p className={css.soft}>{t("forecast.lapsed", { amount: formatAmount(String(lapsed)), unit })}</p>
          )}
        </>
      )}
    </section>
  );
}

function before(forecast: Forecast, period: PeriodTotals): PeriodTotals | undefined {
  return forecast.before.find(
    (found) => found.credit_type === period.credit_type && found.period === period.period,
  );
}

function differs(period: ForecastPeriod, was: PeriodTotals | undefined): boolean {
  return (
    period.applied !== (was?.applied ?? "0.00") ||
    period.carried_out !== (was?.carried_out ?? "0.00") ||
    period.lapsed !== (was?.lapsed ?? "0.00") ||
    period.awarded !== (was?.awarded ?? "0.00") ||
    // Nothing is counted yet, and the learner is to know why.
    (period.fact_missing !== null && period.line !== null)
  );
}
