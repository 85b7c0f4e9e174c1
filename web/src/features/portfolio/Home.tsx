import { useQuery } from "@tanstack/react-query";
import { ArrowRight, Plus } from "lucide-react";
import { type ComponentType, Suspense, useState } from "react";
import { byId } from "../../api/queries/byId";
import { attentionOptions, newestOptions } from "../../api/queries/certificates";
import { creditTypesOptions } from "../../api/queries/creditTypes";
import { statementOptions } from "../../api/queries/statement";
import type { Certificate, CreditType, PeriodStatement } from "../../api/types";
import { useUser } from "../../session/useSession";
import { Credits } from "../../shared/Credits";
import { LoadFailed, useTitle } from "../../shared/Page";
import { PeriodBar } from "../../shared/PeriodBar";
import { PeriodFigure } from "../../shared/PeriodFigure";
import { nextStep, rangeOf } from "../../shared/periodWords";
import { isPresent } from "../../shared/progress";
import { standing, StatusPill } from "../../shared/StatusPill";
import { ListedThumbnail } from "../../shared/Thumbnail";
import { t } from "../../text";
import { formatDay, today } from "../../text/format";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { EmptyState } from "../../ui/EmptyState";
import { Grid, Stack } from "../../ui/layout";
import { Link } from "../../ui/Link";
import { PageHeader } from "../../ui/PageHeader";
import { Section } from "../../ui/Section";
import { Skeleton } from "../../ui/Skeleton";
import { Steps } from "../../ui/Steps";
import css from "./Home.module.css";
import { Needs } from "./Needs";
import { useLeftDrafts } from "./useLeftDrafts";

interface Props {
  /** What is said of the learner's credentials, once all else is there; hears whether one needs them. */
  Credentials: ComponentType<{ onPressing: (presses: boolean) => void }>;
}

/** Where a learner begins: what needs them, how far they are, what came last. */
export default function Home({ Credentials: Held }: Props) {
  useTitle(t("home.title"));
  const { id, name } = useUser();
  const newest = useQuery(newestOptions);
  const statement = useQuery(statementOptions);
  const types = useQuery({ ...creditTypesOptions, select: byId });
  const sentBack = useQuery(attentionOptions("changes_requested"));
  const expiring = useQuery(attentionOptions("expiring"));
  const drafts = useLeftDrafts(id);
  const [presses, setPresses] = useState(false);

  const failed = [newest, statement, types, sentBack, expiring].filter(({ data, error }) => error && !data);
  const [first] = failed;
  const needs = sentBack.data && expiring.data && { sentBack: sentBack.data, expiring: expiring.data };
  const known = types.data;
  const isNew = newest.data?.length === 0;

  return (
    <Stack gap={7}>
      <PageHeader title={isNew ? t("home.greetingNew", { name }) : t("home.greeting", { name })} />
      {first && (
        <LoadFailed error={first.error} retry={() => failed.forEach(({ refetch }) => void refetch())} />
      )}
      {isNew && drafts.length === 0 && <Begin />}
      {!isNew || drafts.length > 0 ? (
        needs ? (
          <Needs {...needs} drafts={drafts} presses={presses} />
        ) : (
          !first && <Skeleton shape="card" height={96} />
        )
      ) : null}
      {statement.data && known ? (
        <Progress periods={statement.data} types={known} />
      ) : (
        !first && <Waiting count={3} height={210} />
      )}
      {statement.data && (
        <Suspense>
          <Held onPressing={setPresses} />
        </Suspense>
      )}
      {newest.data && known
        ? !isNew && <Newest certificates={newest.data} types={known} onLapsed={() => void newest.refetch()} />
        : !first && <Waiting count={4} height={250} />}
    </Stack>
  );
}

/** In the shape of what is on its way. */
function Waiting({ count, height }: { count: number; height: number }) {
  return (
    <Grid min={260}>
      {Array.from({ length: count }, (_, at) => (
        <Skeleton key={at} shape="card" height={height} silent />
      ))}
    </Grid>
  );
}

/** For who has handed nothing in yet. */
function Begin() {
  return (
    <Card>
      <div className={css.begin}>
        <EmptyState
          title={t("certificates.emptyTitle")}
          action={
            <ButtonLink variant="primary" icon={Plus} to="/certificates/new">
              {t("certificates.add")}
            </ButtonLink>
          }
        >
          {t("certificates.empty")}
        </EmptyState>
        <Steps
          steps={(["file", "check", "decided"] as const).map((step) => ({
            id: step,
            title: t(`home.step.${step}`),
            state: "todo",
          }))}
        />
      </div>
    </Card>
  );
}

interface ProgressProps {
  periods: readonly PeriodStatement[];
  types: ReadonlyMap<string, CreditType>;
}

/** How far they are, of every credit type with something to reach, and what has to be known first. */
function Progress({ periods, types }: ProgressProps) {
  const now = today();
  const aimed = periods
    .filter((period) => (period.target ?? period.cap ?? period.fact_missing) && isPresent(period, now))
    .toSorted((one, other) => Number(Boolean(other.target)) - Number(Boolean(one.target)));
  if (aimed.length === 0) return null;
  return (
    <Section
      title={t("home.progress")}
      actions={
        <ButtonLink variant="quiet" size="small" iconEnd={ArrowRight} to="/credits">
          {t("home.toCredits")}
        </ButtonLink>
      }
    >
      <Grid as="ul" min={320}>
        {aimed.map((period) => {
          const type = types.get(period.credit_type);
          const [name, unit] = [type?.name ?? period.credit_type, type?.unit ?? ""];
          return (
            <Card key={period.credit_type} as="li">
              <div className={css.progress}>
                <div className={css.name}>
                  <h3>{name}</h3>
                  <span className={css.range}>{rangeOf(period)}</span>
                </div>
                <PeriodFigure period={period} unit={unit} />
                {!period.fact_missing && <PeriodBar period={period} name={name} unit={unit} legend />}
                <p className={css.next}>{nextStep(period, unit, now)}</p>
              </div>
            </Card>
          );
        })}
      </Grid>
    </Section>
  );
}

interface NewestProps {
  certificates: readonly Certificate[];
  types: ReadonlyMap<string, CreditType>;
  onLapsed: () => void;
}

function Newest({ certificates, types, onLapsed }: NewestProps) {
  return (
    <Section
      title={t("home.newest")}
      actions={
        <ButtonLink variant="quiet" size="small" iconEnd={ArrowRight} to="/certificates">
          {t("home.toCertificates")}
        </ButtonLink>
      }
    >
      <Grid as="ul" min={240}>
        {certificates.map((certificate) => (
          <Card key={certificate.id} as="li" padding="none" pressable>
            <div className={css.certificate}>
              <div className={css.picture}>
                <ListedThumbnail certificate={certificate} onLapsed={onLapsed} large />
              </div>
              <div className={css.facts}>
                <Link to={`/certificates/${certificate.id}`} quiet stretched>
                  {certificate.title}
                </Link>
                <span className={css.soft}>
                  {[certificate.issuer, formatDay(certificate.earned_on)].filter(Boolean).join(" · ")}
                </span>
                <div className={css.foot}>
                  <Credits claims={certificate.claims} types={types} />
                  <StatusPill status={standing(certificate)} />
                </div>
              </div>
            </div>
          </Card>
        ))}
      </Grid>
    </Section>
  );
}
