import type { Certificate, Claim, CreditType } from "../api/types";
import { t } from "../text";
import css from "./Labels.module.css";
import { choiceName, labelName, labelsSaid } from "./lineLabels";

interface Props {
  claim: Claim;
  type: CreditType | undefined;
  /** Its place among the lines. */
  place: number;
  corrections: Certificate["corrections"];
}

/** What a line says of itself, and what was stated where a reviewer put it right. */
export function Labels({ claim, type, place, corrections }: Props) {
  const said = new Map(
    labelsSaid(claim.labels, type).map(({ id, label, choice }) => [id, { label, choice }]),
  );
  const prefix = `claims.${String(place)}.labels.`;
  for (const field of Object.keys(corrections)) {
    const id = field.startsWith(prefix) ? field.slice(prefix.length) : undefined;
    if (id && !said.has(id)) said.set(id, { label: labelName(type, id), choice: t("common.none") });
  }
  if (!said.size) return null;
  return (
    <ul className={css.labels}>
      {[...said].map(([id, { label, choice }]) => {
        const correction = corrections[`${prefix}${id}`];
        return (
          <li key={id}>
            {label}: {choice}
            {correction && (
              <span className={css.stated}>
                {t("certificate.corrected", {
                  stated: correction.stated ? choiceName(type, id, correction.stated) : t("common.none"),
                })}
              </span>
            )}
          </li>
        );
      })}
    </ul>
  );
}
