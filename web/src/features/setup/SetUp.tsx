import "../../text/setup";
import { useQuery } from "@tanstack/react-query";
import {
  Award,
  Building2,
  Check,
  Clock,
  History,
  type LucideIcon,
  ShieldCheck,
  UsersRound,
} from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { foundLearnersOptions } from "../../api/queries/staff/learners";
import { LoadFailed, useTitle } from "../../shared/Page";
import { type AcademyState, useAcademy, useSettings, useStaff } from "../../shared/staff/academy";
import { t } from "../../text";
import { formatList } from "../../text/format";
import { Badge } from "../../ui/Badge";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import { Notice } from "../../ui/Notice";
import { PageHeader } from "../../ui/PageHeader";
import { ProgressBar } from "../../ui/ProgressBar";
import { Section } from "../../ui/Section";
import { Grid, Stack } from "../../ui/layout";
import { Skeleton } from "../../ui/Skeleton";
import { VisuallyHidden } from "../../ui/VisuallyHidden";
import css from "./SetUp.module.css";
import { isDone, isOptional, type Known, type StepId, STEPS } from "./steps";

const WHERE: Record<StepId, string> = {
  academy: "/console/set-up/academy",
  creditType: "/console/credit-types/new",
  learners: "/console/learners/invite",
  staff: "/console/staff",
};

/** Leads a new administrator; afterwards, shows what is set up. */
export default function SetUp() {
  useTitle(t("shell.setUp"));
  const academy = useAcademy();
  const { data: learners, error, refetch } = useQuery(foundLearnersOptions(academy.id, ""));
  const staff = useStaff();
  const known: Known = { settings: useSettings(), types: academy.types.values(), learners, staff };
  if (error && !learners) return <LoadFailed error={error} retry={() => void refetch()} />;
  if (!learners || (academy.administrator && !staff)) return <Skeleton shape="card" height={360} />;
  const steps = STEPS.flatMap((id) => {
    const done = isDone(id, known);
    return done === undefined ? [] : [{ id, done }];
  });
  const left = steps.filter(({ id, done }) => !done && !isOptional(id));
  return (
    <Stack gap={6}>
      <PageHeader
        title={t("shell.setUp")}
        lead={
          left.length ? t("guide.lead", { name: academy.settings.name ?? academy.id }) : t("guide.leadDone")
        }
      />
      {!academy.administrator && (
        <Notice kind="info" title={t("setUp.administratorsOnly")}>
          {t("guide.askAdministrator")}
        </Notice>
      )}
      {left.length > 0 ? (
        <Guide steps={steps} academy={academy} staff={staff?.length ?? 0} />
      ) : (
        <>
          <SaidOnce academy={academy.id} mute={!academy.administrator} />
          <Overview academy={academy} learners={learners.length} staff={staff?.length ?? 0} />
        </>
      )}
    </Stack>
  );
}

interface GuideProps {
  steps: readonly { id: StepId; done: boolean }[];
  academy: AcademyState;
  /** How many there are. */
  staff: number;
}

