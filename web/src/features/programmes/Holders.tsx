import "../../text/rules";
import { useQuery } from "@tanstack/react-query";
import { useParams, useSearchParams } from "react-router";
import { useListing } from "../../api/listing";
import { HOLDERS_PAGE, holdersOptions, programmeOptions } from "../../api/queries/staff/programmes";
import type { Holder, HoldingStanding } from "../../api/types";
import { Refused } from "../../errors";
import { Choice } from "../../shared/Choice";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Stack } from "../../ui/layout";
import { Table } from "../../ui/Table";
import { amountOf } from "./Examples";
import { ListRest, StandingBadge } from "./parts";
import css from "./Programmes.module.css";
import { credentialOf, isStanding, LIST, STANDINGS } from "./state";

/** Who holds a credential, and where each of them stands. */
export default function Holders() {
  const { programmeId = "" } = useParams();
  const { id: academy } = useAcademy();
  const { data, error } = useQuery(programmeOptions(academy, programmeId));
  const [address, setAddress] = useSearchParams();
  const said = address.get("standing");
  const wanted = isStanding(said) ? said : undefined;
  const list = useListing<Holder>(holdersOptions(academy, programmeId, wanted), HOLDERS_PAGE);
  const name = data?.programme.name ?? "";
  const title = t("programmes.holders.title");
  useTitle(title);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: name, href: `${LIST}/${programmeId}` },
    { text: title, href: "#" },
  ]);
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  return (
    <Stack gap={5}>
      <PageHeader title={title} lead={name && t("programmes.holders.lead", { name })} />
      <div className={css.filter}>
        <div className={css.choice}>
          <Choice
            label={t("programmes.holders.filter")}
            any={t("programmes.holders.all")}
            value={wanted ?? null}
            options={(Object.keys(STANDINGS) as HoldingStanding[]).map((one) => [
              one,
              t(`programmes.standing.${one}`),
            ])}
            onChange={(one) => setAddress(one ? { standing: one } : {}, { replace: true })}
          />
        </div>
        {list.items && (
          <span className={css.soft} role="status">
            {t("programmes.holders.loaded", { count: list.items.length, more: list.more })}
          </span>
        )}
      </div>
      {list.error !== undefined && !list.items ? (
        <LoadFailed error={list.error} retry={list.reload} />
      ) : !list.items ? (
        <Skeleton shape="rows" count={6} />
      ) : (
        <>
          <Table
            label={title}
            rows={list.items}
            rowKey={({ holding_id }) => holding_id}
            columns={[
              {
                key: "who",
                header: t("programmes.holder"),
                rowHeader: true,
                cell: ({ name: who, ...held }) => (
                  <Link quiet stretched to={credentialOf(held)}>
                    {who ?? t("programmes.nobody")}
                  </Link>
                ),
              },
              {
                key: "standing",
                header: t("programmes.holders.standing"),
                cell: ({ standing }) => <StandingBadge standing={standing} />,
              },
              {
                key: "ends",
                header: t("programmes.holders.ends"),
                cell: ({ ends_on, days_left }) =>
                  ends_on ? (
                    <span>
                      {formatDay(ends_on)}
                      <span className={css.under}>{t("credits.daysLeft", { days: days_left ?? 0 })}</span>
                    </span>
                  ) : (
                    t("common.none")
                  ),
              },
              {
                key: "counted",
                header: t("programmes.figure.counted"),
                align: "end",
                cell: ({ counted }) => amountOf(counted),
              },
              {
                key: "missing",
                header: t("programmes.figure.missing"),
                align: "end",
                cell: ({ missing }) => amountOf(missing),
              },
            ]}
            empty={
              list.loading ? undefined : (
                <EmptyState drawing="search" title={t("programmes.holders.noneTitle")}>
                  {t(wanted ? "programmes.holders.noneSo" : "programmes.holders.none")}
                </EmptyState>
              )
            }
          />
          <ListRest list={list} />
        </>
      )}
    </Stack>
  );
}
