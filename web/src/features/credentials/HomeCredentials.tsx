import "../../text/holdings";
import { useQuery } from "@tanstack/react-query";
import { ArrowRight, BadgeX, CalendarClock, type LucideIcon } from "lucide-react";
import { useEffect } from "react";
import { holdingsOptions } from "../../api/queries/holdings";
import type { Holding } from "../../api/types";
import { type Need, NeedList } from "../../shared/NeedList";
import { Holdings } from "../../shared/programmes/Holdings";
import { type Pressing, pressing } from "../../shared/programmes/report";
import { t } from "../../text";
import { formatDay } from "../../text/format";
import { ButtonLink } from "../../ui/ButtonLink";
import { Section } from "../../ui/Section";
import type { Tone } from "../../ui/tone";

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
    return why ? [needOf(holding, why)] : [];
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
      {presses && <NeedList needs={needs} />}
      <Holdings holdings={data.slice(0, SHOWN)} href={({ id }) => `/credentials/${id}`} level={3} isSaid />
    </Section>
  );
}

function lineOf({ said, cycle }: Holding, why: Pressing): string {
  if (why === "refused" || !cycle) return said ?? "";
  return t("holding.endsOn", { day: formatDay(cycle.ends_on), days: cycle.days_left });
}

function needOf(holding: Holding, why: Pressing): Need {
  const { id, programme_name: title } = holding;
  const href = `/credentials/${id}`;
  return {
    ...SIGNS[why],
    id,
    what: t(`holding.pressing.${why}`),
    title,
    href,
    line: lineOf(holding, why),
    action: why === "refused" ? t("holding.correct") : t("holding.lookAt"),
    to: why === "refused" ? `${href}/edit` : href,
  };
}
