import Header from "@cloudscape-design/components/header";
import SpaceBetween from "@cloudscape-design/components/space-between";
import { useNavigate } from "react-router";
import Button from "@cloudscape-design/components/button";
import Container from "@cloudscape-design/components/container";
import { useQuery } from "@tanstack/react-query";
import { byId } from "../../api/queries/byId";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import { linesOptions, statementOptions } from "../../api/queries/statement";
import { Empty, Loading, LoadFailed, useTitle } from "../../shared/Page";
import { Statement } from "../../shared/Statement";
import { t } from "../../text";

export default function Credits() {
  useTitle(t("credits.title"));
  const navigate = useNavigate();
  const statement = useQuery(statementOptions);
  const types = useQuery({ ...creditTypesOptions, select: byId });
  return (
    <SpaceBetween size="l">
      <Header variant="h1" description={t("credits.description")}>
        {t("credits.title")}
      </Header>
      {statement.error && !statement.data ? (
        <LoadFailed error={statement.error} retry={() => void statement.refetch()} />
      ) : types.error && !types.data ? (
        <LoadFailed error={types.error} retry={() => void types.refetch()} />
      ) : !statement.data || !types.data ? (
        <Loading label={t("credits.loading")} />
      ) : statement.data.length === 0 ? (
        <Container>
          <Empty
            title={t("credits.emptyTitle")}
            action={
              <Button variant="primary" iconName="add-plus" onClick={() => navigate("/certificates/new")}>
                {t("certificates.add")}
              </Button>
            }
          >
            {t("credits.empty")}
          </Empty>
        </Container>
      ) : (
        <Statement
          periods={statement.data}
          types={types.data}
          href={(id) => `/certificates/${id}`}
          lines={linesOptions}
        />
      )}
    </SpaceBetween>
  );
}
