import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import { useMemo } from "react";
import { useNavigate, useSearchParams } from "react-router";
import { useQuery } from "@tanstack/react-query";
import { useListing } from "../../api/listing";
import { byId } from "../../api/queries/byId";
import { certificatesOptions } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import type { Certificate, CreditType } from "../../api/types";
import { Choice } from "../../shared/Choice";
import { Credits } from "../../shared/Credits";
import { formatDay } from "../../text/format";
import { kindsOf } from "../../shared/kinds";
import { Empty, LoadFailed, useTitle } from "../../shared/Page";
import { RouteLink } from "../../shared/RouteLink";
import { SearchField } from "../../shared/SearchField";
import { standing, StatusPill } from "../../shared/StatusPill";
import { ListedThumbnail } from "../../shared/Thumbnail";
import { useNarrow } from "../../shared/useMedia";
import { t, textsOf } from "../../text";
import { Summary } from "./Summary";

/** How certificates stand; an approved one is told by its validity. */
const STATUSES = kindsOf(textsOf("status")).filter((status) => status !== "approved");
const PLACES = kindsOf(textsOf("status"));
const PAGE = 20;
const NONE: Certificate[] = [];

type Sort = "title" | "earned" | "expires" | "kind" | "status";
const SORTS: Record<Sort, (one: Certificate, other: Certificate) => number> = {
  title: (one, other) => one.title.localeCompare(other.title),
  earned: (one, other) => one.earned_on.localeCompare(other.earned_on),
  // What does not expire comes after all that does.
  expires: (one, other) => (one.expires_on ?? "9999").localeCompare(other.expires_on ?? "9999"),
  kind: (one, other) => t(`kind.${one.kind}`).localeCompare(t(`kind.${other.kind}`)),
  status: (one, other) => PLACES.indexOf(standing(one)) - PLACES.indexOf(standing(other)),
};

export default function Certificates() {
  useTitle(t("certificates.title"));
  const [address, setAddress] = useSearchParams();
  // A portfolio is small: with all of it here every search and sort answers at once and over everything.
  const certificates = useListing<Certificate>(certificatesOptions, Infinity);
  const found = certificates.items;
  const types = useQuery(creditTypesOptions);
  const narrow = useNarrow();
  const navigate = useNavigate();

  // What is seen follows from the address alone, so every view can be linked and comes back.
  const put = (values: Record<string, string | undefined>) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        next.delete("page");
        for (const [name, value] of Object.entries(values)) {
          if (value) next.set(name, value);
          else next.delete(name);
        }
        return next;
      },
      { replace: true },
    );

  const names = useMemo(() => byId(types.data ?? []), [types.data]);
  const wanted = {
    status: address.get("status"),
    type: address.get("credit_type"),
    kind: address.get("kind"),
    words: address.get("q") ?? "",
  };
  const filtered = Boolean(wanted.status || wanted.type || wanted.kind || wanted.words);
  const all = found ?? NONE;
  // Credit types are named, so they have to be known; without an answer their ids will do.
  const shown = found && !types.isPending;
  const matching = useMemo(
    () => all.filter((certificate) => matches(certificate, wanted)),
    // eslint-disable-next-line react-hooks/exhaustive-deps -- made anew each time, of these
    [all, wanted.status, wanted.type, wanted.kind, wanted.words],
  );

  const sort = (Object.keys(SORTS) as Sort[]).find((known) => known === address.get("sort")) ?? "earned";
  const descending = address.has("order") ? address.get("order") !== "ascending" : sort === "earned";
  const sorted = useMemo(
    () => [...matching].sort((one, other) => (descending ? -1 : 1) * SORTS[sort](one, other)),
    [matching, sort, descending],
  );
  const sortBy = (by: Sort, isDescending: boolean) =>
    put({ sort: by, order: isDescending ? "descending" : "ascending" });
  const pages = Math.max(1, Math.ceil(sorted.length / PAGE));
  const page = Math.min(pages, Math.max(1, Math.floor(Number(address.get("page"))) || 1));
  const columns = columnsOf(names, narrow, certificates.reload);

  const add = (
    <Button variant="primary" iconName="add-plus" onClick={() => navigate("/certificates/new")}>
      {t("certificates.add")}
    </Button>
  );

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={narrow ? undefined : t("certificates.description")}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel={t("common.refresh")}
              loading={certificates.loading && Boolean(found)}
              onClick={certificates.reload}
            />
            {add}
          </SpaceBetween>
        }
      >
        {t("certificates.title")}
      </Header>
      {certificates.error !== undefined && (
        <LoadFailed error={certificates.error} retry={certificates.reload} />
      )}
      {all.length > 0 && (
        <Summary
          certificates={all}
          active={wanted.status}
          onChoose={(status) => put({ status: wanted.status === status ? undefined : status })}
        />
      )}
      {(shown || certificates.error === undefined) && (
        <Table
          items={shown ? sorted.slice((page - 1) * PAGE, page * PAGE) : []}
          columnDefinitions={columns}
          trackBy="id"
          variant="container"
          stickyHeader={!narrow}
          stickyHeaderVerticalOffset={57}
          wrapLines
          loading={!shown}
          loadingText={t("certificates.loading")}
          enableKeyboardNavigation
          sortingColumn={columns.find((column) => column.id === sort) ?? {}}
          sortingDescending={descending}
          onSortingChange={({ detail }) => {
            const { id } = detail.sortingColumn as { id?: Sort };
            sortBy(id ?? "earned", detail.isDescending ?? false);
          }}
          ariaLabels={{
            tableLabel: t("certificates.title"),
          }}
          filter={
            all.length > 0 && (
              <div className="filters">
                <SearchField
                  value={wanted.words}
                  label={t("certificates.search")}
                  countText={wanted.words && t("certificates.matches", { count: matching.length })}
                  onChange={(words) => put({ q: words })}
                />
                <Choice
                  label={t("fields.status")}
                  any={t("certificates.anyStatus")}
                  value={wanted.status}
                  options={STATUSES.map((status) => [status, t(`status.${status}`)])}
                  onChange={(value) => put({ status: value })}
                />
                <Choice
                  label={t("fields.kind")}
                  any={t("certificates.anyKind")}
                  value={wanted.kind}
                  options={Object.entries(textsOf("kind"))}
                  onChange={(value) => put({ kind: value })}
                />
                <Choice
                  label={t("fields.creditType")}
                  any={t("certificates.anyType")}
                  value={wanted.type}
                  options={[...names.values()].map((type) => [type.id, type.name])}
                  onChange={(value) => put({ credit_type: value })}
                />
                {narrow && (
                  <Choice
                    label={t("certificates.sortBy")}
                    value={`${sort}.${descending ? "descending" : "ascending"}`}
                    options={Object.entries(textsOf("certificates.sorts"))}
                    onChange={(value) => {
                      const [by, order] = (value ?? "").split(".");
                      sortBy(by as Sort, order === "descending");
                    }}
                  />
                )}
              </div>
            )
          }
          pagination={
            pages > 1 && (
              <Pagination
                currentPageIndex={page}
                pagesCount={pages}
                onChange={({ detail }) =>
                  put({ page: detail.currentPageIndex > 1 ? String(detail.currentPageIndex) : undefined })
                }
                ariaLabels={{
                  nextPageLabel: t("certificates.nextPage"),
                  previousPageLabel: t("certificates.previousPage"),
                  pageLabel: (page) => t("certificates.pageLabel", { page }),
                }}
              />
            )
          }
          empty={
            filtered ? (
              <Empty
                title={t("certificates.noMatchTitle")}
                action={
                  <Button onClick={() => setAddress({}, { replace: true })}>{t("common.clear")}</Button>
                }
              >
                {t("certificates.noMatch")}
              </Empty>
            ) : (
              <Empty title={t("certificates.emptyTitle")} action={add}>
                {t("certificates.empty")}
              </Empty>
            )
          }
        />
      )}
    </SpaceBetween>
  );
}

