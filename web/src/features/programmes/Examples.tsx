import "../../text/rules";
import type { PackExample, Programme } from "../../api/types";
import { walk } from "../../shared/programmes/kinds";
import { type Names, plainly } from "../../shared/programmes/names";
import { factName, statedFacts, waiverWords } from "../../shared/programmes/words";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { DescriptionList } from "../../ui/DescriptionList";
import { Disclosure } from "../../ui/Disclosure";
import { Section } from "../../ui/Section";
import { Stack } from "../../ui/layout";
import { StatusBadge } from "../../ui/StatusBadge";
import css from "./Programmes.module.css";

interface ExamplesProps {
  examples: readonly PackExample[];
  programme: Programme;
  names: Names;
}

/** Worked examples: what somebody earned, and what it comes to. */
export function Examples({ examples, ...more }: ExamplesProps) {
  if (examples.length === 0) return null;
  return (
    <Section title={t("programmes.examples")} lead={t("programmes.examplesLead", { count: examples.length })}>
      <Stack gap={2}>
        {examples.map((example) => (
          <Disclosure
            key={example.name}
            summary={example.name}
            meta={
              <StatusBadge
                tone={example.expected.done ? "success" : "warning"}
                label={t(example.expected.done ? "programmes.exampleDone" : "programmes.exampleShort")}
              />
            }
          >
            <ExampleFacts example={example} {...more} />
          </Disclosure>
        ))}
      </Stack>
    </Section>
  );
}

interface FactsProps {
  example: PackExample;
  /** By which it is computed: its requirements are called as they are there. */
  programme: Programme;
  names: Names;
}

export function ExampleFacts({ example, programme, names }: FactsProps) {
  const { holding, certificates, expected, day } = example;
  const called = requirementsOf(programme);
  const staffs = [
    ...holding.waivers.map((waiver) => waiverWords(waiver, called)),
    ...holding.confirmed.map(({ requirement, on }) =>
      t("programmes.exampleConfirmed", {
        name: called.get(requirement) ?? plainly(requirement),
        day: formatDay(on),
      }),
    ),
  ];
  return (
    <Stack gap={3}>
      <p>
        {t("programmes.exampleComesTo", {
          amount: Number(expected.counted),
          starts: formatDay(expected.starts_on),
          ends: formatDay(expected.ends_on),
          day: formatDay(day),
        })}
      </p>
      <DescriptionList
        items={[
          ...statedFacts(holding),
          ...(holding.hired_on ? [[factName("hired_on"), formatDay(holding.hired_on)] as const] : []),
        ].map(([term, value]) => ({ term, value }))}
      />
      {staffs.length > 0 && <Lines of={staffs} />}
      <Lines of={certificates.map((line) => lineWords(line, names))} />
    </Stack>
  );
}

function Lines({ of }: { of: readonly string[] }) {
  return (
    <ul className={css.list}>
      {of.map((line, at) => (
        <li key={at}>{line}</li>
      ))}
    </ul>
  );
}

/** What one certificate's line brings, and what it is. */
function lineWords(line: PackExample["certificates"][number], names: Names): string {
  return [
    formatDay(line.earned_on),
    t("programmes.say.credits", { count: Number(line.credits) }),
    names.type(line.credit_type),
    ...Object.entries(line.labels ?? {}).map(([label, choice]) =>
      t("programmes.exampleLabel", { label: names.label(label), choice: names.choice(label, choice) }),
    ),
    ...(line.status === "approved" ? [] : [t(`status.${line.status}`)]),
    ...(line.reported_on ? [t("programmes.exampleReported", { day: formatDay(line.reported_on) })] : []),
  ].join(" · ");
}

/** What requirements are called, in whichever version. */
const requirementsOf = ({ versions }: Programme): ReadonlyMap<string, string> =>
  new Map(versions.flatMap(({ requires }) => [...walk(requires)].map(({ id, name }) => [id, name])));

export const amountOf = (amount: string | null | undefined) =>
  amount === null || amount === undefined ? t("common.none") : formatAmount(amount);
