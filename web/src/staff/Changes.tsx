import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";
import { isAbort } from "../api/errors";
import { staffCall } from "../api/staff";
import type { SetUpChange } from "../api/types";
import { useUser } from "../auth/useSession";
import { Choice } from "../shared/Choice";
import { formatInstant } from "../shared/format";
import { Empty, Loading, LoadFailed, useTitle } from "../shared/Page";
import { RouteLink } from "../shared/RouteLink";
import { text } from "../text";
import { useAcademy } from "./academy";
import { differences } from "./changeWords";

const t = text.changes;
const PAGE = 50;

type Area = SetUpChange["area"];

const icons: Record<Area, IconProps.Name> = {
  settings: "settings",
  credit_type: "ticket",
  staff: "group",
  learner: "user-profile",
};

export default function Changes() {
  useTitle(t.title);
  const { administrator } = useAcademy();
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t.description}>
        {t.title}
      </Header>
      {administrator ? <List /> : <Alert type="info">{t.administratorsOnly}</Alert>}
    </SpaceBetween>
  );
}

function List() {
  const { id: academy_id, staff } = useAcademy();
  const user = useUser();
  const [address, setAddress] = useSearchParams();
  const area = (address.get("area") ?? undefined) as Area | undefined;
  const actor = address.get("actor") ?? undefined;
  const [page, setPage] = useState<{ items: SetUpChange[]; cursor: string | null }>();
  const [state, setState] = useState<{ loading: boolean; error?: unknown }>({ loading: true });
  const [round, setRound] = useState(0);

  async function load(cursor: string | null, signal?: AbortSignal) {
    setState({ loading: true });
    try {
      const found = await staffCall("get", "/admin/academies/{academy_id}/changes", {
        path: { academy_id },
        query: { limit: PAGE, ...(area && { area }), ...(actor && { actor }), ...(cursor && { cursor }) },
        ...(signal && { signal }),
      });
      setPage((before) => ({
        items: cursor ? [...(before?.items ?? []), ...found.items] : found.items,
        cursor: found.next_cursor ?? null,
      }));
      setState({ loading: false });
    } catch (error) {
      if (!isAbort(error)) setState({ loading: false, error });
    }
  }
  useEffect(() => {
    const control = new AbortController();
    setPage(undefined);
    void load(null, control.signal);
    return () => control.abort();
    // eslint-disable-next-line react-hooks/exhaustive-deps -- what was found is no reason to look again
  }, [area, actor, round]);

  function filter(name: string, value: string | undefined) {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { replace: true });
  }

  const people: [string, string][] = (staff ?? []).map((member) => [
    member.principal,
    member.principal === user.id ? text.certificate.you : member.name,
  ]);
  const items = page?.items ?? [];
  return (
    <Container
      header={
        <div className="filters">
          <Choice
            label={t.what}
            any={t.anything}
            value={area ?? null}
            options={Object.entries(t.areas)}
            onChange={(value) => filter("area", value)}
          />
          <Choice
            label={t.who}
            any={t.anybody}
            value={actor ?? null}
            options={people}
            onChange={(value) => filter("actor", value)}
          />
        </div>
      }
    >
      {state.error !== undefined && <LoadFailed error={state.error} retry={() => setRound(round + 1)} />}
      {!page && state.loading && <Loading label={t.loading} />}
      {page && items.length === 0 && (
        <Empty title={page.cursor ? t.noneYet : t.none}>{page.cursor ? t.lookBack : t.noneHint}</Empty>
      )}
      {items.length > 0 && (
        <ol className="timeline" aria-label={t.title}>
          {items.map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ol>
      )}
      {page?.cursor && (
        <Box textAlign="center" padding={{ top: "m" }}>
          <Button loading={state.loading} onClick={() => void load(page.cursor)}>
            {t.older}
          </Button>
        </Box>
      )}
    </Container>
  );
}

function Entry({ change }: { change: SetUpChange }) {
  const { id: reader } = useUser();
  return (
    <li className="timeline-item">
      <span className="timeline-icon">
        <Icon name={icons[change.area]} size="small" />
      </span>
      <div className="timeline-body">
        <div>
          <b>
            {t.step[change.step](t.area[change.area])} <Subject change={change} />
          </b>{" "}
          <span className="soft">{text.certificate.by(actorOf(change, reader))}</span>
        </div>
        <time className="soft" dateTime={change.at}>
          {formatInstant(change.at)}
        </time>
        <dl className="changes">
          {differences(change).map(({ field, label, before, after }) => (
            <div key={field}>
              <dt>{label}</dt>
              {before !== undefined && (
                <dd>
                  <span className="soft">{t.before}</span> {before}
                </dd>
              )}
              {after !== undefined && (
                <dd>
                  <span className="soft">{t.after}</span> {after}
                </dd>
              )}
            </div>
          ))}
        </dl>
      </div>
    </li>
  );
}

function Subject({ change }: { change: SetUpChange }) {
  const { types } = useAcademy();
  switch (change.area) {
    case "settings":
      return <RouteLink href="/console/desk">{text.shell.desk}</RouteLink>;
    case "credit_type":
      return (
        <RouteLink href={`/console/credit-types/${change.subject}`}>
          {types.get(change.subject)?.name ?? change.subject}
        </RouteLink>
      );
    case "staff":
      return <>{nameOf(change)}</>;
    case "learner":
      return <RouteLink href={`/console/learners/${change.subject}`}>{nameOf(change)}</RouteLink>;
  }
}

/** As they are called now; who was removed, by what the change itself says. */
function nameOf(change: SetUpChange): string {
  const said = change.fields.find((field) => field.field === "name");
  const name: unknown = change.subject_name ?? said?.before ?? said?.after;
  return typeof name === "string" ? name : change.subject;
}

function actorOf({ actor }: SetUpChange, reader: string): string {
  if (actor.id === reader) return text.certificate.you;
  if (actor.kind === "system") return t.signIn;
  return actor.name ?? actor.id;
}
