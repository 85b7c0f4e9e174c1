import "../../text/rules";
import "../../text/holdings";
import { useMutation, useQuery } from "@tanstack/react-query";
import { FlaskConical, Play } from "lucide-react";
import { useMemo, useState } from "react";
import { heading, words } from "../../api/problemWords";
import { foundLearnersOptions } from "../../api/queries/staff/learners";
import { programmePackOptions, tryProgramme } from "../../api/queries/staff/programmes";
import type { PackExample, Programme, Trial } from "../../api/types";
import { DayField } from "../../shared/DayField";
import { type Names, namesOf } from "../../shared/programmes/names";
import { cycleWords, noCycleWords, Progress } from "../../shared/programmes/Progress";
import { Tree } from "../../shared/programmes/Tree";
import { cycleName } from "../../shared/programmes/words";
import { useAcademy } from "../../shared/staff/academy";
import { dayOf } from "../../shared/typedDay";
import { usePaused } from "../../shared/usePaused";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { Button } from "../../ui/Button";
import { Card } from "../../ui/Card";
import { ComboField } from "../../ui/ComboField";
import { Disclosure } from "../../ui/Disclosure";
import { Notice } from "../../ui/Notice";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { Grid, Stack } from "../../ui/layout";
import { StatusBadge } from "../../ui/StatusBadge";
import { Table } from "../../ui/Table";
import { agrees, compare } from "./compare";
import { toSend } from "./draft";
import { amountOf, ExampleFacts } from "./Examples";
import { StandingBadge } from "./parts";

interface Props {
  programme: Programme;
  /** The one it was made from, whose examples it is tried on. */
  pack: string | null;
}

/** Tries a programme on worked examples and on a real learner. Nothing is kept. */
export function Trying({ programme, pack }: Props) {
  return (
    <Stack gap={6}>
      <OnLearner programme={programme} />
      {pack && <OnExamples programme={programme} pack={pack} />}
    </Stack>
  );
}

const PAUSE_MS = 250;

function OnLearner({ programme }: { programme: Programme }) {
  const { id: academy } = useAcademy();
  const [typed, setTyped] = useState("");
  const [since, setSince] = useState("");
  const asked = usePaused(typed.split(" · ")[0]!.trim(), PAUSE_MS);
  const found = useQuery(foundLearnersOptions(academy, asked));
  const labelOf = ({ name, mail }: { name: string; mail: string | null }) =>
    [name, mail].filter(Boolean).join(" · ");
  const [known, setKnown] = useState<ReadonlyMap<string, string>>(new Map());
  const offered = found.data ?? [];
  const learner = known.get(typed) ?? offered.find((one) => labelOf(one) === typed)?.learner_id;
  const { mutate, data, error, isPending } = useMutation(tryProgramme(academy, programme.id));
  const held_since = dayOf(since);
  return (
    <Section title={t("programmes.try.learner")} lead={t("programmes.try.learnerLead")}>
      <Stack gap={4}>
        <Grid min={240}>
          <ComboField
            label={t("programmes.try.who")}
            suggestions={offered.map((one) => ({ value: labelOf(one) }))}
            value={typed}
            searched
            onChange={(next) => {
              const chosen = offered.find((one) => labelOf(one) === next);
              if (chosen) setKnown(new Map([[next, chosen.learner_id]]));
              setTyped(next);
            }}
          />
          <DayField
            label={t("programmes.try.since")}
            mark={t("common.optional")}
            hint={t("programmes.try.sinceHint")}
            name="held_since"
            value={since}
            onChange={setSince}
          />
        </Grid>
        <div>
          <Button
            icon={FlaskConical}
            busy={isPending}
            disabled={!learner}
            onPress={() =>
              learner &&
              mutate({
                programme: toSend(programme),
                learner_id: learner,
                holding: held_since ? { ...NOTHING, held_since } : null,
                lines: [],
              })
            }
          >
            {t("programmes.try.go")}
          </Button>
        </div>
        {error && (
          <Notice kind="error" title={heading(error)} announced>
            {words(error)}
          </Notice>
        )}
        {data && <Outcome trial={data} name={programme.name} />}
      </Stack>
    </Section>
  );
}

