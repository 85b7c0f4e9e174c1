import { useQuery } from "@tanstack/react-query";
import { Plus, Printer } from "lucide-react";
import { useDeferredValue, useMemo } from "react";
import { useSearchParams } from "react-router";
import { useListing } from "../../api/listing";
import { byId } from "../../api/queries/byId";
import { certificatesOptions, totalsOptions } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import { faceOptions } from "../../api/queries/face";
import type { Certificate, CreditType, StatusFilter } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Choice } from "../../shared/Choice";
import { Credits } from "../../shared/Credits";
import { LoadFailed, useTitle } from "../../shared/Page";
import { SearchField } from "../../shared/SearchField";
import { standing, StatusPill } from "../../shared/StatusPill";
import { ListedThumbnail } from "../../shared/Thumbnail";
import { useMedia } from "../../shared/useMedia";
import { t, textsOf } from "../../text";
import { formatAmount, formatDay, formatList, today } from "../../text/format";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Stack } from "../../ui/layout";
import { Link } from "../../ui/Link";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { type Column, Table } from "../../ui/Table";
import css from "./Certificates.module.css";
import { Earned, earnedWords } from "./Earned";
import {
  countsOf,
  isFiltered,
  matches,
  sorted,
  sortOf,
  STATUSES,
  totalsOf,
  type Wanted,
  wantedOf,
} from "./filters";

const NONE: Certificate[] = [];
const NO_TYPES: ReadonlyMap<string, CreditType> = new Map();
/** Where the table of the kit becomes cards, which have no heads to sort by. */
const CARDS = "(max-width: 640px)";
/** As high as the frame's own bar, below which the head of the table stays. */
const BAR_PX = 64;

/** All that a learner has, searched, filtered and sorted as the address says. */
export default function Certificates() {
  useTitle(t("certificates.title"));
  const [address, setAddress] = useSearchParams();
  // A portfolio is small: with all of it here every search and sort answers at once and over everything.
  const certificates = useListing<Certificate>(certificatesOptions, Infinity);
  // What a page of the list changes is drawn piece by piece, between what people do.
  const found = useDeferredValue(certificates.items);
  const types = useQuery({ ...creditTypesOptions, select: byId });
  const names = types.data ?? NO_TYPES;

  // What is seen follows from the address alone, so every view can be linked and comes back.
  const put = (values: Record<string, string | undefined>) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );

  const wanted = useMemo(() => wantedOf(address), [address]);
  const sort = useMemo(() => sortOf(address), [address]);
  const all = found ?? NONE;
  // Typing and pressing go first, the rows follow.
  const seen = useDeferredValue(wanted);
  const seenSort = useDeferredValue(sort);
  const rows = useMemo(
    () =>
      sorted(
        all.filter((one) => matches(one, seen)),
        seenSort,
      ),
    [all, seen, seenSort],
  );
  const filtered = isFiltered(wanted);
  const narrow = useMedia(CARDS);
  const { reload } = certificates;
  const columns = useMemo(() => (narrow ? cardOf : columnsOf)(names, reload), [narrow, names, reload]);

  if (found && all.length === 0 && !certificates.loading) return <None />;
  return (
    <Stack gap={5}>
      <Printed wanted={wanted} types={names} />
      <PageHeader
        title={t("certificates.title")}
        lead={t("certificates.description")}
        actions={
          <span data-no-print className={css.print}>
            <Button icon={Printer} onPress={() => print()}>
              {t("certificates.print")}
            </Button>
          </span>
        }
      />
      {certificates.error !== undefined && (
        <LoadFailed error={certificates.error} retry={certificates.reload} />
      )}
      <div className={css.controls} data-no-print>
        <Statuses
          counts={countsOf(all, wanted)}
          chosen={wanted.status}
          found={rows.length}
          onChoose={(status) => put({ status })}
        />
        <div className={css.filters}>
          <SearchField
            value={wanted.words}
            label={t("certificates.search")}
            countText={wanted.words && t("certificates.matches", { count: rows.length })}
            onChange={(words) => put({ q: words })}
          />
          <Earned from={wanted.earned_from} to={wanted.earned_to} onChange={(days) => put(days)} />
          <Choice
            label={t("fields.kind")}
            any={t("certificates.anyKind")}
            value={wanted.kind ?? null}
            options={Object.entries(textsOf("kind"))}
            onChange={(kind) => put({ kind })}
          />
          <Choice
            label={t("fields.creditType")}
            any={t("certificates.anyType")}
            value={wanted.credit_type ?? null}
            options={[...names.values()].map((type) => [type.id, type.name])}
            onChange={(type) => put({ credit_type: type })}
          />
          {narrow && (
            <Choice
              label={t("certificates.sortBy")}
              value={`${sort.key}.${sort.direction}`}
              options={Object.entries(textsOf("certificates.sorts"))}
              onChange={(chosen = "") => {
                const [key, order] = chosen.split(".");
                put({ sort: key, order });
              }}
            />
          )}
        </div>
      </div>
      <Sum wanted={wanted} rows={rows} types={names} />
      {found && !types.isPending ? (
        <Table
          label={t("certificates.title")}
          columns={columns}
          rows={rows}
          rowKey={(certificate) => certificate.id}
          sort={sort}
          onSort={({ key, direction }) => put({ sort: key, order: direction })}
          stickyAt={BAR_PX}
          empty={
            filtered && (
              <EmptyState
                drawing="search"
                title={t("certificates.noMatchTitle")}
                action={
                  <Button onPress={() => setAddress({}, { replace: true })}>{t("common.clear")}</Button>
                }
              >
                {t("certificates.noMatch")}
              </EmptyState>
            )
          }
        />
      ) : (
        certificates.error === undefined && <Skeleton shape="rows" count={8} />
      )}
    </Stack>
  );
}