/** What is to be done, in this order; the next one is opened up. */
function Guide({ steps, academy, staff }: GuideProps) {
  const next = steps.find(({ done }) => !done)?.id;
  const count = steps.filter(({ done }) => done).length;
  return (
    <Stack gap={4}>
      <ProgressBar
        label={t("guide.progress")}
        value={count}
        max={steps.length}
        text={t("common.of", { part: String(count), whole: String(steps.length) })}
      />
      <ol className={css.steps}>
        {steps.map(({ id, done }, at) => {
          const isNext = id === next;
          return (
            <li
              key={id}
              className={cx(css.step, done && css.done, isNext && css.next)}
              aria-current={isNext ? "step" : undefined}
            >
              <span className={css.mark} aria-hidden>
                {done ? <Icon of={Check} size={18} /> : at + 1}
              </span>
              <div className={css.body}>
                <h2 className={css.title}>
                  {t(`guide.step.${id}`)}
                  {isOptional(id) && <Badge>{t("common.optional")}</Badge>}
                  {done && <VisuallyHidden> {t("guide.done")}</VisuallyHidden>}
                </h2>
                <p className={css.soft}>
                  {done ? <Fact step={id} academy={academy} staff={staff} /> : t(`guide.why.${id}`)}
                </p>
              </div>
              {academy.administrator && (
                <span className={css.way}>
                  {done ? (
                    <Link to={id === "creditType" ? "/console/credit-types" : WHERE[id]}>
                      {t(`guide.again.${id}`)}
                    </Link>
                  ) : (
                    <ButtonLink to={WHERE[id]} variant={isNext ? "primary" : "secondary"}>
                      {t(`guide.do.${id}`)}
                    </ButtonLink>
                  )}
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </Stack>
  );
}

/** What is there of a step. */
function Fact({ step, academy, staff }: Omit<GuideProps, "steps"> & { step: StepId }) {
  const { settings, types } = academy;
  switch (step) {
    case "academy":
      return t("guide.fact.academy", { zone: settings.time_zone, days: settings.review_days });
    case "creditType":
      return formatList([...types.values()].filter(({ retired }) => !retired).map(({ name }) => name));
    case "learners":
      return t("guide.fact.learners");
    case "staff":
      return t("guide.fact.staff", { count: staff });
  }
}

/** That it is ready is said once; then it gets out of the way. */
function SaidOnce({ academy, mute }: { academy: string; mute: boolean }) {
  const key = `certfolio.ready/${academy}`;
  const [shown, setShown] = useState(() => !mute && localStorage.getItem(key) === null);
  useEffect(() => {
    if (!mute) localStorage.setItem(key, new Date().toISOString());
  }, [key, mute]);
  if (!shown) return null;
  return (
    <Notice
      kind="success"
      title={t("guide.readyTitle")}
      onDismiss={() => setShown(false)}
      action={
        <ButtonLink to="/console/queue" variant="primary">
          {t("guide.toQueue")}
        </ButtonLink>
      }
    >
      {t("guide.ready")}
    </Notice>
  );
}

/** Everything that is set up, one card each. */
function Overview({ academy, learners, staff }: Omit<GuideProps, "steps"> & { learners: number }) {
  const { settings, types, administrator } = academy;
  const offered = [...types.values()].filter(({ retired }) => !retired);
  return (
    <Section title={t("guide.places")}>
      <Grid min={300} as="ul">
        <Place icon={Building2} to="/console/set-up/academy" title={t("shell.academy")}>
          {settings.name ?? academy.id} · {settings.time_zone}
        </Place>
        <Place icon={Clock} to="/console/desk" title={t("shell.desk")}>
          {t("guide.promise", { days: settings.review_days, reasons: settings.reasons.length })}
        </Place>
        <Place icon={Award} to="/console/credit-types" title={t("shell.creditTypes")}>
          {formatList(offered.map(({ name }) => name))}
        </Place>
        <Place icon={UsersRound} to="/console/learners" title={t("shell.learners")}>
          {learners ? t("guide.fact.learners") : t("learners.firstTitle")}
        </Place>
        {administrator && (
          <>
            <Place icon={ShieldCheck} to="/console/staff" title={t("shell.staff")}>
              {t("guide.fact.staff", { count: staff })}
            </Place>
            <Place icon={History} to="/console/changes" title={t("shell.changes")}>
              {t("guide.changes")}
            </Place>
          </>
        )}
      </Grid>
    </Section>
  );
}

interface PlaceProps {
  icon: LucideIcon;
  to: string;
  title: string;
  children: ReactNode;
}

function Place({ icon, to, title, children }: PlaceProps) {
  const id = useId();
  return (
    <Card as="li" pressable aria-labelledby={id}>
      <span className={css.placeIcon}>
        <Icon of={icon} size={20} />
      </span>
      <h3 id={id}>
        <Link to={to} quiet stretched>
          {title}
        </Link>
      </h3>
      <p className={css.soft}>{children}</p>
    </Card>
  );
}
