import { ArrowRight, CircleCheck, CircleX, Clock, Send, TriangleAlert, UserCheck, X } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useCrumbs } from "../../shared/crumbs";
import { useTitle } from "../../shared/Page";
import { words } from "../../api/problemWords";
import { t } from "../../text";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { IconButton } from "../../ui/IconButton";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { ProgressBar } from "../../ui/ProgressBar";
import { Split, Row as Line, Stack } from "../../ui/layout";
import { type Column, Table } from "../../ui/Table";
import { TextArea } from "../../ui/TextArea";
import { readInvitees, type Row } from "./inviteList";
import css from "./Learners.module.css";
import { type Invitations, useInvitations, waiting } from "./useInvitations";

/** Many learners at once, from whatever list there is. */
export default function InviteLearners() {
  const title = t("invite.title");
  useTitle(title);
  useCrumbs([
    { text: t("learners.title"), href: "/console/learners" },
    { text: title, href: "#" },
  ]);
  const invitations = useInvitations();
  const [pasted, setPasted] = useState("");
  return (
    <Stack gap={6}>
      <PageHeader title={title} lead={t("invite.lead")} />
      {invitations.rows.length === 0 ? (
        <Paste value={pasted} onChange={setPasted} onRead={invitations.begin} />
      ) : (
        <List invitations={invitations} onAnew={() => setPasted("")} />
      )}
    </Stack>
  );
}

interface PasteProps {
  value: string;
  onChange: (pasted: string) => void;
  onRead: (rows: Row[]) => void;
}

function Paste({ value, onChange, onRead }: PasteProps) {
  const [problem, setProblem] = useState<string>();
  const field = useRef<HTMLTextAreaElement>(null);
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const rows = readInvitees(value);
        if (rows.length) return onRead(rows);
        setProblem(t("invite.nobody"));
        field.current?.focus();
      }}
    >
      <Split width={340} aside={<Shapes />}>
        <Stack gap={4}>
          <TextArea
            ref={field}
            name="people"
            label={t("invite.paste")}
            hint={t("invite.pasteHint")}
            rows={10}
            value={value}
            onChange={(pasted) => {
              onChange(pasted);
              setProblem(undefined);
            }}
            error={problem}
            spellCheck={false}
            required
          />
          <Line justify="end">
            <Button type="submit" variant="primary" iconEnd={ArrowRight}>
              {t("invite.read")}
            </Button>
          </Line>
        </Stack>
      </Split>
    </form>
  );
}

const SHAPES = ["list", "mail", "table"] as const;

function Shapes() {
  return (
    <section className={css.shapes} aria-label={t("invite.shapes")}>
      <h2>{t("invite.shapes")}</h2>
      {SHAPES.map((shape) => (
        <div key={shape} className={css.shape}>
          <span>{t(`invite.shape.${shape}`)}</span>
          <code>{t(`invite.shapeExample.${shape}`)}</code>
        </div>
      ))}
    </section>
  );
}

