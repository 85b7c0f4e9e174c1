import "../../text/rules";
import { useQuery } from "@tanstack/react-query";
import { Download, PencilRuler } from "lucide-react";
import { useParams } from "react-router";
import { programmePackOptions, programmesOptions } from "../../api/queries/staff/programmes";
import type { PackExample, ProgrammePack } from "../../api/types";
import { useCrumbs } from "../../shared/crumbs";
import { Refused } from "../../errors";
import { NotFound } from "../../shared/NotFound";
import { LoadFailed, useTitle } from "../../shared/Page";
import { namesOf } from "../../shared/programmes/names";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { DescriptionList } from "../../ui/DescriptionList";
import { Section } from "../../ui/Section";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Skeleton } from "../../ui/Skeleton";
import { Split, Stack } from "../../ui/layout";
import { Examples } from "./Examples";
import { useInstall } from "./install";
import { Origin } from "./parts";
import { LIST } from "./state";
import { Versions } from "./Versions";

/** A programme that is shipped: what it asks, where that was read, and a button that installs it. */
export default function PackPage() {
  const { packId = "" } = useParams();
  const { id: academy } = useAcademy();
  const { data, error, refetch } = useQuery(programmePackOptions(academy, packId));
  if (error instanceof Refused && error.status === 404) return <NotFound />;
  if (error && !data) return <LoadFailed error={error} retry={() => void refetch()} />;
  return data ? <Shown pack={data} /> : <Skeleton shape="card" height={360} />;
}

function Shown({ pack }: { pack: ProgrammePack & { examples: PackExample[] } }) {
  const { programme, credit_types, examples } = pack;
  const { id: academy, types, administrator } = useAcademy();
  const { data: programmes } = useQuery(programmesOptions(academy));
  /** The academy's own words come first, where it has some. */
  const names = namesOf([...types.values(), ...credit_types]);
  const installed = programmes?.find((one) => one.pack === pack.id || one.id === pack.id);
  const { install, busy, why } = useInstall(pack);
  useTitle(programme.name);
  useCrumbs([
    { text: t("shell.programmes"), href: LIST },
    { text: programme.name, href: "#" },
  ]);
  return (
    <Stack gap={6}>
      <PageHeader
        title={programme.name}
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
              <ButtonLink icon={PencilRuler} to={`${LIST}/packs/${pack.id}/adapt`}>
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
      <Split
        width={340}
        aside={
          <Origin programme={programme}>
            <CreditTypes types={credit_types} />
          </Origin>
        }
      >
        <Stack gap={6}>
          <Versions programme={programme} names={names} />
          <Examples examples={examples} programme={programme} names={names} />
        </Stack>
      </Split>
    </Stack>
  );
}

/** What is made with it, where the academy has none such. */
function CreditTypes({ types }: { types: ProgrammePack["credit_types"] }) {
  return (
    <Section title={t("programmes.packTypes")} lead={t("programmes.packTypesLead")}>
      <DescriptionList
        items={types.map(({ id, name, labels }) => ({
          id,
          term: name,
          value: labels.length ? labels.map((label) => label.name).join(", ") : t("programmes.noLabels"),
        }))}
      />
    </Section>
  );
}
