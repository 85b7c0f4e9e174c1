import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table from "@cloudscape-design/components/table";
import Tabs from "@cloudscape-design/components/tabs";
import { useState } from "react";
import { useNavigate, useParams, useSearchParams } from "react-router";
import { Refused } from "../../api/errors";
import { staffCall } from "../../api/staff";
import type { Certificate } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { Credits } from "../../shared/Credits";
import { formatDay } from "../../shared/format";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { Statement } from "../../shared/Statement";
import { standing, StatusPill } from "../../shared/StatusPill";
import { useLoad } from "../../shared/useLoad";
import { useNarrow } from "../../shared/useMedia";
import { text } from "../../text";
import { useAcademy } from "../../shared/staff/academy";
import { LearnerDialog } from "./Learners";

const t = text.learners;
const PAGE = 100;

export default function Learner() {
  const learner_id = useParams()["learnerId"]!;
  const { id: academy_id } = useAcademy();
  const path = { academy_id, learner_id };
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [editing, setEditing] = useState(false);
  const learner = useLoad(
    (signal) =>
      staffCall("get", "/admin/academies/{academy_id}/learners/{learner_id}", { path, signal }).catch(
        (error: unknown) => {
          // Who handed something in before the directory began may not be in it.
          if (error instanceof Refused && error.status === 404) return undefined;
          throw error;
        },
      ),
    learner_id,
  );
  const name = learner.value?.name ?? (learner.loading ? text.common.loading : learner_id);
  useTitle(name);
  useCrumbs([
    { text: t.title, href: "/console/learners" },
    { text: name, href: "#" },
  ]);
  const entry = learner.value;
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
                {text.common.edit}
              </Button>
              <Button
                variant="primary"
                iconName="add-plus"
                onClick={() => navigate("/console/learners/enter", { state: { learners: [entry] } })}
              >
                {t.enter}
              </Button>
            </SpaceBetween>
          )
        }
      >
        {name}
      </Header>
      {learner.error !== undefined && <LoadFailed error={learner.error} retry={learner.reload} />}
      <Tabs
        activeTabId={address.get("tab") ?? "portfolio"}
        onChange={({ detail }) => setAddress({ tab: detail.activeTabId }, { replace: true })}
        tabs={[
          { id: "portfolio", label: t.portfolio, content: <Portfolio path={path} /> },
          { id: "statement", label: t.statement, content: <Account path={path} /> },
        ]}
      />
      {editing && entry && (
        <LearnerDialog
          learner={entry}
          onClose={() => {
            setEditing(false);
            // Whoever was told that somebody else changed it sees that now.
            learner.reload();
          }}
          onSaved={(saved) => {
            setEditing(false);
            learner.set(saved);
          }}
        />
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
  const loaded = useLoad(async (signal) => {
    const found: Certificate[] = [];
    let cursor: string | null | undefined;
    do {
      const page = await staffCall(
        "get",
        "/admin/academies/{academy_id}/learners/{learner_id}/certificates",
        {
          path,
          query: { limit: PAGE, ...(cursor && { cursor }) },
          signal,
        },
      );
      found.push(...page.items);
      cursor = page.next_cursor;
    } while (cursor);
    return found;
  }, path.learner_id);
  if (loaded.error !== undefined) return <LoadFailed error={loaded.error} retry={loaded.reload} />;
  const link = (item: Certificate) => (
    <RouteLink href={`/console/queue/${item.learner_id}/${item.id}`}>{item.title}</RouteLink>
  );
  return (
    <Table
      items={loaded.value ?? []}
      loading={!loaded.value}
      loadingText={text.certificates.loading}
      trackBy="id"
      wrapLines
      ariaLabels={{ tableLabel: t.portfolio }}
      columnDefinitions={[
        {
          id: "title",
          header: text.fields.title,
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
                header: text.fields.credits,
                minWidth: 160,
                cell: (item: Certificate) => <Credits claims={item.claims} types={types} />,
              },
              {
                id: "earned",
                header: text.fields.earnedOn,
                minWidth: 120,
                cell: (item: Certificate) => formatDay(item.earned_on),
              },
              {
                id: "status",
                header: text.fields.status,
                minWidth: 150,
                cell: (item: Certificate) => <StatusPill status={standing(item)} />,
              },
            ]),
      ]}
      empty={<Empty title={t.noCertificates}>{t.noCertificatesText}</Empty>}
    />
  );
}

function Account({ path }: Props) {
  const { types } = useAcademy();
  const loaded = useLoad(
    (signal) =>
      staffCall("get", "/admin/academies/{academy_id}/learners/{learner_id}/statement", { path, signal }),
    path.learner_id,
  );
  if (loaded.error !== undefined) return <LoadFailed error={loaded.error} retry={loaded.reload} />;
  if (!loaded.value) return <Loading label={text.credits.loading} />;
  if (!loaded.value.items.length) return <Box padding="l">{t.noCredits}</Box>;
  return (
    <Statement
      periods={loaded.value.items}
      types={types}
      href={(id) => `/console/queue/${path.learner_id}/${id}`}
      read={(query, signal) =>
        staffCall("get", "/admin/academies/{academy_id}/learners/{learner_id}/statement/lines", {
          path,
          query,
          signal,
        })
      }
    />
  );
}
