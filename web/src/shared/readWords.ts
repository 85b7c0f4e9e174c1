import type { CreditType } from "../api/types";
import { t } from "../text";
import { labelName } from "./lineLabels";
import { labelOf, type Readable } from "./reading";

/** What a field is called that was read; a label goes by the name that the academy gave it. */
export function whatWasRead(field: Readable, type: CreditType | undefined): string {
  const label = labelOf(field);
  return label === undefined
    ? t(`reading.what.${field as Exclude<Readable, `labels.${string}`>}`)
    : t("reading.label", { label: labelName(type, label) });
}
