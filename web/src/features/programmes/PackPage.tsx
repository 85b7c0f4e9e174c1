import "../../text/rules";
import { useQuery } from "@tanstack/react-query";
import { Download, PencilRuler } from "lucide-react";
import { useParams } from "react-router";
import { programmePacksOptions, programmesOptions } from "../../api/queries/staff/programmes";
import type { Programme } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { namesOf } from "../../shared/programmes/names";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Split, Stack } from "../../ui/layout";
import { useInstall } from "./install";
import { Origin } from "./parts";
import { LIST } from "./state";
import { Versions } from "./Versions";

/** A programme that is shipped: what it asks, where that was read, and a button that installs it. */
export default function PackPage() {
  const { packId } = useParams();
  const { id: academy } = useAcademy();
  const { data, error, refetch } = useQuery(programmePacksOptions(academy));
  const pack = data?.find(({ id }) => id === packId);
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!data) return <Skeleton shape="card" height={360} />;
  return pack ? <Shown pack={pack} /> : <NotFound />;
}

function Shown({ pack }: { pack: Programme }) {
  const { id: academy, types, administrator } = useAcademy();
  const { data: programmes } = useQuery(programmesOptions(academy));
  const installed = programmes?.find((one) => one.pack === pack.id || one.id === pack.id);
  const { install, busy, why } = useInstall(pack);
  useTitle(pack.name);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: pack.name, href: "#" },
  ]);
  return (
    <Stack gap={6}>
      <PageHeader
        title={pack.name}
        lead={t("programmes.packLead")}
        status={installed && <Badge tone="success">{t("programmes.isInstalled")}</Badge>}
        actions={
          <>
            {installed ? (
              <ButtonLink variant="primary" to={`${LIST}/${installed.id}`}>
                {t("programmes.openInstalled")}
              </ButtonLink>
            ) : (
              administrator && (
                <Button variant="primary" icon={Download} busy={busy} onPress={install}>
                  {t("programmes.install")}
                </Button>
              )
            )}
            {administrator && (
              <ButtonLink icon={PencilRuler} to={`${LIST}/new?pack=${pack.id}`}>
                {t("programmes.adapt")}
              </ButtonLink>
            )}
          </>
        }
      />
      {why && (
        <Notice kind="error" announced>
          {why}
        </Notice>
      )}
      <Split width={340} aside={<Origin programme={pack} />}>
        <Versions programme={pack} names={namesOf(types.values())} />
      </Split>
    </Stack>
  );
}
