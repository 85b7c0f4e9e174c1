import { useQuery } from "@tanstack/react-query";
import { FileCheck2, Pencil } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useParams, useSearchParams } from "react-router";
import { type Listing, useListing } from "../../api/listing";
import {
  accountLinesOptions,
  accountOptions,
  learnerOptions,
  portfolioOptions,
  transcriptsOf,
} from "../../api/queries/staff/learners";
import type { Learner as Entry, StaffCertificateRecord } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { Credits } from "../../shared/Credits";
import { LoadFailed, useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { Statement } from "../../shared/Statement";
import { TranscriptButton } from "../../shared/TranscriptDialog";
import { standing, StatusPill } from "../../shared/StatusPill";
import { t } from "../../text";
import { formatDay, formatInstant } from "../../text/format";
import { Avatar } from "../../ui/Avatar";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { DescriptionList } from "../../ui/DescriptionList";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Stack } from "../../ui/layout";
import { Skeleton } from "../../ui/Skeleton";
import { Stat } from "../../ui/Stat";
import { Table } from "../../ui/Table";
import { Tabs } from "../../ui/Tabs";
import { Decisions } from "./Decisions";
import { LearnerDialog } from "./LearnerDialog";
import { Rights } from "./Rights";
import css from "./Learners.module.css";

const Credentials = lazy(() => import("./Credentials"));

type Portfolio = Listing<StaffCertificateRecord>;

/** Everything there is of one learner. */
export default function Learner() {
  const id = useParams()["learnerId"]!;
  const { id: academy, administrator } = useAcademy();
  const [address, setAddress] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const learner = useQuery(learnerOptions(academy, id));
  const portfolio = useListing(portfolioOptions(academy, id), Infinity);
  const entry = learner.data ?? undefined;
  const name = entry?.name ?? (learner.isPending ? t("learners.loadingOne") : id);
  useTitle(name);
  useCrumbs([
    { text: t("learners.title"), href: "/console/learners" },
    { text: name, href: "#" },
  ]);
  const whole = portfolio.items && !portfolio.more;
  return (
    <Stack gap={5}>
      <div className={css.head}>
        <Avatar name={entry?.name ?? ""} size="large" />
        <div className={css.who}>
          <PageHeader
            title={name}
            lead={entry && [entry.mail, entry.external_id].filter(Boolean).join(" · ")}
            actions={
              entry && (
                <>
                  <ButtonLink
                    variant="primary"
                    icon={FileCheck2}
                    to="/console/learners/enter"
                    state={{ learners: [entry] }}
                  >
                    {t("learners.enter")}
                  </ButtonLink>
                  <Button icon={Pencil} onPress={() => setEditing(true)}>
                    {t("common.edit")}
                  </Button>
                </>
              )
            }
          />
        </div>
      </div>
      {learner.error && !learner.data && (
        <LoadFailed error={learner.error} retry={() => void learner.refetch()} />
      )}
      {entry?.undeliverable && (
        <Notice kind="warning" title={t("learners.undeliverable")}>
          {t(`learners.trouble.${entry.undeliverable.why}`, {
            mail: entry.mail,
            day: formatInstant(entry.undeliverable.at),
          })}
        </Notice>
      )}
      {learner.data === null && <Notice kind="info">{t("learners.notInvited")}</Notice>}
      {whole && <Counts items={portfolio.items ?? []} />}
      <Tabs
        label={t("learners.views")}
        selected={address.get("tab") ?? "portfolio"}
        onSelect={(tab) => setAddress({ tab }, { replace: true })}
        tabs={[
          {
            id: "portfolio",
            label: t("learners.portfolio"),
            ...(whole && { count: portfolio.items!.length }),
            content: <Certificates portfolio={portfolio} />,
          },
          { id: "statement", label: t("learners.statement"), content: <Account learner={id} name={name} /> },
          {
            id: "credentials",
            label: t("shell.credentials"),
            content: <Held learner={id} />,
          },
          {
            id: "decisions",
            label: t("learners.decisions"),
            content: <Decided portfolio={portfolio} />,
          },
          ...(entry
            ? [{ id: "profile", label: t("learners.profile"), content: <Profile learner={entry} /> }]
            : []),
          ...(administrator
            ? [{ id: "rights", label: t("rights.tab"), content: <Rights learner={id} name={name} /> }]
            : []),
        ]}
      />
      {editing && entry && (
        <LearnerDialog learner={entry} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />
      )}
    </Stack>
  );
}

