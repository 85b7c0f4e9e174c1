import { useCollection } from "@cloudscape-design/collection-hooks";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Header from "@cloudscape-design/components/header";
import Pagination from "@cloudscape-design/components/pagination";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Table, { type TableProps } from "@cloudscape-design/components/table";
import TextFilter from "@cloudscape-design/components/text-filter";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { call } from "../api/learner";
import type { Certificate, CreditType, StatusFilter } from "../api/types";
import { Choice } from "../shared/Choice";
import { Credits } from "../shared/Credits";
import { formatDay } from "../shared/format";
import { Empty, LoadFailed, useTitle } from "../shared/Page";
import { RouteLink } from "../shared/RouteLink";
import { standing, StatusPill } from "../shared/StatusPill";
import { useLoad } from "../shared/useLoad";
import { useNarrow } from "../shared/useMedia";
import { text } from "../text";
import { everyCertificate } from "./portfolio";
import { Summary } from "./Summary";

const CertificateDialog = lazy(() => import("./CertificateDialog"));

const STATUSES: StatusFilter[] = [
  "active",
  "expiring",
  "expired",
  "pending",
  "changes_requested",
  "declined",
  "withdrawn",
  "revoked",
];
const PAGE = 20;

export default function Certificates() {
  useTitle(text.certificates.title);
  const [address, setAddress] = useSearchParams();
  const [found, setFound] = useState<Certificate[]>();
  const certificates = useLoad((signal) => everyCertificate(setFound, signal));
  const types = useLoad((signal) => call("get", "/credit-types", { signal }));
  const narrow = useNarrow();
  const adding = address.has("add");

  const filter = (name: string, value: string | undefined) =>
    setAddress(
      (before) => {
        const next = new URLSearchParams(before);
        if (value) next.set(name, value);
        else next.delete(name);
        if (name !== "page") next.delete("page");
        return next;
      },
      { replace: true },
    );

  const names = useMemo(
    () => new Map(types.value?.items.map((type) => [type.id, type])),
    [types.value],
  );
  const wanted = {
    status: address.get("status"),
    type: address.get("credit_type"),
    kind: address.get("kind"),
    words: address.get("q") ?? "",
  };
  const filtered = Boolean(wanted.status || wanted.type || wanted.kind || wanted.words);
  const all = found ?? [];
  const matching = useMemo(
    () => all.filter((certificate) => matches(certificate, wanted)),
    [all, wanted.status, wanted.type, wanted.kind, wanted.words],
  );

  const columns = columnsOf(names, narrow);
  const { items, collectionProps, paginationProps, actions } = useCollection(matching, {
    sorting: {
      defaultState: {
        sortingColumn: columns.find((column) => column.id === (address.get("sort") ?? "earned")) ?? columns[0]!,
        isDescending: address.get("order") !== "ascending",
      },
    },
    pagination: { pageSize: PAGE, defaultPage: Number(address.get("page")) || 1 },
  });
  const page = paginationProps.currentPageIndex;
  useEffect(() => {
    if (found) filter("page", page > 1 ? String(page) : undefined);
  }, [page]);
  useEffect(() => {
    if (found && !address.has("page") && page !== 1) actions.setCurrentPage(1);
  }, [address]);

  const add = (
    <Button variant="primary" iconName="add-plus" onClick={() => filter("add", "1")}>
      {text.certificates.add}
    </Button>
  );

  return (
    <SpaceBetween size="l">
      <Header
        variant="h1"
        description={text.certificates.description}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button
              iconName="refresh"
              ariaLabel={text.common.refresh}
              loading={certificates.loading && Boolean(found)}
              onClick={certificates.reload}
            />
            {add}
          </SpaceBetween>
        }
      >
        {text.certificates.title}
      </Header>
      {certificates.error !== undefined && <LoadFailed error={certificates.error} retry={certificates.reload} />}
      {all.length > 0 && (
        <Summary
          certificates={all}
          active={wanted.status}
          onChoose={(status) => filter("status", wanted.status === status ? undefined : status)}
        />
      )}
      <Table
        {...collectionProps}
        items={items}
        columnDefinitions={columns}
        trackBy="id"
        variant="container"
        stickyHeader
        stickyHeaderVerticalOffset={57}
        wrapLines={narrow}
        loading={!found && certificates.loading}
        loadingText={text.certificates.loading}
        enableKeyboardNavigation
        onSortingChange={(event) => {
          collectionProps.onSortingChange?.(event);
          setAddress(
            (before) => {
              const next = new URLSearchParams(before);
              const column = event.detail.sortingColumn as { id?: string };
              next.set("sort", column.id ?? "earned");
              next.set("order", event.detail.isDescending ? "descending" : "ascending");
              return next;
            },
            { replace: true },
          );
        }}
        ariaLabels={{
          tableLabel: text.certificates.title,
        }}
        filter={
          all.length > 0 && (
            <div className="filters">
              <TextFilter
                filteringText={wanted.words}
                filteringPlaceholder={text.certificates.search}
                filteringAriaLabel={text.certificates.search}
                filteringClearAriaLabel={text.common.clear}
                countText={wanted.words ? text.certificates.matches(matching.length) : ""}
                onChange={({ detail }) => filter("q", detail.filteringText)}
              />
              <Choice
                label={text.fields.status}
                any={text.certificates.anyStatus}
                value={wanted.status}
                options={STATUSES.map((status) => [status, text.status[status]])}
                onChange={(value) => filter("status", value)}
              />
              <Choice
                label={text.fields.creditType}
                any={text.certificates.anyType}
                value={wanted.type}
                options={[...names.values()].map((type) => [type.id, type.name])}
                onChange={(value) => filter("credit_type", value)}
              />
              <Choice
                label={text.fields.kind}
                any={text.certificates.anyKind}
                value={wanted.kind}
                options={Object.entries(text.kind)}
                onChange={(value) => filter("kind", value)}
              />
            </div>
          )
        }
        pagination={
          matching.length > PAGE && (
            <Pagination
              {...paginationProps}
              ariaLabels={{
                nextPageLabel: text.certificates.nextPage,
                previousPageLabel: text.certificates.previousPage,
                pageLabel: text.certificates.pageLabel,
              }}
            />
          )
        }
        empty={
          filtered ? (
            <Empty
              title={text.certificates.noMatchTitle}
              action={<Button onClick={() => setAddress({}, { replace: true })}>{text.common.clear}</Button>}
            >
              {text.certificates.noMatch}
            </Empty>
          ) : (
            <Empty title={text.certificates.emptyTitle} action={add}>
              {text.certificates.empty}
            </Empty>
          )
        }
      />
      {adding && types.value && (
        <Suspense>
          <CertificateDialog
            types={types.value.items}
            onClose={() => filter("add", undefined)}
            onSaved={() => {
              filter("add", undefined);
              certificates.reload();
            }}
          />
        </Suspense>
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

function columnsOf(types: Map<string, CreditType>, narrow: boolean): TableProps.ColumnDefinition<Certificate>[] {
  const link = (certificate: Certificate) => (
    <RouteLink href={`/certificates/${certificate.id}`}>{certificate.title}</RouteLink>
  );
  const credits = (certificate: Certificate) => <Credits claims={certificate.claims} types={types} />;
  if (narrow) {
    return [
      {
        id: "earned",
        header: text.certificates.title,
        sortingField: "earned_on",
        cell: (certificate) => (
          <div className="stacked">
            {link(certificate)}
            <StatusPill status={standing(certificate)} />
            <span className="soft">{formatDay(certificate.earned_on)}</span>
            {credits(certificate)}
          </div>
        ),
      },
    ];
  }
  return [
    {
      id: "title",
      header: text.fields.title,
      sortingField: "title",
      minWidth: 220,
      isRowHeader: true,
      cell: (certificate) => (
        <>
          {link(certificate)}
          {certificate.issuer && <div className="soft">{certificate.issuer}</div>}
        </>
      ),
    },
    { id: "credits", header: text.fields.credits, minWidth: 170, cell: credits },
    {
      id: "earned",
      header: text.fields.earnedOn,
      sortingField: "earned_on",
      minWidth: 130,
      cell: (certificate) => formatDay(certificate.earned_on),
    },
    {
      id: "expires",
      header: text.fields.expiresOn,
      sortingField: "expires_on",
      minWidth: 130,
      cell: (certificate) => (
        <Box color={certificate.expires_on ? "inherit" : "text-body-secondary"}>
          {certificate.expires_on ? formatDay(certificate.expires_on) : text.common.none}
        </Box>
      ),
    },
    {
      id: "kind",
      header: text.fields.kind,
      sortingField: "kind",
      minWidth: 120,
      cell: (certificate) => text.kind[certificate.kind],
    },
    {
      id: "status",
      header: text.fields.status,
      sortingComparator: (one, other) =>
        STATUSES.indexOf(standing(one)) - STATUSES.indexOf(standing(other)),
      minWidth: 170,
      cell: (certificate) => <StatusPill status={standing(certificate)} />,
    },
  ];
}
