import { useMutation } from "@tanstack/react-query";
import { CircleCheck, Lightbulb, ListTodo } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import type {
  AcademyProgramme,
  CreditType,
  Cycle,
  HoldingWithReport,
  ReportLine,
  ReportNode,
} from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { DescriptionList } from "../../ui/DescriptionList";
import { Disclosure } from "../../ui/Disclosure";
import { Icon } from "../../ui/Icon";
import { Stack } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import { Section } from "../../ui/Section";
import { SelectField } from "../../ui/SelectField";
import { LoadFailed } from "../Page";
import { HoldingHistory } from "./HoldingHistory";
import { Lines } from "./Lines";
import { cycleWords, noCycleWords, Progress } from "./Progress";
import { byNodeId, missingIn, particular, totalOf } from "./report";
import css from "./Report.module.css";
import { Tree } from "./Tree";
import { cycleName, helpWords, leastWords, namesIn, statedFacts } from "./words";

/** Reads the page of lines behind a cursor. */
type Rest = (cursor: string) => Promise<HoldingWithReport>;

interface Props {
  holding: HoldingWithReport;
  /** The rules, where they can be read. */
  programme: AcademyProgramme | undefined;
  types: ReadonlyMap<string, CreditType>;
  href: (certificateId: string) => string;
  /** First day of the cycle that is looked at; nothing for the one that runs. */
  cycle: string | null;
  onCycle: (starts_on: string) => void;
  rest: Rest;
  /** Who reads it. */
  reader: string;
  /** What else stands with a requirement. */
  beside?: (node: ReportNode) => ReactNode;
  /** What stands between the report and the history. */
  children?: ReactNode;
}

/** All that is to be known of a credential: its cycles, what is asked, what counts and why, its history. */
export function Report(props: Props) {
  const { holding, programme, cycle: wanted, onCycle, href, rest, reader, beside, children } = props;
  const cycle = holding.shown;
  const nodes = byNodeId(cycle?.nodes ?? []);
  const names = new Map(
    [cycle, holding.cycle].flatMap((one) =>
      [...byNodeId(one?.nodes ?? [])].map(([id, { name }]) => [id, name] as const),
    ),
  );
  const isCycle = holding.cycles.some(({ starts_on }) => starts_on === wanted);
  return (
    <div className={css.report}>
      <div className={css.main}>
        {cycle ? (
          <>
            <Card>
              <Stack gap={4}>
                {holding.cycles.length > 1 && (
                  <SelectField
                    label={t("holding.cycle")}
                    options={holding.cycles
                      .toReversed()
                      .map((one) => ({ value: one.starts_on, label: cycleName(one) }))}
                    value={(isCycle && wanted) || cycle.starts_on}
                    onChange={onCycle}
                  />
                )}
                {holding.cycles.length === 1 && <p className={css.soft}>{cycleName(cycle)}</p>}
                <Now name={holding.programme_name} cycle={cycle} day={holding.day} />
              </Stack>
            </Card>
            <Advice cycle={cycle} day={holding.day} nodes={nodes} types={props.types} />
            <Section title={t("holding.tree")}>
              <Card padding="small">
                <Tree nodes={cycle.nodes} {...(beside && { beside })} />
              </Card>
            </Section>
          </>
        ) : (
          <Notice kind="info">{noCycleWords(holding)}</Notice>
        )}
        {cycle && (
          <Section title={t("holding.lines")}>
            <Counting lines={holding.lines} nodes={nodes} href={href} />
          </Section>
        )}
        <Behind page={holding} nodes={nodes} href={href} rest={rest} />
      </div>
      <div className={css.aside}>
        {children}
        <Stated holding={holding} />
        <Section title={t("holding.history")}>
          <HoldingHistory events={holding.events} names={names} reader={reader} />
          {holding.older_events > 0 && (
            <p className={css.soft}>{t("holding.olderEvents", { count: holding.older_events })}</p>
          )}
        </Section>
        {programme && <Rules programme={programme} />}
      </div>
    </div>
  );
}

interface BehindProps extends Omit<ComponentProps<typeof Lines>, "lines"> {
  page: HoldingWithReport;
  rest: Rest;
}

/** What stands behind the lines of a cycle on a page: those of no cycle, and the next page. */
function Behind({ page: { outside, next_cursor: cursor }, rest, ...about }: BehindProps) {
  return (
    <>
      {outside.length > 0 && (
        <Section title={t("holding.outside")} lead={t("holding.outsideLead")}>
          <Card padding="small">
            <Lines lines={outside} {...about} />
          </Card>
        </Section>
      )}
      {cursor !== null && <More key={cursor} cursor={cursor} rest={rest} {...about} />}
    </>
  );
}

/** The page of lines behind a cursor, once it is wanted. */
function More({ cursor, rest, ...about }: Omit<BehindProps, "page"> & { cursor: string }) {
  const { data, error, isPending, mutate } = useMutation({ mutationFn: rest });
  if (error) return <LoadFailed error={error} retry={() => mutate(cursor)} />;
  if (!data) {
    return (
      <Button busy={isPending} onPress={() => mutate(cursor)}>
        {t("holding.moreLines")}
      </Button>
    );
  }
  return (
    <>
      {data.lines.length > 0 && <Counting lines={data.lines} {...about} />}
      <Behind page={data} rest={rest} {...about} />
    </>
  );
}

