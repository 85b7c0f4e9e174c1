import "../../text/holdings";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, BadgeX, CalendarClock, type LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { holdingsOptions } from "../../api/queries/holdings";
import type { Holding } from "../../api/types";
import { Holdings } from "../../shared/programmes/Holdings";
import { type Pressing, pressing } from "../../shared/programmes/report";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { ButtonLink } from "../../ui/ButtonLink";
import { Card } from "../../ui/Card";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import { Section } from "../../ui/Section";
import type { Tone } from "../../ui/tone";
import tones from "../../ui/tone.module.css";
import css from "./HomeCredentials.module.css";

/** So many stand on the first page. */
const SHOWN = 4;

const SIGNS: Record<Pressing, { icon: LucideIcon; tone: Tone }> = {
  refused: { icon: BadgeX, tone: "danger" },
  ends: { icon: CalendarClock, tone: "warning" },
};

interface Props {
  /** Hears whether one of them needs its learner. */
  onPressing: (presses: boolean) => void;
}

/** How far the learner's credentials are, and which of them needs something; nothing for who has none. */
export function HomeCredentials({ onPressing }: Props) {
  const { data } = useQuery(holdingsOptions);
  const needs = (data ?? []).flatMap((holding) => {
    const why = pressing(holding);
    return why ? [{ holding, why }] : [];
  });
  const presses = needs.length > 0;
  useEffect(() => onPressing(presses), [onPressing, presses]);
  // What cannot be read is said on its own page: this one shows all else.
  if (!data?.length) return null;
  return (
    <Section
      title={t("holding.home")}
      actions={
        <ButtonLink variant="quiet" size="small" iconEnd={ArrowRight} to="/credentials">
          {t("holding.toAll")}
        </ButtonLink>
      }
    >
      {presses && (
        <Card padding="none">
          <ul className={css.needs}>
            {needs.map(({ holding, why }) => (
              <li key={holding.id} className={cx(css.need, tones[SIGNS[why].tone])}>
                <span className={css.icon}>
                  <Icon of={SIGNS[why].icon} size={20} />
                </span>
                <div className={css.about}>
                  <span className={css.what}>{t(`holding.pressing.${why}`)}</span>
                  <span className={css.title}>
                    <Link to={`/credentials/${holding.id}`} quiet>
                      {holding.programme_name}
                    </Link>
                  </span>
                  <span className={css.line}>{lineOf(holding, why)}</span>
                </div>
                <Action holding={holding} why={why} />
              </li>
            ))}
          </ul>
        </Card>
      )}
      <Holdings holdings={data.slice(0, SHOWN)} href={({ id }) => `/credentials/${id}`} level={3} isSaid />
    </Section>
  );
}

function lineOf({ said, cycle }: Holding, why: Pressing): string {
  if (why === "refused" || !cycle) return said ?? "";
  return t("holding.endsOn", { day: formatDay(cycle.ends_on), days: cycle.days_left });
}

function Action({ holding: { id, programme_name: name }, why }: { holding: Holding; why: Pressing }) {
  const words = why === "refused" ? t("holding.correct") : t("holding.lookAt");
  return (
    <ButtonLink
      to={why === "refused" ? `/credentials/${id}/edit` : `/credentials/${id}`}
      aria-label={`${words}: ${name}`}
    >
      {words}
    </ButtonLink>
  );
}