/** For who has handed nothing in yet. */
function None() {
  return (
    <EmptyState
      level={1}
      title={t("certificates.emptyTitle")}
      action={
        <ButtonLink variant="primary" icon={Plus} to="/certificates/new">
          {t("certificates.add")}
        </ButtonLink>
      }
    >
      {t("certificates.empty")}
    </EmptyState>
  );
}

interface StatusesProps {
  counts: ReadonlyMap<StatusFilter, number>;
  chosen: StatusFilter | undefined;
  /** How many stand as is chosen: “approved” holds those of several standings. */
  found: number;
  onChoose: (status: StatusFilter | undefined) => void;
}

/** How many stand how; a press shows those alone, another one all again. */
function Statuses({ counts, chosen, found, onChoose }: StatusesProps) {
  const all = [...counts.values()].reduce((sum, count) => sum + count, 0);
  const shown = STATUSES.filter((status) => counts.has(status) || status === chosen);
  return (
    <div className={css.statuses} role="group" aria-label={t("certificates.byStatus")}>
      <Status label={t("certificates.all")} count={all} on={!chosen} onPress={() => onChoose(undefined)} />
      {shown.map((status) => (
        <Status
          key={status}
          label={t(`status.${status}`)}
          count={chosen === status ? found : (counts.get(status) ?? 0)}
          on={chosen === status}
          onPress={() => onChoose(chosen === status ? undefined : status)}
        />
      ))}
    </div>
  );
}

interface StatusProps {
  label: string;
  count: number;
  on: boolean;
  onPress: () => void;
}

function Status({ label, count, on, onPress }: StatusProps) {
  return (
    <button type="button" className={css.status} aria-pressed={on} onClick={onPress}>
      {label} <span className={css.count}>{count.toLocaleString()}</span>
    </button>
  );
}

interface SumProps {
  wanted: Wanted;
  rows: readonly Certificate[];
  types: ReadonlyMap<string, CreditType>;
}