function List({ invitations, onAnew }: { invitations: Invitations; onAnew: () => void }) {
  const { rows, outcomes, running, halted, begin, remove, send, pause, sendAgain } = invitations;
  const all = Object.values(outcomes);
  const count = (kind: "invited" | "known" | "refused") => all.filter((one) => one.kind === kind).length;
  const left = waiting(invitations).length;
  const flawed = rows.filter(({ flaw }) => flaw !== undefined).length;
  const begun = all.length > 0;
  const done = begun && left === 0 && !running;
  const total = rows.length - flawed;
  const heading = useRef<HTMLDivElement>(null);
  // What came from the field before is read from its beginning.
  useEffect(() => heading.current?.focus(), []);
  const anew = () => {
    begin([]);
    onAnew();
  };
  return (
    <Stack gap={4}>
      <div ref={heading} tabIndex={-1} className={css.summary}>
        {done ? (
          <Notice
            kind={count("refused") ? "warning" : "success"}
            title={t("invite.done")}
            announced
            action={
              <Line>
                <ButtonLink to="/console/learners" variant="primary">
                  {t("invite.toLearners")}
                </ButtonLink>
                {count("refused") > 0 && <Button onPress={sendAgain}>{t("invite.again")}</Button>}
                <Button variant="quiet" onPress={anew}>
                  {t("invite.anew")}
                </Button>
              </Line>
            }
          >
            {t("invite.result", {
              invited: count("invited"),
              known: count("known"),
              refused: count("refused"),
              left: flawed,
            })}
          </Notice>
        ) : (
          <Line justify="between" gap={4}>
            <span>
              <strong>{t("invite.found", { count: total })}</strong>
              {flawed > 0 && <span className={css.soft}> · {t("invite.flawed", { count: flawed })}</span>}
            </span>
            <Line>
              {running ? (
                <Button onPress={pause}>{t("invite.pause")}</Button>
              ) : (
                <>
                  <Button variant="quiet" onPress={anew}>
                    {t("invite.otherList")}
                  </Button>
                  <Button variant="primary" icon={Send} disabled={left === 0} onPress={send}>
                    {begun ? t("invite.goOn", { count: left }) : t("invite.send", { count: left })}
                  </Button>
                </>
              )}
            </Line>
          </Line>
        )}
      </div>
      {begun && !done && (
        <ProgressBar
          label={t("invite.progress")}
          value={total - left}
          max={total}
          text={t("common.of", { part: String(total - left), whole: String(total) })}
        />
      )}
      {halted !== undefined && (
        <Notice kind="error" title={t("invite.halted")} announced>
          {words(halted)} {t("invite.haltedGoOn")}
        </Notice>
      )}
      <Table
        label={t("invite.table")}
        rows={rows}
        rowKey={({ key }) => key}
        columns={columnsOf(invitations, rows, running || begun ? undefined : remove)}
      />
    </Stack>
  );
}

function columnsOf(
  { outcomes }: Invitations,
  rows: readonly Row[],
  remove: ((key: string) => void) | undefined,
): Column<Row>[] {
  const hasIds = rows.some(({ externalId }) => externalId);
  return [
    {
      key: "name",
      header: t("learners.name"),
      rowHeader: true,
      cell: (row) => {
        const outcome = outcomes[row.key];
        const name = row.name || t("common.none");
        return (
          <>
            {outcome && outcome.kind !== "refused" ? (
              <Link quiet to={`/console/learners/${outcome.learner}`}>
                {name}
              </Link>
            ) : (
              name
            )}
            {row.guessed && <span className={css.below}>{t("invite.guessed")}</span>}
          </>
        );
      },
    },
    { key: "mail", header: t("learners.mail"), cell: ({ mail }) => mail || t("common.none") },
    ...(hasIds
      ? [
          {
            key: "id",
            header: t("learners.externalId"),
            cell: ({ externalId }: Row) => externalId || t("common.none"),
          },
        ]
      : []),
    {
      key: "state",
      header: t("invite.state"),
      cell: (row) => <State row={row} outcome={outcomes[row.key]} />,
    },
    ...(remove
      ? [
          {
            key: "remove",
            header: t("common.remove"),
            hideHeader: true,
            align: "end" as const,
            width: "56px",
            cell: ({ key, name, mail }: Row) => (
              <IconButton
                icon={X}
                label={t("invite.remove", { who: name || mail })}
                onPress={() => remove(key)}
              />
            ),
          },
        ]
      : []),
  ];
}

function State({ row, outcome }: { row: Row; outcome: Invitations["outcomes"][string] | undefined }) {
  if (row.flaw)
    return (
      <Badge tone="warning" icon={TriangleAlert}>
        {t(`invite.flaw.${row.flaw}`)}
      </Badge>
    );
  switch (outcome?.kind) {
    case undefined:
      return (
        <Badge tone="neutral" icon={Clock}>
          {t("invite.outcome.waiting")}
        </Badge>
      );
    case "invited":
      return (
        <Badge tone="success" icon={CircleCheck}>
          {t("invite.outcome.invited")}
        </Badge>
      );
    case "known":
      return (
        <Badge tone="info" icon={UserCheck}>
          {t("invite.outcome.known")}
        </Badge>
      );
    case "refused":
      return (
        <>
          <Badge tone="danger" icon={CircleX}>
            {t("invite.outcome.refused")}
          </Badge>
          <span className={css.below}>{outcome.why}</span>
        </>
      );
  }
}
