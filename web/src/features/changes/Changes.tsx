import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Container from "@cloudscape-design/components/container";
import Header from "@cloudscape-design/components/header";
import Icon, { type IconProps } from "@cloudscape-design/components/icon";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useSearchParams } from "react-router";
import { useListing } from "../../api/listing";
import { CHANGES_PAGE, changesOptions } from "../../api/queries/staff/changes";
import type { SetUpChange } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Choice } from "../../shared/Choice";
import { formatInstant } from "../../shared/format";
import { ListEnd } from "../../shared/ListEnd";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { text } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { differences } from "./changeWords";

const t = text.changes;

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
  const list = useListing<SetUpChange>(
    changesOptions(academy_id, { ...(area && { area }), ...(actor && { actor }) }),
    CHANGES_PAGE,
  );

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
  const items = list.items ?? [];
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
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      {list.loading && items.length === 0 && (
        <Loading label={list.searching ? text.common.searching : t.loading} />
      )}
      {list.items && !list.loading && items.length === 0 && (
        <Empty title={list.more ? text.common.noneYet : t.none}>
          {list.more ? text.common.lookOn : t.noneHint}
        </Empty>
      )}
      {items.length > 0 && (
        <ol className="timeline" aria-label={t.title}>
          {items.map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ol>
      )}
      {list.more && (
        <Box padding={{ top: "m" }}>
          <ListEnd {...list} label={t.older} />
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
