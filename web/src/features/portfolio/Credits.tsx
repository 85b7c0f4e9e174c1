import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { byId } from "../../api/queries/byId";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import { linesOptions, ownTranscripts, statementOptions } from "../../api/queries/statement";
import { LoadFailed, useTitle } from "../../shared/Page";
import { Statement } from "../../shared/Statement";
import { TranscriptButton } from "../../shared/TranscriptDialog";
import { t } from "../../text";
import { ButtonLink } from "../../ui/ButtonLink";
import { EmptyState } from "../../ui/EmptyState";
import { Stack } from "../../ui/layout";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";

/** What a learner's certificates add up to. */
export default function Credits() {
  useTitle(t("credits.title"));
  return (
    <Stack gap={6}>
      <PageHeader title={t("credits.title")} lead={t("credits.description")} actions={<OwnTranscript />} />
      <Periods />
    </Stack>
  );
}

/** Nothing before it is known what it can hold. */
function OwnTranscript() {
  const { data: periods } = useQuery(statementOptions);
  const { data: types } = useQuery({ ...creditTypesOptions, select: byId });
  if (!periods?.length || !types) return null;
  return (
    <TranscriptButton periods={periods} types={types} from={ownTranscripts} lead={t("transcript.lead")} />
  );
}

function Periods() {
  const statement = useQuery(statementOptions);
  const types = useQuery({ ...creditTypesOptions, select: byId });
  const failed = [statement, types].find(({ data, error }) => error && !data);
  if (failed) return <LoadFailed error={failed.error} retry={() => void failed.refetch()} />;
  if (!statement.data || !types.data) {
    return (
      <Stack gap={6}>
        <Skeleton shape="card" height={260} />
        <Skeleton shape="card" height={260} silent />
      </Stack>
    );
  }
  if (statement.data.length === 0) {
    return (
      <EmptyState
        title={t("credits.emptyTitle")}
        action={
          <ButtonLink variant="primary" icon={Plus} to="/certificates/new">
            {t("certificates.add")}
          </ButtonLink>
        }
      >
        {t("credits.empty")}
      </EmptyState>
    );
  }
  return (
    <Statement
      periods={statement.data}
      types={types.data}
      href={(id) => `/certificates/${id}`}
      lines={linesOptions}
    />
  );
}