interface Wanted {
  status: string | null;
  type: string | null;
  kind: string | null;
  words: string;
}

function matches(certificate: Certificate, { status, type, kind, words }: Wanted): boolean {
  if (kind && certificate.kind !== kind) return false;
  if (type && !certificate.claims.some((claim) => claim.credit_type === type)) return false;
  if (status && status !== certificate.status && status !== standing(certificate)) return false;
  const searched = [certificate.title, certificate.issuer, certificate.certificate_number]
    .join(" ")
    .toLocaleLowerCase();
  return words
    .toLocaleLowerCase()
    .split(/\s+/)
    .every((word) => searched.includes(word));
}

function columnsOf(
  types: Map<string, CreditType>,
  narrow: boolean,
  onLapsed: () => void,
): TableProps.ColumnDefinition<Certificate>[] {
  const link = (certificate: Certificate) => (
    <RouteLink href={`/certificates/${certificate.id}`}>{certificate.title}</RouteLink>
  );
  const thumbnail = (certificate: Certificate) => (
    <ListedThumbnail certificate={certificate} onLapsed={onLapsed} />
  );
  const credits = (certificate: Certificate) => <Credits claims={certificate.claims} types={types} />;
  if (narrow) {
    return [
      {
        id: "certificate",
        header: t("certificates.title"),
        cell: (certificate) => (
          <div className="with-thumbnail">
            {thumbnail(certificate)}
            <div className="stacked">
              {link(certificate)}
              <StatusPill status={standing(certificate)} />
              <span className="soft">{formatDay(certificate.earned_on)}</span>
              {credits(certificate)}
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
      sortingField: "title",
      minWidth: 220,
      isRowHeader: true,
      cell: (certificate) => (
        <div className="with-thumbnail">
          {thumbnail(certificate)}
          <div className="wraps">
            {link(certificate)}
            {certificate.issuer && <div className="soft">{certificate.issuer}</div>}
          </div>
        </div>
      ),
    },
    { id: "credits", header: t("fields.credits"), minWidth: 170, cell: credits },
    {
      id: "earned",
      header: t("fields.earnedOn"),
      sortingField: "earned_on",
      minWidth: 148,
      cell: (certificate) => formatDay(certificate.earned_on),
    },
    {
      id: "expires",
      header: t("fields.expiresOn"),
      sortingField: "expires_on",
      minWidth: 148,
      cell: (certificate) => (
        <Box color={certificate.expires_on ? "inherit" : "text-body-secondary"}>
          {certificate.expires_on ? formatDay(certificate.expires_on) : t("common.none")}
        </Box>
      ),
    },
    {
      id: "kind",
      header: t("fields.kind"),
      sortingField: "kind",
      minWidth: 120,
      cell: (certificate) => t(`kind.${certificate.kind}`),
    },
    {
      id: "status",
      header: t("fields.status"),
      sortingField: "status",
      minWidth: 170,
      cell: (certificate) => <StatusPill status={standing(certificate)} />,
    },
  ];
}
