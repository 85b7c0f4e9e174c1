import {
  BadgeCheck,
  BadgePlus,
  BadgeX,
  CircleCheck,
  CircleMinus,
  Gift,
  type LucideIcon,
  Pencil,
  Trash2,
  Undo2,
} from "lucide-react";
import type {
  GrantedWaiver,
  Held,
  HoldingAction,
  HoldingEvent,
  InspectedFile,
  MetRequirement,
} from "../../api/types";
import { t } from "../../text";
import { formatDay, formatInstant, formatList } from "../../text/format";
import { Timeline } from "../../ui/Timeline";
import type { Tone } from "../../ui/tone";
import { lookUp } from "../kinds";
import { actor } from "../Timeline";
import css from "./Report.module.css";
import { spelled, statedFacts, waiverWords } from "./words";

const SIGNS: Record<HoldingAction, { icon: LucideIcon; tone: Tone }> = {
  enter: { icon: BadgePlus, tone: "neutral" },
  change: { icon: Pencil, tone: "neutral" },
  confirm: { icon: BadgeCheck, tone: "success" },
  refuse: { icon: BadgeX, tone: "danger" },
  grant: { icon: Gift, tone: "info" },
  take_back: { icon: Undo2, tone: "neutral" },
  meet: { icon: CircleCheck, tone: "success" },
  unmeet: { icon: CircleMinus, tone: "neutral" },
  remove: { icon: Trash2, tone: "neutral" },
};

interface Props {
  events: readonly HoldingEvent[];
  /** What requirements are called. */
  names: ReadonlyMap<string, string>;
  /** Who reads it: their own name is "you". */
  reader: string;
}

/** What happened to a credential, newest first. */
export function HoldingHistory({ events, names, reader }: Props) {
  return (
    <Timeline
      label={t("holding.history")}
      entries={[...events].reverse().map((event) => {
        const told = toldOf(event, names);
        return {
          id: String(event.version),
          ...(lookUp(SIGNS, event.action) ?? SIGNS.change),
          title: (
            <>
              {t(`holding.action.${event.action}`)}{" "}
              <span className={css.plain}>{t("certificate.by", { name: actor(event.actor, reader) })}</span>
            </>
          ),
          meta: <time dateTime={event.at}>{formatInstant(event.at)}</time>,
          ...((told.length > 0 || event.comment) && {
            children: (
              <>
                {told.map((line) => (
                  <p key={line}>{line}</p>
                ))}
                {event.comment && <blockquote className={css.quote}>{event.comment}</blockquote>}
              </>
            ),
          }),
        };
      })}
    />
  );
}

const listOf = <T extends { id: string }>(side: Record<string, unknown>, field: string) =>
  (side[field] ?? []) as T[];

/** What there is on one side and not on the other. */
function apart<T extends { id: string }>({ before, after }: HoldingEvent, field: string): T[] {
  const [old, next] = [listOf<T>(before, field), listOf<T>(after, field)];
  const without = (these: T[], those: T[]) => these.filter(({ id }) => !those.some((one) => one.id === id));
  return [...without(next, old), ...without(old, next)];
}

function toldOf(event: HoldingEvent, names: ReadonlyMap<string, string>): string[] {
  switch (event.action) {
    case "enter":
    case "change":
      return statedChange(event);
    case "grant":
    case "take_back":
      return apart<GrantedWaiver>(event, "waivers").map(({ waiver }) => waiverWords(waiver, names));
    case "meet":
    case "unmeet":
      return apart<MetRequirement>(event, "met").map(({ confirmation: { requirement, on } }) =>
        formatList([names.get(requirement) ?? spelled(requirement), formatDay(on)]),
      );
    case "confirm":
    case "refuse":
    case "remove":
      return [];
  }
}

/** As it is stored: what is not stated is left out. */
const heldOf = (side: Record<string, unknown>): Held => ({
  number: null,
  held_since: null,
  birth_month: null,
  birth_year: null,
  facts: {},
  ...(side["stated"] as Partial<Held> | undefined),
});

/** A file is told of by its name. */
const fileOf = ({ file }: Record<string, unknown>) =>
  file ? [[t("holding.file.title"), (file as InspectedFile).name] as const] : [];

function statedChange({ before, after }: HoldingEvent): string[] {
  const [old, next] = [before, after].map((side) => {
    const held = heldOf(side);
    return new Map([
      ...(held.number ? [[t("holding.form.numberLabel"), held.number] as const] : []),
      ...fileOf(side),
      ...statedFacts(held),
    ]);
  });
  return [...new Set([...old!.keys(), ...next!.keys()])].flatMap((name) => {
    const [was, is] = [old!.get(name), next!.get(name)];
    if (was === is) return [];
    const now = `${name}: ${is ?? t("holding.nothing")}`;
    return [was === undefined ? now : `${name}: ${was} → ${is ?? t("holding.nothing")}`];
  });
}
