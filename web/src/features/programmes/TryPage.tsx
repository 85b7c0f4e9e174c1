import "../../text/rules";
import "../../text/setup";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "react-router";
import { programmeOptions } from "../../api/queries/staff/programmes";
import type { AcademyProgramme } from "../../api/types";
import { Refused } from "../../errors";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Stack } from "../../ui/layout";
import { StateBadge } from "./parts";
import { LIST } from "./state";
import { Trying } from "./Trying";

/** What a programme makes of real certificates, before it is put in force. */
export default function TryPage() {
  const { programmeId = "" } = useParams();
  const { id: academy, administrator } = useAcademy();
  const { data, error, refetch } = useQuery(programmeOptions(academy, programmeId));
  if (!administrator) return <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>;
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  return data ? <Shown kept={data} /> : <Skeleton shape="card" height={360} />;
}

function Shown({ kept: { id, programme, pack, state } }: { kept: AcademyProgramme }) {
  const title = t("programmes.try.title", { name: programme.name });
  useTitle(title);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: programme.name, href: `${LIST}/${id}` },
    { text: t("programmes.try.open"), href: "#" },
  ]);
  return (
    <Stack gap={6}>
      <PageHeader title={title} lead={t("programmes.try.lead")} status={<StateBadge state={state} />} />
      <Trying programme={programme} pack={pack} />
    </Stack>
  );
}
