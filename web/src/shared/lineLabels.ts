/** What a line says of itself beside its credit type, in the academy's words. */

import type { Claim, CreditType } from "../api/types";

type Labels = Claim["labels"];

export interface Said {
  id: string;
  label: string;
  choice: string;
}

/** In the order in which the credit type asks; what it asks no more stands last, by its id. */
export function labelsSaid(labels: Labels, type: CreditType | undefined): Said[] {
  const asked = type?.labels ?? [];
  const others = Object.keys(labels).filter((id) => !asked.some((rule) => rule.id === id));
  return [...asked.map(({ id }) => id), ...others].flatMap((id) => {
    const choice = labels[id];
    return choice === undefined
      ? []
      : [{ id, label: labelName(type, id), choice: choiceName(type, id, choice) }];
  });
}

export function labelName(type: CreditType | undefined, label: string): string {
  return type?.labels.find(({ id }) => id === label)?.name ?? label;
}

export function choiceName(type: CreditType | undefined, label: string, choice: string): string {
  const choices = type?.labels.find(({ id }) => id === label)?.choices;
  return choices?.find(({ id }) => id === choice)?.name ?? choice;
}

/** A credit type with what its line says: "PDU · Ways of Working". */
export function lineName(
  { credit_type, labels }: Pick<Claim, "credit_type" | "labels">,
  type: CreditType | undefined,
): string {
  return [type?.name ?? credit_type, ...labelsSaid(labels, type).map(({ choice }) => choice)].join(" · ");
}

/** What can be chosen: what is retired only where it is chosen already. */
export function choicesOf(rule: CreditType["labels"][number], chosen: string | undefined) {
  const offered = rule.choices.filter(({ id, retired }) => !retired || id === chosen);
  return [
    ...offered.map(({ id, name }) => ({ value: id, label: name })),
    ...(chosen && !offered.some(({ id }) => id === chosen) ? [{ value: chosen, label: chosen }] : []),
  ];
}

/** By which name a line goes in a history: `claims.cpe`, and the second one of its type `claims.cpe.2`. */
export function fieldOfLine(claims: readonly Claim[], place: number): string {
  const type = claims[place]?.credit_type ?? "";
  const number = claims.slice(0, place + 1).filter(({ credit_type }) => credit_type === type).length;
  return number > 1 ? `claims.${type}.${String(number)}` : `claims.${type}`;
}
