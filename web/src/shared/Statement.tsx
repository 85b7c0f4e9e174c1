import Container from "@cloudscape-design/components/container";
import ExpandableSection from "@cloudscape-design/components/expandable-section";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useState } from "react";
import StatusIndicator, { type StatusIndicatorProps } from "@cloudscape-design/components/status-indicator";
import { type ListOptions, useListing } from "../api/listing";
import { LINES_PAGE } from "../api/queries/pageSizes";
import type { CreditType, PeriodStatement, StatementLine } from "../api/types";
import { t } from "../text";
import { formatAmount, formatDay } from "../text/format";
import { lookUp } from "./kinds";
import { ListEnd } from "./ListEnd";
import { Loading, LoadFailed } from "./Page";
import { PeriodBar } from "./PeriodBar";
import { RouteLink } from "./RouteLink";

interface Props {
  periods: PeriodStatement[];
  types: Map<string, CreditType>;
  href: (certificateId: string) => string;
  /** Reads the lines behind a period. */
  lines: LinesOf;
}

type LinesOf = (creditType: string, period: string) => ListOptions<StatementLine>;

/** Credits by credit type, those with a target first; of each, the present period first. */
export function Statement({ periods, types, href, lines }: Props) {
  const ids = [...new Set(periods.map((period) => period.credit_type))];
  const name = (id: string) => types.get(id)?.name ?? id;
  const aimed = (id: string) => periods.some((period) => period.credit_type === id && period.target);
  ids.sort((one, other) => Number(aimed(other)) - Number(aimed(one)) || name(one).localeCompare(name(other)));
  return (
    <SpaceBetween size="l">
      {ids.map((id) => (
        <Container key={id} header={<Header variant="h2">{name(id)}</Header>}>
          <SpaceBetween size="xl">
            {periods
              .filter((period) => period.credit_type === id)
              .sort((one, other) => other.starts_on.localeCompare(one.starts_on))
              .map((period, at) => (
                <Period
                  key={period.period}
                  period={period}
                  unit={types.get(id)?.unit ?? ""}
                  open={at === 0}
                  href={href}
                  lines={lines}
                />
              ))}
          </SpaceBetween>
        </Container>
      ))}
    </SpaceBetween>
  );
}

interface PeriodProps {
  period: PeriodStatement;
  unit: string;
  open: boolean;
  href: (certificateId: string) => string;
  lines: LinesOf;
}

function Period({ period, unit, open, href, lines }: PeriodProps) {
  const [expanded, setExpanded] = useState(open);
  const facts: [string, string | null | undefined][] = [
    [t("credits.awarded"), period.awarded],
    [t("credits.pending"), nonZero(period.claimed)],
    [t("credits.carriedIn"), nonZero(period.carried_in)],
    [t("credits.carriedOut"), nonZero(period.carried_out)],
    [t("credits.lapsed"), nonZero(period.lapsed)],
    [t("credits.target"), period.target],
    [t("credits.cap"), period.cap],
  ];
  return (
    <section className="period">
      <div className="period-head">
        <h3>
          <span className="period-name">{period.period}</span> <span className="soft">{range(period)}</span>
        </h3>
        <div className="period-number">
          <b>{formatAmount(period.applied)}</b>
          <span className="soft">
            {period.target ? t("common.of", { part: "", whole: formatAmount(period.target) }) : ""} {unit}
          </span>
        </div>
      </div>
      {(period.target || period.cap) && <PeriodBar period={period} unit={unit} />}
      <div className="period-state">
        {period.remaining == null ? (
          <span className="soft">{t("credits.noTarget")}</span>
        ) : Number(period.remaining) > 0 ? (
          <StatusIndicator type="in-progress">
            {t("credits.remaining", { amount: formatAmount(period.remaining), unit })}
          </StatusIndicator>
        ) : (
          <StatusIndicator type="success">{t("credits.reached")}</StatusIndicator>
        )}
      </div>
      <dl className="facts">
        {facts.map(([label, amount]) =>
          amount == null ? null : (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{formatAmount(amount)}</dd>
            </div>
          ),
        )}
      </dl>
      {period.line_count > 0 && (
        <ExpandableSection
          headerText={t("credits.lines", { count: period.line_count })}
          expanded={expanded}
          onChange={({ detail }) => setExpanded(detail.expanded)}
        >
          {/* There may be thousands: they are read when somebody wants to see them. */}
          {expanded && <PeriodLines period={period} href={href} lines={lines} />}
        </ExpandableSection>
      )}
    </section>
  );
}

function PeriodLines({ period, href, lines }: Pick<PeriodProps, "period" | "href" | "lines">) {
  const list = useListing(lines(period.credit_type, period.period), LINES_PAGE);
  return (
    <>
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      {!list.items && list.loading && <Loading label={t("credits.loadingLines")} />}
      {list.items && <Lines lines={list.items} href={href} />}
      {list.more && <ListEnd {...list} />}
    </>
  );
}

const marks: Record<StatementLine["counted"], StatusIndicatorProps.Type> = {
  in_full: "success",
  in_part: "warning",
  not: "stopped",
  not_yet: "pending",
};

function Lines({ lines, href }: { lines: StatementLine[]; href: (certificateId: string) => string }) {
  return (
    <ul className="lines">
      {lines.map((line) => (
        <li key={`${line.certificate_id} ${line.carried_from ?? ""}`}>
          <div className="line-what">
            <RouteLink href={href(line.certificate_id)}>{line.title}</RouteLink>
            <span className="soft">
              {formatDay(line.earned_on)}
              {line.carried_from && ` · ${t("credits.carriedFrom", { period: line.carried_from })}`}
            </span>
          </div>
          <div className="line-state">
            <StatusIndicator type={lookUp(marks, line.counted) ?? "info"}>
              {t(`credits.counted.${line.counted}`)}
            </StatusIndicator>
            {line.why && <span className="soft">{line.why}</span>}
          </div>
          <div className="line-amount">
            <b>{formatAmount(line.applied)}</b>
            <span className="soft">{t("common.of", { part: "", whole: formatAmount(line.credits) })}</span>
          </div>
        </li>
      ))}
    </ul>
  );
}

function range(period: PeriodStatement): string {
  return period.ends_on
    ? t("credits.range", { from: formatDay(period.starts_on), to: formatDay(period.ends_on) })
    : t("credits.lifetime");
}

function nonZero(amount: string): string | undefined {
  return Number(amount) === 0 ? undefined : amount;
}
