import "../../text/setup";
import "../../text/rules";
import { useQuery } from "@tanstack/react-query";
import { Download, PencilRuler, Plus } from "lucide-react";
import { programmePacksOptions, programmesOptions } from "../../api/queries/staff/programmes";
import type { AcademyProgramme, ProgrammePack } from "../../api/types";
import { LoadFailed, useTitle } from "../../shared/Page";
import { lengthOf, sayVersion } from "../../shared/programmes/sentences";
import { namesOf } from "../../shared/programmes/names";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatDay, todayIn } from "../../text/format";
import { Badge } from "../../ui/Badge";
import { Button } from "../../ui/Button";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { EmptyState } from "../../ui/EmptyState";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { Grid, Stack } from "../../ui/layout";
import { useInstall } from "./install";
import { StateBadge } from "./parts";
import css from "./Programmes.module.css";
import { LIST, ORDER, versionOn } from "./state";

/** The rules by which credentials are kept: the academy's, and those it can install. */
export default function Programmes() {
  useTitle(t("shell.programmes"));
  const { id: academy, administrator } = useAcademy();
  const programmes = useQuery(programmesOptions(academy));
  const packs = useQuery(programmePacksOptions(academy));
  return (
    <Stack gap={6}>
      <PageHeader
        title={t("shell.programmes")}
        lead={t("programmes.lead")}
        actions={
          administrator && (
            <ButtonLink variant="primary" icon={Plus} to={`${LIST}/new`}>
              {t("programmes.write")}
            </ButtonLink>
          )
        }
      />
      {!administrator && <Notice kind="info">{t("setUp.administratorsOnly")}</Notice>}
      <Section title={t("programmes.own")}>
        {programmes.error && !programmes.data ? (
          <LoadFailed error={programmes.error} retry={() => void programmes.refetch()} />
        ) : !programmes.data ? (
          <Skeleton shape="card" height={160} />
        ) : (
          <Own programmes={programmes.data} />
        )}
      </Section>
      <Section title={t("programmes.shipped")} lead={t("programmes.shippedLead")}>
        {packs.error && !packs.data ? (
          <LoadFailed error={packs.error} retry={() => void packs.refetch()} />
        ) : !packs.data || !programmes.data ? (
          <Skeleton shape="card" height={320} />
        ) : (
          <Grid min={320} as="ul">
            {packs.data.map((pack) => (
              <Pack
                key={pack.id}
                pack={pack}
                installed={programmes.data.find((one) => one.pack === pack.id || one.id === pack.id)}
              />
            ))}
          </Grid>
        )}
      </Section>
    </Stack>
  );
}

function Own({ programmes }: { programmes: readonly AcademyProgramme[] }) {
  if (programmes.length === 0)
    return (
      <EmptyState title={t("programmes.noneTitle")} level={3}>
        {t("programmes.none")}
      </EmptyState>
    );
  const sorted = [...programmes].sort(
    (one, other) =>
      ORDER[one.state] - ORDER[other.state] || one.programme.name.localeCompare(other.programme.name),
  );
  return (
    <Grid min={320} as="ul">
      {sorted.map((one) => (
        <One key={one.id} kept={one} />
      ))}
    </Grid>
  );
}

function One({ kept: { id, state, programme } }: { kept: AcademyProgramme }) {
  const { settings, types } = useAcademy();
  const today = todayIn(settings.time_zone);
  const version = versionOn(programme, today);
  const coming = programme.versions.find(({ begins_on }) => begins_on > today && version.begins_on <= today);
  return (
    <Card as="li" pressable tone={state === "retired" ? "quiet" : "plain"}>
      <div className={css.head}>
        <h3 className={css.name}>
          <Link quiet stretched to={`${LIST}/${id}`}>
            {programme.name}
          </Link>
        </h3>
        <StateBadge state={state} />
      </div>
      <div className={css.facts}>
        <p className={css.soft}>{sayVersion(version, namesOf(types.values())).cycle[0]}</p>
        <p className={css.soft}>{t("programmes.rulesCount", { count: version.requires.length })}</p>
        {coming && state === "in_force" && (
          <p>
            <Badge tone="info">{t("programmes.comingOn", { day: formatDay(coming.begins_on) })}</Badge>
          </p>
        )}
      </div>
    </Card>
  );
}

function Pack({ pack, installed }: { pack: ProgrammePack; installed: AcademyProgramme | undefined }) {
  const { programme } = pack;
  const { administrator } = useAcademy();
  const { install, busy, why } = useInstall(pack);
  const { cycle, requires } = programme.versions.at(-1)!;
  return (
    <Card as="li">
      <div className={css.card}>
        <h3 className={css.name}>
          <Link quiet to={`${LIST}/packs/${pack.id}`}>
            {programme.name}
          </Link>
        </h3>
        <div className={css.facts}>
          <p className={css.soft}>
            {t("programmes.packFacts", { length: lengthOf(cycle.months), count: requires.length })}
          </p>
          <p className={css.soft}>
            {t("programmes.packRead", {
              day: formatDay(programme.read_on),
              count: programme.not_confirmed.length,
            })}
          </p>
          {why && (
            <Notice kind="error" announced>
              {why}
            </Notice>
          )}
        </div>
        <div className={css.foot}>
          {installed ? (
            <Link to={`${LIST}/${installed.id}`}>{t("programmes.installed")}</Link>
          ) : (
            administrator && (
              <Button
                size="small"
                icon={Download}
                busy={busy}
                onPress={install}
                aria-label={t("programmes.installOf", { name: programme.name })}
              >
                {t("programmes.install")}
              </Button>
            )
          )}
          {administrator && (
            <ButtonLink
              size="small"
              variant="quiet"
              icon={PencilRuler}
              to={`${LIST}/packs/${pack.id}/adapt`}
              aria-label={t("programmes.adaptLabel", { name: programme.name })}
            >
              {t("programmes.adapt")}
            </ButtonLink>
          )}
        </div>
      </div>
    </Card>
  );
}
