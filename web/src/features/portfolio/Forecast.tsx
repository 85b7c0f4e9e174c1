import Button from "@cloudscape-design/components/button";
import Link from "@cloudscape-design/components/link";
import StatusIndicator from "@cloudscape-design/components/status-indicator";
import { fieldsOf } from "../../shared/problemWords";
import { useQuery } from "@tanstack/react-query";
import { forecastOptions } from "../../api/queries/statement";
import { usePaused } from "../../shared/usePaused";
import type { CreditType, Forecast, ForecastPeriod, PeriodTotals, Submission } from "../../api/types";
import type { Unforeseen } from "../../shared/draft";
import { PeriodBar } from "../../shared/PeriodBar";
import { formatAmount } from "../../text/format";
import { t } from "../../text";
import { isWorthRetrying, whyNone } from "./noForecast";

const PAUSE_MS = 450;
/** Certificates that look alike; the reviewer sees all of them. */
const SHOWN = 3;

export interface Forecasted {
  forecast?: Forecast;
  /** What a submission would be refused for, by the API's name of the field. */
  errors: Record<string, string>;
  /** Why there is no forecast. */
  failure?: unknown;
  retry: () => void;
}

/** Ask what a submission would count for whenever typing pauses; what cannot be sent is not asked. */
export function useForecast(body: Submission | undefined): Forecasted {
  const asked = usePaused(body && JSON.stringify(body), PAUSE_MS);
  const query = useQuery(forecastOptions(body && asked ? (JSON.parse(asked) as Submission) : undefined));
  const { data: forecast, error: failure, refetch } = query;
  return {
    ...(forecast && { forecast }),
    ...(failure && { failure }),
    errors: fieldsOf(failure),
    retry: () => void refetch(),
  };
}

interface Props {
  forecasted: Forecasted;
  /** What of the draft is missing for a forecast. */
  missing: Unforeseen[];
  types: CreditType[];
}

export function ForecastView({ forecasted, missing, types }: Props) {
  const { forecast, failure, retry } = forecasted;
  const changed = forecast?.after.filter((period) => differs(period, before(forecast, period))) ?? [];
  return (
    <aside className="forecast" aria-label={t("forecast.title")}>
      <h3>{t("forecast.title")}</h3>
      <div aria-live="polite">
        {!forecast && <p className="soft">{whyNone(missing, failure)}</p>}
        {!forecast && missing.length === 0 && isWorthRetrying(failure) && (
          <Button formAction="none" variant="inline-link" onClick={retry}>
            {t("errors.retry")}
          </Button>
        )}
        {forecast && changed.length === 0 && <p className="soft">{t("forecast.nothing")}</p>}
        {changed.map((period) => (
          <Change
            key={`${period.credit_type} ${period.period}`}
            period={period}
            before={before(forecast!, period)}
            type={types.find((type) => type.id === period.credit_type)}
          />
        ))}
        {forecast && forecast.duplicates.length > 0 && (
          <div className="warning">
            <StatusIndicator type="warning">{t("forecast.duplicate")}</StatusIndicator>
            <ul className="plain">
              {forecast.duplicates.slice(0, SHOWN).map((found) => (
                <li key={found.certificate_id}>
                  {/* Here it would end what is typed, and an upload. */}
                  <Link
                    href={`/certificates/${found.certificate_id}`}
                    external
                    externalIconAriaLabel={t("fields.opensInNewTab")}
                  >
                    {found.title}
                  </Link>
                  <div className="soft">{found.why.map((why) => t(`why.${why}`)).join(", ")}</div>
                </li>
              ))}
            </ul>
            {forecast.duplicates.length > SHOWN && (
              <div className="soft">{t("forecast.more", { count: forecast.duplicates.length - SHOWN })}</div>
            )}
          </div>
        )}
      </div>
    </aside>
  );
}

function Change({
  period,
  before: was,
  type,
}: {
  period: ForecastPeriod;
  before: PeriodTotals | undefined;
  type: CreditType | undefined;
}) {
  const applied = Number(was?.applied ?? 0);
  const gain = Number(period.applied) - applied;
  const carried = Number(period.carried_out) - Number(was?.carried_out ?? 0);
  const lapsed = Number(period.lapsed) - Number(was?.lapsed ?? 0);
  const unit = type?.unit ?? "";
  return (
    <section className="change">
      <div className="change-head">
        <b>{type?.name ?? period.credit_type}</b>
        <span className="soft">{period.period}</span>
      </div>
      {(period.target || period.cap) && <PeriodBar period={period} before={applied} unit={unit} />}
      <p>
        {gain > 0
          ? t("forecast.gain", {
              amount: formatAmount(String(gain)),
              unit,
              total: formatAmount(period.applied),
            })
          : t("forecast.noGain", { unit })}
      </p>
      {period.line?.why ? (
        <p className="soft why">{period.line.why}</p>
      ) : (
        <>
          {carried > 0 && (
            <p className="soft">{t("forecast.carried", { amount: formatAmount(String(carried)), unit })}</p>
          )}
          {lapsed > 0 && (
            <p className="soft">{t("forecast.lapsed", { amount: formatAmount(String(lapsed)), unit })}</p>
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

function differs(period: PeriodTotals, was: PeriodTotals | undefined): boolean {
  return (
    period.applied !== (was?.applied ?? "0.00") ||
    period.carried_out !== (was?.carried_out ?? "0.00") ||
    period.lapsed !== (was?.lapsed ?? "0.00") ||
    period.awarded !== (was?.awarded ?? "0.00")
  );
}
