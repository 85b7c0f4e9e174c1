import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { holdingsOptions, programmesOptions } from "../../api/queries/holdings";
import { Holdings } from "../../shared/programmes/Holdings";
import { LoadFailed, useTitle } from "../../shared/Page";
import { t } from "../../text";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Stack } from "../../ui/layout";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";

/** The credentials that a learner holds, and how far each is. */
export function Credentials() {
  useTitle(t("holding.title"));
  const holdings = useQuery(holdingsOptions);
  const programmes = useQuery(programmesOptions);
  const failed = [holdings, programmes].find(({ data, error }) => error && !data);
  const add = (
    <ButtonLink variant="primary" icon={Plus} to="/credentials/new">
      {t("holding.add")}
    </ButtonLink>
  );
  const some = Boolean(holdings.data?.length);
  return (
    <Stack gap={6}>
      <PageHeader
        title={t("holding.title")}
        lead={t("holding.lead")}
        actions={some && programmes.data?.length ? add : undefined}
      />
      {failed ? (
        <LoadFailed error={failed.error} retry={() => void failed.refetch()} />
      ) : !holdings.data || !programmes.data ? (
        <Skeleton shape="card" height={260} />
      ) : some ? (
        <Holdings holdings={holdings.data} href={({ id }) => `/credentials/${id}`} />
      ) : programmes.data.length ? (
        <EmptyState title={t("holding.emptyTitle")} action={add}>
          {t("holding.empty")}
        </EmptyState>
      ) : (
        <EmptyState title={t("holding.noneOfferedTitle")}>{t("holding.noneOffered")}</EmptyState>
      )}
    </Stack>
  );
}
