import { useQuery, useQueryClient } from "@tanstack/react-query";
import { ArrowRight, RefreshCw } from "lucide-react";
import { useCallback, useMemo, useState } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { keyOf, reviewTotalsOptions } from "../../api/queries/staff/reviews";
import { staffKeys } from "../../api/keys";
import type { Learner, Queued, ReviewStatus, ReviewTotals } from "../../api/types";
import { useUser } from "../../session/useSession";
import { useTitle } from "../../shared/Page";
import { words } from "../../api/problemWords";
import { useAcademy } from "../../shared/staff/academy";
import { useEntries } from "../../shared/staff/deciding";
import { BULK, type BulkAction } from "../../shared/staff/decisions";
import { useUndo } from "../../shared/staff/useUndo";
import { presentLease } from "../../shared/staff/lease";
import { isDecided } from "../../shared/staff/outbox";
import { activeFilters, type Queue as Listed, type ReviewFilter, useQueue } from "../../shared/staff/queue";
import { t } from "../../text";
import { formatCount, todayIn } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { IconButton } from "../../ui/IconButton";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Spinner } from "../../ui/Spinner";
import { Table } from "../../ui/Table";
import { BulkDecision } from "./BulkDecision";
import { Filters } from "./Filters";
import { matcher } from "./matching";
import css from "./Queue.module.css";
import { columnsOf } from "./rows";
import { Segments } from "./Segments";
import { useEnter } from "./useEnter";

/** In the address beside the filters: what is looked for in what is loaded. */
const WORDS = "q";
/** The frame's header covers so much of the top. */
const BELOW_HEADER = 64;
const NOTHING: ReadonlySet<string> = new Set();

/** What waits for a decision, and what was decided. */
export default function Queue() {
  useTitle(t("queue.title"));
  const queue = useQueue();
  const { id: academy, types, settings } = useAcademy();
  const user = useUser();
  const navigate = useNavigate();
  const [address, setAddress] = useSearchParams();
  const [chosen, setChosen] = useState(NOTHING);
  // What is decided leaves the queue, but not what is said of it.
  const [deciding, setDeciding] = useState<{ action: BulkAction; items: Queued[] }>();
  const status = (address.get("status") ?? "pending") as ReviewStatus;
  const waiting = status === "pending";
  const active = activeFilters(address);
  const isFiltered = active.length > 0;
  const search = address.get(WORDS) ?? "";
  const { data: counted } = useQuery(reviewTotalsOptions(academy));

  const { entryOf, undo } = useDecidedHere();
  const nameOf = useKnownNames();
  const shown = useMemo(() => queue.items.filter(matcher(search, nameOf)), [queue.items, search, nameOf]);
  const isOpen = (item: Queued) => !entryOf(item);
  const selected = waiting ? shown.filter((item) => chosen.has(keyOf(item)) && isOpen(item)) : [];
  const hidden = waiting ? chosen.size - selected.length : 0;

  const change = (changed: (next: URLSearchParams) => void, replace = false) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        changed(next);
        return next;
      },
      { replace },
    );
  const put = (name: string, value: string | undefined, replace = false) =>
    change((next) => (value ? next.set(name, value) : next.delete(name)), replace);
  const clear = () =>
    change((next) => {
      for (const name of [...active, WORDS]) next.delete(name);
    });

  const { reload } = queue;
  const addressOf = useCallback(
    (item: Queued) => `/console/queue/${keyOf(item)}${queue.search}`,
    [queue.search],
  );
  const today = todayIn(settings.time_zone);
  const columns = useMemo(
    () => columnsOf(waiting, { types, today, addressOf, entryOf, onUndo: undo, onLapsed: reload }),
    [waiting, types, today, addressOf, entryOf, undo, reload],
  );

  // Where others are at work nobody has to start.
  const isFree = (item: Queued) =>
    isOpen(item) && (presentLease(item.assignment)?.principal ?? user.id) === user.id;
  const first = waiting ? shown.find(isFree) : undefined;
  const begin = () => first && void navigate(addressOf(first));
  useEnter(begin);

  return (
    <div className={css.page}>
      <PageHeader
        title={t("queue.title")}
        lead={leadOf(waiting, isFiltered ? undefined : counted)}
        actions={
          <>
            {first && (
              <Button variant="primary" iconEnd={ArrowRight} shortcut="Enter" onPress={begin}>
                {t("queue.reviewNext")}
              </Button>
            )}
            <IconButton icon={RefreshCw} label={t("common.refresh")} onPress={reload} />
          </>
        }
      />
      <Segments status={status} totals={isFiltered ? undefined : counted?.totals} />
      <Filters
        address={address}
        active={active}
        waiting={waiting}
        overdue={isFiltered ? undefined : counted?.overdue}
        onFilter={(name: ReviewFilter, value) => put(name, value)}
        onClear={clear}
        search={search}
        onSearch={(typed) => put(WORDS, typed.trim() ? typed : undefined, true)}
      />
      {queue.error !== undefined && (
        <Notice
          kind="error"
          announced
          title={t("errors.loading")}
          action={<Button onPress={reload}>{t("errors.retry")}</Button>}
        >
          {words(queue.error)}
        </Notice>
      )}
      {queue.loading && queue.items.length === 0 && !queue.searching && <Skeleton shape="rows" count={8} />}
      {shown.length > 0 && (
        <Table
          label={t("queue.title")}
          columns={columns}
          rows={shown}
          rowKey={keyOf}
          stickyAt={BELOW_HEADER}
          {...(waiting && {
            selection: {
              chosen,
              onChange: setChosen,
              label: (item: Queued) => t("queue.select", { title: item.title }),
              allLabel: t("queue.selectAll", { count: shown.length }),
              disabled: (item: Queued) => !isOpen(item),
            },
          })}
        />
      )}
      {shown.length === 0 && !queue.loading && queue.error === undefined && (
        <Nothing
          queue={queue}
          status={status}
          isFiltered={isFiltered}
          search={search}
          totals={counted?.totals}
          onClear={clear}
        />
      )}
      <End queue={queue} shown={shown.length} search={search} />
      {(selected.length > 0 || hidden > 0) && (
        <div className={css.selected} role="region" aria-label={t("queue.selection")}>
          <span role="status" className={css.count}>
            {t("queue.selected", { count: selected.length })}
            {hidden > 0 && <span className={css.soft}> {t("queue.selectedHidden", { count: hidden })}</span>}
          </span>
          <div className={css.actions}>
            {BULK.map((action) => (
              <Button
                key={action}
                size="small"
                disabled={selected.length === 0}
                onPress={() => setDeciding({ action, items: selected })}
              >
                {t(`review.action.${action}`)}
              </Button>
            ))}
            <Button size="small" variant="quiet" onPress={() => setChosen(NOTHING)}>
              {t("queue.unselect")}
            </Button>
          </div>
        </div>
      )}
      {deciding && (
        <BulkDecision
          {...deciding}
          onClose={(decided) => {
            setDeciding(undefined);
            const gone = new Set(decided);
            setChosen((before) => new Set([...before].filter((key) => !gone.has(key))));
          }}
        />
      )}
    </div>
  );
}

