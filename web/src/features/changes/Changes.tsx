import "../../text/setup";
import { CreditCard, type LucideIcon, ScrollText, Settings2, UserRound, UsersRound } from "lucide-react";
import { useSearchParams } from "react-router";
import { useListing } from "../../api/listing";
import { CHANGES_PAGE, changesOptions } from "../../api/queries/staff/changes";
import type { SetUpChange } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Choice } from "../../shared/Choice";
import { formatInstant } from "../../text/format";
import { ListEnd } from "../../shared/ListEnd";
import { LoadFailed, useTitle } from "../../shared/Page";
import { t, textsOf } from "../../text";
import { tRich } from "../../text/rich";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { changeFiltersOf } from "../../shared/staff/changeFilters";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Stack } from "../../ui/layout";
import { Timeline, type TimelineEntry } from "../../ui/Timeline";
import css from "./Changes.module.css";
import { differences } from "./changeWords";

type Area = SetUpChange["area"];

const icons: Record<Area, LucideIcon> = {
  settings: Settings2,
  credit_type: CreditCard,
  staff: UsersRound,
  learner: UserRound,
  programme: ScrollText,
};

/** What is set on the academy's own page. */
const FACE: ReadonlySet<string> = new Set(["name", "accent", "logo", "time_zone"]);

export default function Changes() {
  useTitle(t("changes.title"));
  const { administrator } = useAcademy();
  return (
    <Stack gap={5}>
      <PageHeader title={t("changes.title")} lead={t("changes.description")} />
      {administrator ? <List /> : <Notice kind="info">{t("changes.administratorsOnly")}</Notice>}
    </Stack>
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
    <Stack gap={5}>
      <div className={css.filters}>
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
      {list.error !== undefined && <LoadFailed error={list.error} retry={list.reload} />}
      {list.loading && items.length === 0 && <Skeleton shape="rows" count={6} />}
      {list.items && !list.loading && items.length === 0 && (
        <EmptyState title={list.more ? t("common.noneYet") : t("changes.none")} drawing="search">
          {list.more ? t("common.lookOn") : t("changes.noneHint")}
        </EmptyState>
      )}
      {items.length > 0 && (
        <Timeline label={t("changes.title")} entries={items.map((change) => entryOf(change, user.id))} />
      )}
      {list.more && <ListEnd {...list} label={t("changes.older")} />}
    </Stack>
  );
}

function entryOf(change: SetUpChange, reader: string): TimelineEntry {
  return {
    id: change.id,
    icon: icons[change.area],
    title: tRich(`changes.step.${change.area}.${change.step}`, {
      subject: () => <Subject change={change} />,
    }),
    meta: (
      <>
        {t("certificate.by", { name: actorOf(change, reader) })} ·{" "}
        <time dateTime={change.at}>{formatInstant(change.at)}</time>
      </>
    ),
    children: (
      <dl className={css.differences}>
        {differences(change).map(({ field, label, before, after }) => (
          <div key={field}>
            <dt>{label}</dt>
            {before !== undefined && (
              <dd>
                <span className={css.soft}>{t("changes.before")}</span> {before}
              </dd>
            )}
            {after !== undefined && (
              <dd>
                <span className={css.soft}>{t("changes.after")}</span> {after}
              </dd>
            )}
          </div>
        ))}
      </dl>
    ),
  };
}

function Subject({ change }: { change: SetUpChange }) {
  const { types } = useAcademy();
  switch (change.area) {
    case "settings":
      return change.fields.every(({ field }) => FACE.has(field)) ? (
        <Link to="/console/set-up/academy">{t("shell.academy")}</Link>
      ) : (
        <Link to="/console/desk">{t("shell.desk")}</Link>
      );
    case "credit_type":
      return (
        <Link to={`/console/credit-types/${change.subject}`}>
          {types.get(change.subject)?.name ?? change.subject}
        </Link>
      );
    case "programme":
      return <Link to={`/console/programmes/${change.subject}`}>{change.subject}</Link>;
    case "staff":
      return <>{nameOf(change)}</>;
    case "learner":
      return <Link to={`/console/learners/${change.subject}`}>{nameOf(change)}</Link>;
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