const NOTHING = { facts: {}, waivers: [], confirmed: [] };

function Outcome({ trial, name }: { trial: Trial; name: string }) {
  const { cycle } = trial;
  return (
    <div role="status">
      <Card>
        <Stack gap={4}>
          <div>
            <StandingBadge standing={trial.standing} />
          </div>
          {cycle ? (
            <>
              <p>{cycleName(cycle)}</p>
              <Progress name={name} cycle={cycle} legend />
              {cycleWords(cycle) && <p>{cycleWords(cycle)}</p>}
              <Tree nodes={cycle.nodes} />
            </>
          ) : (
            <p>{noCycleWords(trial)}</p>
          )}
        </Stack>
      </Card>
    </div>
  );
}

function OnExamples({ programme, pack }: { programme: Programme; pack: string }) {
  const { id: academy, types } = useAcademy();
  const { data, error } = useQuery(programmePackOptions(academy, pack));
  const names = useMemo(() => namesOf([...types.values(), ...(data?.credit_types ?? [])]), [types, data]);
  return (
    <Section title={t("programmes.try.examples")} lead={t("programmes.try.examplesLead")}>
      {error && !data ? (
        <Notice kind="error">{words(error)}</Notice>
      ) : !data ? (
        <Skeleton shape="rows" count={4} />
      ) : (
        <Stack gap={2}>
          {data.examples.map((example) => (
            <OnExample key={example.name} programme={programme} example={example} names={names} />
          ))}
        </Stack>
      )}
    </Section>
  );
}

interface OnExampleProps {
  programme: Programme;
  example: PackExample;
  names: Names;
}

function OnExample({ programme, example, names }: OnExampleProps) {
  const { id: academy } = useAcademy();
  const { mutate, data, error, isPending } = useMutation(tryProgramme(academy, programme.id));
  const { programme: _, ...holding } = example.holding;
  return (
    <Disclosure
      summary={example.name}
      meta={
        data && (
          <StatusBadge
            tone={agrees(example, data) ? "success" : "warning"}
            label={t(agrees(example, data) ? "programmes.try.asExpected" : "programmes.try.otherwise")}
          />
        )
      }
    >
      <Stack gap={4}>
        <ExampleFacts example={example} programme={programme} names={names} />
        <div>
          <Button
            size="small"
            icon={Play}
            busy={isPending}
            aria-label={t("programmes.try.runOf", { name: example.name })}
            onPress={() =>
              mutate({ programme: toSend(programme), holding, lines: example.certificates, day: example.day })
            }
          >
            {t("programmes.try.run")}
          </Button>
        </div>
        {error && (
          <Notice kind="error" announced>
            {words(error)}
          </Notice>
        )}
        {data && (
          <Table
            label={t("programmes.try.compared", { name: example.name })}
            rows={compare(example, data)}
            rowKey={({ row, figure }) => `${row.id} ${figure}`}
            columns={[
              {
                key: "what",
                header: t("programmes.try.figure"),
                rowHeader: true,
                cell: ({ row, figure }) =>
                  [row.name, t(`programmes.figure.${figure}`)].filter(Boolean).join(": "),
              },
              {
                key: "expected",
                header: t("programmes.try.expected"),
                align: "end",
                cell: ({ row }) => formatAmount(row.expected),
              },
              {
                key: "computed",
                header: t("programmes.try.computed"),
                align: "end",
                cell: ({ row }) => amountOf(row.computed),
              },
              {
                key: "same",
                header: t("programmes.try.same"),
                cell: ({ row }) => (
                  <StatusBadge
                    tone={row.same ? "success" : "warning"}
                    label={t(row.same ? "programmes.try.yes" : "programmes.try.no")}
                  />
                ),
              },
            ]}
          />
        )}
      </Stack>
    </Disclosure>
  );
}
