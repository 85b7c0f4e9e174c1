import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { useListing } from "../../api/listing";
import {
  accountLinesOptions,
  accountOptions,
  learnerOptions,
  portfolioOptions,
} from "../../api/queries/staff/learners";
import type { Certificate } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { Credits } from "../../shared/Credits";
import { formatDay } from "../../text/format";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { Statement } from "../../shared/Statement";
import { standing, StatusPill } from "../../shared/StatusPill";
import { useNarrow } from "../../shared/useMedia";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { LearnerDialog } from "./Learners";

export default function Learner() {
  const learner_id = useParams()["learnerId"]!;
  const { id: academy_id } = useAcademy();
  const path = { academy_id, learner_id };
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const learner = useQuery(learnerOptions(academy_id, learner_id));
  const name = learner.data?.name ?? (learner.isPending ? t("common.loading") : learner_id);
  useTitle(name);
  useCrumbs([
    { text: t("learners.title"), href: "/console/learners" },
    { text: name, href: "#" },
  ]);
  const entry = learner.data;
  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={
          entry && (
            <span className="anywhere">{[entry.mail, entry.external_id].filter(Boolean).join(" · ")}</span>
          )
        }
        actions={
          entry && (
            <SpaceBetween direction="horizontal" size="xs">
              <Button iconName="edit" onClick={() => setEditing(true)}>
                {t("common.edit")}
              </Button>
              <Button
                variant="primary"
                iconName="add-plus"
                onClick={() => navigate("/console/learners/enter", { state: { learners: [entry] } })}
              >
                {t("learners.enter")}
              </Button>
            </SpaceBetween>
          )
        }
      >
        {name}
      </Header>
      {learner.error && <LoadFailed error={learner.error} retry={() => void learner.refetch()} />}
      <Tabs
        activeTabId={address.get("tab") ?? "portfolio"}
        onChange={({ detail }) => setAddress({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: "portfolio", label: t("learners.portfolio"), content: <Portfolio path={path} /> },
          { id: "statement", label: t("learners.statement"), content: <Account path={path} /> },
        ]}
      />
      {editing && entry && (
        <LearnerDialog learner={entry} onClose={() => setEditing(false)} onSaved={() => setEditing(false)} />
      )}
    </SpaceBetween>
  );
}

interface Props {
  path: { academy_id: string; learner_id: string };
}

function Portfolio({ path }: Props) {
  const { types } = useAcademy();
  const narrow = useNarrow();
  const loaded = useListing(portfolioOptions(path.academy_id, path.learner_id), Infinity);
  if (loaded.error !== undefined) return <LoadFailed error={loaded.error} retry={loaded.reload} />;
  const link = (item: Certificate) => (
    <RouteLink href={`/console/queue/${item.learner_id}/${item.id}`}>{item.title}</RouteLink>
  );
  return (
    <Table
      items={loaded.items ?? []}
      loading={!loaded.items}
      loadingText={t("certificates.loading")}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: t("learners.portfolio") }}
      columnDefinitions={[
        {
          id: "title",
          header: t("fields.title"),
          isRowHeader: true,
          minWidth: 200,
          cell: (item) => (
            <div className="stacked">
              <div>
                {link(item)}
                {item.issuer && <div className="soft">{item.issuer}</div>}
              </div>
              {narrow && <StatusPill status={standing(item)} />}
            </div>
          ),
        },
        ...(narrow
          ? []
          : [
              {
                id: "credits",
                header: t("fields.credits"),
                minWidth: 160,
                cell: (item: Certificate) => <Credits claims={item.claims} types={types} />,
              },
              {
                id: "earned",
                header: t("fields.earnedOn"),
                minWidth: 120,
                cell: (item: Certificate) => formatDay(item.earned_on),
              },
              {
                id: "status",
                header: t("fields.status"),
                minWidth: 150,
                cell: (item: Certificate) => <StatusPill status={standing(item)} />,
              },
            ]),
      ]}
      empty={<Empty title={t("learners.noCertificates")}>{t("learners.noCertificatesText")}</Empty>}
    />
  );
}

function Account({ path }: Props) {
  const { types } = useAcademy();
  const loaded = useQuery(accountOptions(path.academy_id, path.learner_id));
  if (loaded.error && !loaded.data)
    return <LoadFailed error={loaded.error} retry={() => void loaded.refetch()} />;
  if (!loaded.data) return <Loading label={t("credits.loading")} />;
  if (!loaded.data.length) return <Box padding="l">{t("learners.noCredits")}</Box>;
  return (
    <Statement
      periods={loaded.data}
      types={types}
      href={(id) => `/console/queue/${path.learner_id}/${id}`}
      lines={(creditType, period) =>
        accountLinesOptions(path.academy_id, path.learner_id, creditType, period)
      }
    />
  );
}
