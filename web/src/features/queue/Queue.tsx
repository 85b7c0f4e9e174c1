import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import type { CreditType, Queued } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Choice } from "../../shared/Choice";
import { Credits } from "../../shared/Credits";
import { formatDay } from "../../text/format";
import { ListEnd } from "../../shared/ListEnd";
import { Empty, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { standing, StatusPill } from "../../shared/StatusPill";
import { ListedThumbnail } from "../../shared/Thumbnail";
import { useNarrow } from "../../shared/useMedia";
import { t, textsOf } from "../../text";
import { useAcademy, useStaff } from "../../shared/staff/academy";
import { BulkDecision } from "./BulkDecision";
import { BULK, type BulkAction } from "../../shared/staff/decisions";
import { presentLease, useLease } from "../../shared/staff/lease";
import { useLearnerName } from "../../shared/staff/people";
import { useQueue } from "../../shared/staff/queue";
import { keyOf } from "../../api/queries/staff/reviews";

export default function Queue() {
  useTitle(t("queue.title"));
  const queue = useQueue();
  const { types } = useAcademy();
  const staff = useStaff();
  const user = useUser();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState<string[]>([]);
  // As the queue knows them now: an old version could not be decided.
  const selected = queue.items.filter((item) => chosen.includes(keyOf(item)));
  // What is decided leaves the queue, but not what is said of it.
  const [deciding, setDeciding] = useState<{ action: BulkAction; items: Queued[] }>();
  const status = address.get("status") ?? "pending";
  const waiting = status === "pending";
  const filtered = ["credit_type", "learner_id", "assigned_to", "document"].some((name) => address.has(name));

  const filter = (name: string, value: string | undefined) => {
    setChosen([]);
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        return next;
      },
      { replace: true },
    );
  };
  const { reload } = queue;
  const href = useCallback((item: Queued) => `/console/queue/${keyOf(item)}${queue.search}`, [queue.search]);
  const columns = useMemo(
    () => columnsOf(types, waiting, narrow, href, reload),
    [types, waiting, narrow, href, reload],
  );
  const people: [string, string][] = staff
    ? staff.map((member) => [member.principal, member.principal === user.id ? t("queue.mine") : member.name])
    : [[user.id, t("queue.mine")]];
  // Where others are at work nobody has to start.
  const first =
    queue.items.find((item) => (presentLease(item.assignment)?.principal ?? user.id) === user.id) ??
    queue.items[0];

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={waiting ? t("queue.description") : t("queue.decidedDescription")}
        counter={queue.items.length ? t("queue.count", { count: queue.items.length, more: queue.more }) : ""}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel={t("common.refresh")}
              loading={queue.loading}
              onClick={queue.reload}
            />
            {waiting && (
              <Button variant="primary" disabled={!first} onClick={() => first && void navigate(href(first))}>
                {t("queue.review")}
              </Button>
            )}
          </SpaceBetween>
        }
      >
        {t("queue.title")}
      </Header>
      {queue.error !== undefined && <LoadFailed error={queue.error} retry={queue.reload} />}
      <Table
        items={queue.items}
        columnDefinitions={columns}
        trackBy={keyOf}
        variant="container"
        stickyHeader
        stickyHeaderVerticalOffset={57}
        enableKeyboardNavigation
        wrapLines
        loading={queue.loading && queue.items.length === 0}
        loadingText={queue.searching ? t("common.searching") : t("queue.loading")}
        {...(waiting && { selectionType: "multi" as const })}
        selectedItems={selected}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems.map(keyOf))}
        ariaLabels={{
          tableLabel: t("queue.title"),
          selectionGroupLabel: t("queue.selectAll"),
          allItemsSelectionLabel: () => t("queue.selectAll"),
          itemSelectionLabel: (_, item) => t("queue.select", { title: item.title }),
        }}
        header={
          selected.length > 0 && (
            <div className="bulk" role="region" aria-label={t("queue.selected", { count: selected.length })}>
              <b aria-live="polite">{t("queue.selected", { count: selected.length })}</b>
              <div className="decision-actions">
                {BULK.map((action) => (
                  <Button key={action} onClick={() => setDeciding({ action, items: selected })}>
                    {t(`review.action.${action}`)}
                  </Button>
                ))}
              </div>
            </div>
          )
        }
        filter={
          <div className="filters filters-queue">
            <Choice
              label={t("fields.status")}
              value={status}
              options={Object.entries(textsOf("queue.status"))}
              onChange={(value) => filter("status", value === "pending" ? undefined : value)}
            />
            <Choice
              label={t("fields.creditType")}
              any={t("certificates.anyType")}
              value={address.get("credit_type")}
              options={[...types.values()].map((type) => [type.id, type.name])}
              onChange={(value) => filter("credit_type", value)}
            />
            <Choice
              label={t("found.filter")}
              any={t("found.any")}
              value={address.get("document")}
              options={Object.entries(textsOf("found.document"))}
              onChange={(value) => filter("document", value)}
            />
            {waiting && (
              <Choice
                label={t("queue.takenBy")}
                any={t("queue.anybody")}
                value={address.get("assigned_to")}
                options={people}
                onChange={(value) => filter("assigned_to", value)}
              />
            )}
          </div>
        }
        empty={
          queue.more ? (
            <Empty title={t("common.noneYet")}>{t("common.lookOn")}</Empty>
          ) : filtered || !waiting ? (
            <Empty
              title={t("queue.noMatch")}
              action={<Button onClick={() => setAddress({}, { replace: true })}>{t("common.clear")}</Button>}
            >
              {t("certificates.noMatch")}
            </Empty>
          ) : (
            <Empty title={t("queue.emptyTitle")}>{t("queue.empty")}</Empty>
          )
        }
        footer={queue.more && <ListEnd {...queue} />}
      />
      {deciding && (
        <BulkDecision
          {...deciding}
          onClose={(decided) => {
            setDeciding(undefined);
            setChosen((before) => before.filter((key) => !decided.includes(key)));
          }}
        />
      )}
    </SpaceBetween>
  );
}

