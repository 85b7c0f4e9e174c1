import type { Certificate, Claim, CreditType, LabelFinding, Place } from "../api/types";
import { t } from "../text";
import { FoundLabel } from "./Found";
import css from "./Labels.module.css";
import { choiceName, labelName, labelsSaid } from "./lineLabels";

interface Props {
  claim: Claim;
  type: CreditType | undefined;
  /** Its place among the lines. */
  place: number;
  corrections: Certificate["corrections"];
  /** What the document says of the labels of all lines. */
  found?: readonly LabelFinding[] | undefined;
  /** Light up where it stands. */
  onShow: (places: readonly Place[]) => void;
}

/** What a line says of itself, whether the document says so, and what was stated where a reviewer put it right. */
export function Labels({ claim, type, place, corrections, found, onShow }: Props) {
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
        const finding = found?.find((one) => one.line === place && one.label === id);
        const correction = corrections[`${prefix}${id}`];
        return (
          <li key={id}>
            {label}: {choice}
            {finding && <FoundLabel finding={finding} name={label} onShow={onShow} />}
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
