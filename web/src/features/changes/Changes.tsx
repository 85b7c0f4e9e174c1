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
import { formatInstant } from "../../text/format";
import { ListEnd } from "../../shared/ListEnd";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { t, textsOf } from "../../text";
import { tRich } from "../../text/rich";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { changeFiltersOf } from "../../shared/staff/changeFilters";
import { differences } from "./changeWords";

type Area = SetUpChange["area"];

const icons: Record<Area, IconProps.Name> = {
  settings: "settings",
  credit_type: "ticket",
  staff: "group",
  learner: "user-profile",
};

export default function Changes() {
  useTitle(t("changes.title"));
  const { administrator } = useAcademy();
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t("changes.description")}>
        {t("changes.title")}
      </Header>
      {administrator ? <List /> : <Alert type="info">{t("changes.administratorsOnly")}</Alert>}
    </SpaceBetween>
  );
}

function List() {
  const { id: academy_id } = useAcademy();
  const staff = useStaff();
  const user = useUser();
  const [address, setAddress] = useSearchParams();
  const filters = changeFiltersOf(address.toString());
  const { area, actor } = filters;
  const list = useListing<SetUpChange>(changesOptions(academy_id, filters), CHANGES_PAGE);

  function filter(name: string, value: string | undefined) {
    const next = new URLSearchParams(address);
    if (value) next.set(name, value);
    else next.delete(name);
    setAddress(next, { replace: true });
  }

  const people: [string, string][] = (staff ?? []).map((member) => [
    member.principal,
    member.principal === user.id ? t("certificate.you") : member.name,
  ]);
  const items = list.items ?? [];
  return (
    <Container
      header={
        <div className="filters">
          <Choice
            label={t("changes.what")}
            any={t("changes.anything")}
            value={area ?? null}
            options={Object.entries(textsOf("changes.areas"))}
            onChange={(value) => filter("area", value)}
          />
          <Choice
            label={t("changes.who")}
            any={t("changes.anybody")}
            value={actor ?? null}
            options={people}
            onChange={(value) => filter("actor", value)}
          />
        </div>
      }
    >
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      {list.loading && items.length === 0 && (
        <Loading label={list.searching ? t("common.searching") : t("changes.loading")} />
      )}
      {list.items && !list.loading && items.length === 0 && (
        <Empty title={list.more ? t("common.noneYet") : t("changes.none")}>
          {list.more ? t("common.lookOn") : t("changes.noneHint")}
        </Empty>
      )}
      {items.length > 0 && (
        <ol className="timeline" aria-label={t("changes.title")}>
          {items.map((change) => (
            <Entry key={change.id} change={change} />
          ))}
        </ol>
      )}
      {list.more && (
        <Box padding={{ top: "m" }}>
          <ListEnd {...list} label={t("changes.older")} />
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
            {tRich(`changes.step.${change.area}.${change.step}`, {
              subject: () => <Subject change={change} />,
            })}
          </b>{" "}
          <span className="soft">{t("certificate.by", { name: actorOf(change, reader) })}</span>
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
                  <span className="soft">{t("changes.before")}</span> {before}
                </dd>
              )}
              {after !== undefined && (
                <dd>
                  <span className="soft">{t("changes.after")}</span> {after}
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
      return <RouteLink href="/console/desk">{t("shell.desk")}</RouteLink>;
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
  if (actor.id === reader) return t("certificate.you");
  if (actor.kind === "system") return t("changes.signIn");
  return actor.name ?? actor.id;
}
