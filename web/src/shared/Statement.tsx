import { CircleCheck, CircleMinus, CircleDashed, Clock, type LucideIcon } from "lucide-react";
import { useState } from "react";
import { type ListOptions, useListing } from "../api/listing";
import type { CreditType, PeriodStatement, StatementLine } from "../api/types";
import { t } from "../text";
import { formatAmount, formatDay, today } from "../text/format";
import { Card } from "../ui/Card";
import { cx } from "../ui/cx";
import { Disclosure } from "../ui/Disclosure";
import { Icon } from "../ui/Icon";
import { Stack } from "../ui/layout";
import { Link } from "../ui/Link";
import { Section } from "../ui/Section";
import { Skeleton } from "../ui/Skeleton";
import { type Column, Table } from "../ui/Table";
import { lookUp } from "./kinds";
import { LoadFailed } from "./Page";
import { PeriodBar } from "./PeriodBar";
import { nameOf, nextStep, rangeOf, whyOf } from "./periodWords";
import { isPresent } from "./progress";
import { PeriodFigure } from "./PeriodFigure";
import css from "./Statement.module.css";

interface Props {
  periods: readonly PeriodStatement[];
  types: ReadonlyMap<string, CreditType>;
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
    <Stack gap={6}>
      {ids.map((id) => (
        <Section key={id} title={name(id)}>
          <Type
            periods={periods
              .filter((period) => period.credit_type === id)
              .toSorted((one, other) => other.starts_on.localeCompare(one.starts_on))}
            name={name(id)}
            unit={types.get(id)?.unit ?? ""}
            href={href}
            lines={lines}
          />
        </Section>
      ))}
    </Stack>
  );
}

interface TypeProps extends Pick<Props, "href" | "lines"> {
  /** Newest first. */
  periods: readonly PeriodStatement[];
  name: string;
  unit: string;
}

function Type({ periods, ...more }: TypeProps) {
  const now = today();
  // Where nothing counts at present, what counted last is looked at.
  const open = periods.find((period) => isPresent(period, now)) ?? periods[0];
  const others = periods.filter((period) => period !== open);
  return (
    <Card>
      <div className={css.type}>
        {open && <Period period={open} {...more} />}
        {others.length > 0 && (
          <div className={css.earlier}>
            {others.map((period) => (
              <Folded key={period.period} period={period} {...more} />
            ))}
          </div>
        )}
      </div>
    </Card>
  );
}

interface PeriodProps extends Omit<TypeProps, "periods"> {
  period: PeriodStatement;
}

/** A period that is over, or begins later: its result, and all of it for who wants it. */
function Folded({ period, ...more }: PeriodProps) {
  const [open, setOpen] = useState(false);
  return (
    <Disclosure
      open={open}
      onToggle={setOpen}
      summary={
        <span className={css.folded}>
          <span>{nameOf(period.period)}</span>
          <span className={css.soft}>{rangeOf(period)}</span>
        </span>
      }
      meta={
        period.target
          ? t("common.of", { part: formatAmount(period.applied), whole: formatAmount(period.target) })
          : formatAmount(period.applied)
      }
    >
      {open && <Period period={period} {...more} small />}
    </Disclosure>
  );
}

function Period({ period, name, unit, href, lines, small = false }: PeriodProps & { small?: boolean }) {
  const [expanded, setExpanded] = useState(false);
  const facts: [string, string | null | undefined][] = [
    [t("credits.awarded"), period.awarded],
    [t("credits.pending"), isBounded(period) ? undefined : nonZero(period.claimed)],
    [t("credits.carriedIn"), nonZero(period.carried_in)],
    [t("credits.carriedOut"), nonZero(period.carried_out)],
    [t("credits.lapsed"), nonZero(period.lapsed)],
    [t("credits.cap"), period.target ? period.cap : undefined],
  ];
  return (
    <section className={css.period} aria-label={`${name}, ${nameOf(period.period)}`}>
      <PeriodFigure period={period} unit={unit} small={small} />
      {isBounded(period) && <PeriodBar period={period} name={name} unit={unit} legend />}
      <p className={css.next}>{nextStep(period, unit, today())}</p>
      <dl className={css.facts}>
        {!small && !period.fact_missing && (
          <div>
            <dt>{t("credits.period", { period: nameOf(period.period) })}</dt>
            <dd>{rangeOf(period)}</dd>
          </div>
        )}
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
        <Disclosure
          summary={t("credits.lines", { count: period.line_count })}
          open={expanded}
          onToggle={setExpanded}
        >
          {/* There may be thousands: they are read when somebody wants to see them. */}
          {expanded && <Lines period={period} name={name} href={href} lines={lines} />}
        </Disclosure>
      )}
    </section>
  );
}

function Lines({ period, name, href, lines }: Pick<PeriodProps, "period" | "name" | "href" | "lines">) {
  const list = useListing(lines(period.credit_type, period.period), Infinity);
  return (
    <>
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      {!list.items && list.loading && <Skeleton shape="rows" count={Math.min(6, period.line_count)} />}
      {list.items && (
        <Table
          label={t("credits.linesOf", { name, period: nameOf(period.period) })}
          columns={columnsOf(href)}
          rows={list.items}
          rowKey={(line) => `${line.certificate_id} ${line.line} ${line.carried_from ?? ""}`}
          total={period.line_count}
        />
      )}
    </>
  );
}

const ICONS: Record<StatementLine["counted"], LucideIcon> = {
  in_full: CircleCheck,
  in_part: CircleDashed,
  not: CircleMinus,
  not_yet: Clock,
};

function columnsOf(href: (certificateId: string) => string): Column<StatementLine>[] {
  return [
    {
      key: "certificate",
      header: t("credits.certificate"),
      rowHeader: true,
      cell: (line) => (
        <>
          <Link to={href(line.certificate_id)} quiet stretched>
            {line.title}
          </Link>
          <div className={css.soft}>
            {formatDay(line.earned_on)}
            {line.carried_from && ` · ${t("credits.carriedFrom", { period: nameOf(line.carried_from) })}`}
            {line.good_through &&
              line.why_code !== "expired" &&
              ` · ${t("credits.goodThrough", { day: formatDay(line.good_through) })}`}
          </div>
        </>
      ),
    },
    {
      key: "counted",
      header: t("credits.countsHow"),
      cell: (line) => (
        <div className={css.why}>
          <CountsHow counted={line.counted} />
          {whyOf(line) && <span className={css.soft}>{whyOf(line)}</span>}
        </div>
      ),
    },
    {
      key: "amount",
      header: t("credits.counts"),
      align: "end",
      width: "130px",
      cell: (line) => (
        <>
          <span className={css.amount}>{formatAmount(line.applied)}</span>{" "}
          <span className={css.soft}>
            {t("common.of", { part: "", whole: formatAmount(line.credits) }).trim()}
          </span>
        </>
      ),
    },
  ];
}

/** Whether a line counts, as an icon and a word. */
export function CountsHow({ counted }: { counted: StatementLine["counted"] }) {
  return (
    <span className={cx(css.state, css[counted])}>
      <Icon of={lookUp(ICONS, counted) ?? CircleDashed} size={16} />
      {t(`credits.counted.${counted}`)}
    </span>
  );
}

/** Without an end there is nothing to be far from. */
const isBounded = ({ target, cap }: PeriodStatement) => Boolean(target ?? cap);

function nonZero(amount: string): string | undefined {
  return Number(amount) === 0 ? undefined : amount;
}