/** How much all that is shown comes to. */
function Sum({ wanted: { words, ...filters }, rows, types }: SumProps) {
  const { data } = useQuery({ ...totalsOptions(filters), enabled: words === "" });
  const totals = words ? totalsOf(rows, filters.credit_type) : data;
  if (!totals) return null;
  return (
    <section className={css.totals} aria-label={t("certificates.totals")}>
      <p className={css.number}>{t("credits.lines", { count: totals.certificates })}</p>
      <dl className={css.credits}>
        {totals.credits.map(({ credit_type, claimed, awarded }) => (
          <div key={credit_type}>
            <dt>{types.get(credit_type)?.name ?? credit_type}</dt>
            <dd>
              {t("certificates.awardedOf", {
                awarded: formatAmount(awarded),
                claimed: formatAmount(claimed),
              })}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

/** On paper alone: whose it is, of which day, and what of it. */
function Printed({ wanted, types }: Pick<SumProps, "wanted" | "types">) {
  const { name, academyId } = useUser();
  const { data: face } = useQuery(faceOptions(academyId));
  const { status, kind, credit_type, earned_from, earned_to, words } = wanted;
  const filters = [
    status && t(`status.${status}`),
    kind && t(`kind.${kind}`),
    credit_type && (types.get(credit_type)?.name ?? credit_type),
    (earned_from ?? earned_to) && earnedWords(earned_from, earned_to),
    words && t("certificates.words", { words }),
  ].filter((filter) => filter !== undefined && filter !== "");
  return (
    <div className={css.printed}>
      <span className={css.academy}>{face?.name ?? t("product")}</span>
      <span>{name}</span>
      <span>{t("certificates.printedOn", { day: formatDay(today()) })}</span>
      {filters.length > 0 && (
        <span>{t("certificates.filteredBy", { filters: formatList(filters.map(String)) })}</span>
      )}
    </div>
  );
}

/** All of it in one cell, as on a card. */
function cardOf(types: ReadonlyMap<string, CreditType>, onLapsed: () => void): Column<Certificate>[] {
  return [
    {
      key: "title",
      header: t("credits.certificate"),
      rowHeader: true,
      cell: (certificate) => (
        <div className={css.card}>
          <ListedThumbnail certificate={certificate} onLapsed={onLapsed} />
          <div className={css.title}>
            <Link to={`/certificates/${certificate.id}`} quiet stretched>
              {certificate.title}
            </Link>
            <div className={css.issuer}>
              {[certificate.issuer, formatDay(certificate.earned_on)].filter(Boolean).join(" · ")}
            </div>
            <div className={css.foot}>
              <Credits claims={certificate.claims} types={types} />
              <StatusPill status={standing(certificate)} />
            </div>
          </div>
        </div>
      ),
    },
  ];
}

function columnsOf(types: ReadonlyMap<string, CreditType>, onLapsed: () => void): Column<Certificate>[] {
  return [
    {
      key: "title",
      header: t("fields.title"),
      sortable: true,
      rowHeader: true,
      cell: (certificate) => (
        <div className={css.certificate}>
          <ListedThumbnail certificate={certificate} onLapsed={onLapsed} />
          <div className={css.title}>
            <Link to={`/certificates/${certificate.id}`} quiet stretched>
              {certificate.title}
            </Link>
            {certificate.issuer && <div className={css.issuer}>{certificate.issuer}</div>}
          </div>
        </div>
      ),
    },
    {
      key: "credits",
      header: t("fields.credits"),
      width: "21%",
      cell: ({ claims }) => <Credits claims={claims} types={types} />,
    },
    {
      key: "earned",
      header: t("fields.earnedOn"),
      sortable: true,
      width: "12%",
      cell: ({ earned_on }) => formatDay(earned_on),
    },
    {
      key: "expires",
      header: t("fields.expiresOn"),
      sortable: true,
      width: "12%",
      wideOnly: true,
      cell: ({ expires_on }) =>
        expires_on ? formatDay(expires_on) : <span className={css.soft}>{t("common.none")}</span>,
    },
    {
      key: "kind",
      header: t("fields.kind"),
      sortable: true,
      width: "12%",
      wideOnly: true,
      cell: ({ kind }) => t(`kind.${kind}`),
    },
    {
      key: "status",
      header: t("fields.status"),
      sortable: true,
      width: "17%",
      cell: (certificate) => <StatusPill status={standing(certificate)} />,
    },
  ];
}