function columnsOf(
  types: Map<string, CreditType>,
  waiting: boolean,
  narrow: boolean,
  href: (item: Queued) => string,
  onLapsed: () => void,
): TableProps.ColumnDefinition<Queued>[] {
  const link = (item: Queued) => <RouteLink href={href(item)}>{item.title}</RouteLink>;
  const status = (item: Queued) => (waiting ? <Age item={item} /> : <StatusPill status={standing(item)} />);
  if (narrow) {
    return [
      {
        id: "all",
        header: t("queue.title"),
        cell: (item) => (
          <div className="with-thumbnail">
            <ListedThumbnail certificate={item} onLapsed={onLapsed} />
            <div className="stacked">
              {link(item)}
              <DocumentNote item={item} />
              <LearnerName item={item} />
              <Credits claims={item.claims} types={types} />
              {status(item)}
              <TakenBy item={item} />
            </div>
          </div>
        ),
      },
    ];
  }
  return [
    {
      id: "title",
      header: t("fields.title"),
      minWidth: 200,
      isRowHeader: true,
      cell: (item) => (
        <div className="with-thumbnail">
          <ListedThumbnail certificate={item} onLapsed={onLapsed} />
          <div>
            {link(item)}
            {item.issuer && <div className="soft">{item.issuer}</div>}
            <DocumentNote item={item} />
          </div>
        </div>
      ),
    },
    {
      id: "learner",
      header: t("fields.learner"),
      minWidth: 140,
      cell: (item) => <LearnerName item={item} />,
    },
    {
      id: "credits",
      header: t("fields.credits"),
      minWidth: 160,
      cell: (item) => <Credits claims={item.claims} types={types} />,
    },
    { id: "earned", header: t("fields.earnedOn"), minWidth: 135, cell: (item) => formatDay(item.earned_on) },
    { id: "age", header: waiting ? t("queue.age") : t("fields.status"), minWidth: 125, cell: status },
    ...(waiting
      ? [
          {
            id: "taken",
            header: t("queue.takenBy"),
            minWidth: 110,
            cell: (item: Queued) => <Holder item={item} />,
          },
        ]
      : []),
  ];
}

/** Says so where a document contradicts what is stated. */
function DocumentNote({ item }: { item: Queued }) {
  return item.document_says === "differs" ? (
    <div className="soft differs-note">{t("found.differs")}</div>
  ) : null;
}

function LearnerName({ item }: { item: Queued }) {
  return <>{useLearnerName(item)}</>;
}

function Age({ item }: { item: Queued }) {
  return (
    <span className="age">
      {t("queue.days", { count: item.age_days })}
      {item.overdue ? (
        <span className="pill pill-overdue">{t("queue.overdue")}</span>
      ) : (
        item.due_on && <span className="soft">{t("queue.due", { day: formatDay(item.due_on) })}</span>
      )}
    </span>
  );
}

function useHolder({ assignment }: Queued): string | undefined {
  const user = useUser();
  const lease = useLease(assignment);
  return lease && (lease.principal === user.id ? t("queue.mine") : lease.name);
}

function Holder({ item }: { item: Queued }) {
  return <>{useHolder(item) ?? t("common.none")}</>;
}

function TakenBy({ item }: { item: Queued }) {
  const holder = useHolder(item);
  return holder ? (
    <span className="soft">
      {t("queue.takenBy")}: {holder}
    </span>
  ) : null;
}