/** What can be said before anything of the academy is known. */
export function QueueToCome() {
  return (
    <div className={css.page}>
      <PageHeader title={t("queue.title")} lead={t("queue.description")} />
      <Skeleton shape="rows" count={8} />
    </div>
  );
}

/** What was decided here and is not known to the queue yet, and undoing it. */
function useDecidedHere() {
  const entries = useEntries();
  const entryOf = useMemo(() => {
    const here = entries.filter(isDecided);
    const known = new Map(here.map((one) => [`${one.learner_id}/${one.certificate_id}`, one]));
    return (item: Queued) => {
      const entry = known.get(keyOf(item));
      return entry && item.version <= entry.version ? entry : undefined;
    };
  }, [entries]);
  const undo = useUndo();
  return { entryOf, undo };
}

/** Names of learners as far as they are known; it is only what is loaded that is searched. */
function useKnownNames(): (item: Queued) => string {
  const client = useQueryClient();
  const { academyId } = useUser();
  return useCallback(
    ({ learner_id, submitted_by }: Queued) => {
      const own = submitted_by.id === learner_id ? submitted_by.name : undefined;
      const entry = staffKeys(academyId).learner.entry(learner_id);
      return own ?? client.getQueryData<Learner | null>(entry)?.name ?? "";
    },
    [client, academyId],
  );
}

function leadOf(waiting: boolean, counted: ReviewTotals | undefined): string {
  if (!waiting) return t("queue.decidedDescription");
  const { totals, overdue } = counted ?? {};
  if (!totals?.pending) return t("queue.description");
  return t("queue.lead", { count: totals.pending, overdue: overdue ?? 0 });
}

interface NothingProps {
  queue: Listed;
  status: ReviewStatus;
  isFiltered: boolean;
  search: string;
  totals: ReviewTotals["totals"] | undefined;
  onClear: () => void;
}

/** Why nothing is listed, and what to do about it. */
function Nothing({ queue, status, isFiltered, search, totals, onClear }: NothingProps) {
  const clear = <Button onPress={onClear}>{t("common.clear")}</Button>;
  if (search.trim() && queue.items.length > 0) {
    return (
      <EmptyState drawing="search" title={t("queue.noneFound")} action={clear}>
        {queue.more ? t("queue.noneFoundYet") : t("certificates.noMatch")}
      </EmptyState>
    );
  }
  if (queue.more) {
    return (
      <EmptyState drawing="search" title={t("common.noneYet")}>
        {t("common.lookOn")}
      </EmptyState>
    );
  }
  if (isFiltered) {
    return (
      <EmptyState drawing="search" title={t("queue.noMatch")} action={clear}>
        {t("certificates.noMatch")}
      </EmptyState>
    );
  }
  if (status !== "pending") {
    return (
      <EmptyState title={t("queue.noneOf", { status: t(`queue.status.${status}`) })}>
        {t("queue.noneOfHint")}
      </EmptyState>
    );
  }
  const isNew = totals && Object.values(totals).every((count) => count === 0);
  if (isNew) {
    return (
      <EmptyState
        title={t("queue.newTitle")}
        action={<ButtonLink to="/console/learners">{t("queue.toLearners")}</ButtonLink>}
      >
        {t("queue.new")}
      </EmptyState>
    );
  }
  return (
    <EmptyState drawing="done" title={t("queue.emptyTitle")}>
      {t("queue.empty")}
    </EmptyState>
  );
}

interface EndProps {
  queue: Listed;
  shown: number;
  search: string;
}

/** How much is loaded, what was found in it, and more of it. */
function End({ queue, shown, search }: EndProps) {
  const loaded = queue.items.length;
  if (!loaded && !queue.more && !queue.searching) return null;
  return (
    <div className={css.end}>
      <span role="status" className={css.soft}>
        {queue.searching ? (
          <Spinner label={t("common.searching")} />
        ) : search.trim() ? (
          t("queue.found", { count: shown, loaded: formatCount(loaded), more: queue.more })
        ) : (
          loaded > 0 && t("queue.loaded", { count: loaded, more: queue.more })
        )}
      </span>
      {queue.searching ? (
        <Button onPress={queue.stop}>{t("common.stop")}</Button>
      ) : (
        queue.more && (
          <Button busy={queue.loading} onPress={queue.loadMore}>
            {t("queue.more")}
          </Button>
        )
      )}
    </div>
  );
}