/** Whether a line is of what the programme counts, or of others. */
const isRecognised = ({ checks }: ReportLine) =>
  !checks.some(({ rule, kept }) => rule === "recognised" && !kept);

/** What is of the programme's kinds; all else stands behind it, for who looks for it. */
function Counting({ lines, ...about }: ComponentProps<typeof Lines>) {
  const own = lines.filter(isRecognised);
  const others = lines.filter((line) => !isRecognised(line));
  return (
    <>
      {own.length > 0 ? (
        <Card padding="small">
          <Lines lines={own} {...about} />
        </Card>
      ) : (
        <p className={css.soft}>{t("holding.linesNone")}</p>
      )}
      {others.length > 0 && (
        <Disclosure summary={t("holding.otherKinds", { count: others.length })}>
          <Lines lines={others} {...about} />
        </Disclosure>
      )}
    </>
  );
}

function Now({ name, cycle, day }: { name: string; cycle: Cycle; day: string }) {
  const said = cycleWords(cycle);
  const facts = [
    [t("holding.inReview"), cycle.waiting],
    [t("holding.carriedIn"), cycle.carried_in],
    [t("holding.carriedOut"), cycle.carried_out],
    [t("holding.backfilled"), cycle.backfilled],
  ] as const;
  const some = facts.filter(([, amount]) => Number(amount) > 0);
  return (
    <>
      <Progress name={name} cycle={cycle} day={day} legend />
      {said && (
        <p className={cycle.done ? css.done : undefined}>
          {cycle.done && <Icon of={CircleCheck} size={18} />}
          {said}
        </p>
      )}
      {cycle.ends_on !== cycle.planned_end && (
        <p className={css.soft}>
          {t("holding.extended", { day: formatDay(cycle.ends_on), planned: formatDay(cycle.planned_end) })}
        </p>
      )}
      {some.length > 0 && (
        <DescriptionList
          layout="columns"
          items={some.map(([term, amount]) => ({ term, value: formatAmount(amount) }))}
        />
      )}
    </>
  );
}

interface AdviceProps {
  cycle: Cycle;
  day: string;
  nodes: ReadonlyMap<string, ReportNode>;
  types: ReadonlyMap<string, CreditType>;
}

/** What would complete the cycle, and what helps most on the way. */
function Advice({ cycle, day, nodes, types }: AdviceProps) {
  if (cycle.ended || cycle.done) return null;
  const total = totalOf(cycle)?.node.id;
  const toConfirm = missingIn(cycle.nodes).filter(({ kind }) => kind === "confirmed");
  const toDo = [
    ...(cycle.least ?? []).map((step) => leastWords(step, nodes, total, day)),
    ...toConfirm.map(({ name }) => t("holding.leastConfirm", { name })),
  ];
  return (
    <div className={css.advice}>
      <Section title={t("holding.least")}>
        <Card tone="accent">
          <Stack gap={3}>
            {cycle.least === null && <p>{t("holding.leastNone")}</p>}
            {toDo.length > 0 && (
              <ul className={css.steps}>
                {toDo.map((words) => (
                  <li key={words}>
                    <Icon of={ListTodo} size={18} />
                    {words}
                  </li>
                ))}
              </ul>
            )}
            {Number(cycle.waiting) > 0 && <p className={css.soft}>{t("holding.leastWaiting")}</p>}
          </Stack>
        </Card>
      </Section>
      {cycle.helps.length > 0 && (
        <Section title={t("holding.helps")} lead={t("holding.helpsLead")}>
          <ol className={css.helps}>
            {cycle.helps.map((help) => {
              const named = particular(help.serves, total);
              return (
                <li key={help.serves.join(" ")}>
                  <Icon of={Lightbulb} size={18} />
                  <span>
                    <strong>{helpWords(help, [...types.values()])}</strong>
                    <span className={css.soft}>
                      {t("holding.serves", { names: namesIn(named.length ? named : help.serves, nodes) })}
                    </span>
                  </span>
                </li>
              );
            })}
          </ol>
        </Section>
      )}
    </div>
  );
}

function Stated({ holding: { stated } }: Pick<Props, "holding">) {
  const facts = [
    ...(stated.number ? [[t("holding.form.numberLabel"), stated.number] as const] : []),
    ...statedFacts(stated),
  ];
  if (facts.length === 0) return null;
  return (
    <Section title={t("holding.stated")}>
      <DescriptionList items={facts.map(([term, value]) => ({ term, value }))} />
    </Section>
  );
}

/** Where the rules were read, and what could not be confirmed there. */
function Rules({ programme: { programme } }: { programme: AcademyProgramme }) {
  const { source, read_on, not_confirmed } = programme;
  return (
    <Section title={t("holding.rules")}>
      <p className={css.soft}>{t("holding.rulesRead", { day: formatDay(read_on), source })}</p>
      {not_confirmed.length > 0 && (
        <Disclosure summary={t("holding.rulesOpen")}>
          <ul>
            {not_confirmed.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        </Disclosure>
      )}
    </Section>
  );
}