/** How much there is, and what waits. */
function Counts({ items }: { items: readonly StaffCertificateRecord[] }) {
  if (items.length === 0) return null;
  const of = (status: StaffCertificateRecord["status"]) =>
    items.filter((item) => item.status === status).length;
  return (
    <div className={css.stats}>
      <Stat label={t("learners.stat.approved")} value={of("approved")} />
      <Stat label={t("learners.stat.waiting")} value={of("pending")} />
      <Stat label={t("learners.stat.asked")} value={of("changes_requested")} />
    </div>
  );
}

function Certificates({ portfolio }: { portfolio: Portfolio }) {
  const { types } = useAcademy();
  const { items, error, reload } = portfolio;
  if (!items) {
    return error !== undefined ? (
      <LoadFailed error={error} retry={reload} />
    ) : (
      <Skeleton shape="rows" count={6} />
    );
  }
  return (
    <>
      {error !== undefined && <LoadFailed error={error} retry={reload} />}
      <Table
        label={t("learners.portfolio")}
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "title",
            header: t("fields.title"),
            rowHeader: true,
            cell: (item) => (
              <>
                <Link quiet stretched to={`/console/queue/${item.learner_id}/${item.id}`}>
                  {item.title}
                </Link>
                {item.issuer && <span className={css.below}>{item.issuer}</span>}
              </>
            ),
          },
          {
            key: "credits",
            header: t("fields.credits"),
            width: "24%",
            cell: (item) => <Credits claims={item.claims} types={types} />,
          },
          {
            key: "earned",
            header: t("fields.earnedOn"),
            width: "16%",
            cell: (item) => formatDay(item.earned_on),
          },
          {
            key: "status",
            header: t("fields.status"),
            width: "20%",
            cell: (item) => <StatusPill status={standing(item)} />,
          },
        ]}
        empty={
          <EmptyState title={t("learners.noCertificates")}>{t("learners.noCertificatesText")}</EmptyState>
        }
      />
    </>
  );
}

function Account({ learner, name }: { learner: string; name: string }) {
  const { id: academy, types } = useAcademy();
  const { data, error, refetch } = useQuery(accountOptions(academy, learner));
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton shape="card" height={220} />;
  if (!data.length) return <EmptyState title={t("learners.noCredits")} />;
  return (
    <Stack gap={4}>
      <TranscriptButton
        periods={data}
        types={types}
        from={transcriptsOf(academy, learner)}
        lead={t("transcript.leadOf", { name })}
      />
      <Statement
        periods={data}
        types={types}
        href={(id) => `/console/queue/${learner}/${id}`}
        lines={(creditType, period) => accountLinesOptions(academy, learner, creditType, period)}
      />
    </Stack>
  );
}

function Held({ learner }: { learner: string }) {
  return (
    <Suspense fallback={<Skeleton shape="card" height={220} />}>
      <Credentials learner={learner} />
    </Suspense>
  );
}

function Decided({ portfolio: { items, error, reload } }: { portfolio: Portfolio }) {
  if (items) return <Decisions items={items} />;
  if (error !== undefined) return <LoadFailed error={error} retry={reload} />;
  return <Skeleton shape="rows" count={4} />;
}

function Profile({ learner: { name, mail, external_id, hired_on, learner_id } }: { learner: Entry }) {
  return (
    <DescriptionList
      items={[
        { term: t("learners.name"), value: name },
        { term: t("learners.mail"), value: mail },
        { term: t("learners.externalId"), value: external_id ?? t("common.none") },
        { term: t("learners.hiredOn"), value: hired_on ? formatDay(hired_on) : t("common.none") },
        { term: t("learners.ownId"), value: <code>{learner_id}</code> },
      ]}
    />
  );
}
