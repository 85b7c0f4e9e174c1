/** What a certificate's history tells, in words. */

import type { Actor, CertificateEvent, CertificateWithHistory, CreditType, Kind } from "../api/types";
import { type Below, t } from "../text";
import { formatAmount } from "../text/format";
import { lookUp } from "./kinds";
import { choiceName, fieldOfLine, labelName } from "./lineLabels";
import { spellDay } from "./typedDay";

type FieldChange = CertificateEvent["changes"][number];
type Field = Below<"history.field">;
type Types = ReadonlyMap<string, CreditType>;

/** One field that says something else than before; undefined where it says nothing. */
export interface Told {
  field: string;
  label: string;
  before?: string | undefined;
  after?: string | undefined;
  /** What became of it, where one of the two is missing. */
  note?: string | undefined;
}

/** What an event changed. A submission changes everything from nothing: that is what it is. */
export function tell(event: Pick<CertificateEvent, "action" | "changes">, types: Types): Told[] {
  return event.action === "submit" ? [] : event.changes.map((change) => toldOf(change, types));
}

function toldOf({ field, ...said }: FieldChange, types: Types): Told {
  const line = lineOf(field);
  const { label, words, added, removed } = line ? wayOfLine(line, types) : wayOf(field as Field);
  const before = words(said.before);
  const after = words(said.after);
  // Files of the same name are told apart by more than the name.
  if (before && before === after)
    return { field, label, before: undefined, after, note: t("history.another") };
  return { field, label, before, after, note: !before ? added : !after ? removed : undefined };
}

/** How something is told of. */
interface Way {
  label: string;
  words: (said: string | null | undefined) => string | undefined;
  added?: string;
  removed?: string;
}

interface Line {
  creditType: string;
  /** Which of the lines of that type, from 1. */
  number: number;
  said: "claimed" | "awarded" | { label: string };
}

const LINE =
  /^claims\.(?<type>[^.]+)(?:\.(?<number>\d+))?\.(?:(?<amount>claimed|awarded)|labels\.(?<label>[^.]+))$/;

/** What of which line a field is: `claims.cpe.claimed`, of the second line of its type `claims.cpe.2.claimed`. */
function lineOf(field: string): Line | undefined {
  const { type, number, amount, label } = LINE.exec(field)?.groups ?? {};
  if (!type) return undefined;
  return {
    creditType: type,
    number: Number(number ?? 1),
    said: label === undefined ? (amount as "claimed" | "awarded") : { label },
  };
}

function wayOfLine({ creditType, number, said }: Line, types: Types): Way {
  const type = types.get(creditType);
  const named = type?.name ?? creditType;
  const name = number > 1 ? t("labels.numbered", { name: named, number: String(number) }) : named;
  if (typeof said === "object") {
    return {
      label: t("history.label", { name, label: labelName(type, said.label) }),
      words: (choice) => (choice ? choiceName(type, said.label, choice) : undefined),
      added: t("history.added"),
      removed: t("history.removed"),
    };
  }
  return {
    label: t(`history.${said}`, { name }),
    words: (amount) => (amount ? [formatAmount(amount), type?.unit].filter(Boolean).join(" ") : undefined),
    ...lineWords(said),
  };
}

function lineWords(amount: "claimed" | "awarded"): Pick<Way, "added" | "removed"> {
  switch (amount) {
    case "claimed":
      return { added: t("history.line.claimed.added"), removed: t("history.line.claimed.removed") };
    case "awarded":
      return { removed: t("history.line.awarded.removed") };
  }
}

const asItIs = (said: string) => said;
const WORDS: Record<Field, (said: string) => string> = {
  kind: (said) => t(`kind.${said as Kind}`),
  title: asItIs,
  issuer: asItIs,
  certificate_number: asItIs,
  verification_link: asItIs,
  earned_on: spellDay,
  expires_on: spellDay,
  file: asItIs,
};

function wayOf(field: Field): Way {
  const absent = field === "expires_on" ? t("fields.neverExpires") : undefined;
  const words = lookUp(WORDS, field) ?? asItIs;
  return {
    label: t(`history.field.${field}`),
    words: (said) => (said ? words(said) : absent),
    added: t("history.added"),
    removed: t("history.removed"),
  };
}

/** What was awarded last on each line, whether or not it still stands. */
export function lastAwarded({
  claims,
  events,
}: Pick<CertificateWithHistory, "claims" | "events">): (string | undefined)[] {
  const awards = (event: CertificateEvent) =>
    event.changes.flatMap(({ field, after }): [string, string][] =>
      lineOf(field)?.said === "awarded" && after != null ? [[field, after]] : [],
    );
  const last = new Map(events.map(awards).findLast((found) => found.length > 0));
  return claims.map((_, place) => last.get(`${fieldOfLine(claims, place)}.awarded`));
}

export interface OpenDispute {
  by: Actor;
  /** In the order in which they came. */
  said: CertificateEvent[];
  /** What staff have changed since. */
  edited: CertificateEvent | undefined;
}

/** What the learner says is not right, as long as nobody has decided on it. */
export function openDispute({ events }: Pick<CertificateWithHistory, "events">): OpenDispute | undefined {
  // Every decision leads away from where disputes are.
  const since = events.slice(events.findLastIndex((event) => event.to_status !== "pending") + 1);
  const said = since.filter((event) => event.action === "dispute");
  const last = said.at(-1);
  if (!last) return undefined;
  return {
    by: last.actor,
    said,
    edited: since.findLast((event) => event.action === "edit" && event.version > last.version),
  };
}
