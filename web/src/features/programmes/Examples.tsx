import "../../text/rules";
import type { PackExample } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { Disclosure } from "../../ui/Disclosure";
import { Section } from "../../ui/Section";
import { Stack } from "../../ui/layout";
import { StatusBadge } from "../../ui/StatusBadge";
import css from "./Programmes.module.css";

/** Worked examples: what somebody earned, and what it comes to. */
export function Examples({ examples }: { examples: readonly PackExample[] }) {
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
            <ExampleFacts example={example} />
          </Disclosure>
        ))}
      </Stack>
    </Section>
  );
}

export function ExampleFacts({ example }: { example: PackExample }) {
  const { certificates, expected, day } = example;
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
      <ul className={css.list}>
        {certificates.map((line, at) => (
          <li key={at}>
            {[
              formatDay(line.earned_on),
              t("programmes.say.credits", { count: Number(line.credits) }),
              ...Object.values(line.labels ?? {}),
              ...(line.status === "approved" ? [] : [t(`status.${line.status}`)]),
            ].join(" · ")}
          </li>
        ))}
      </ul>
    </Stack>
  );
}

export const amountOf = (amount: string | null | undefined) =>
  amount === null || amount === undefined ? t("common.none") : formatAmount(amount);
