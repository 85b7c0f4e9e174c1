import type { Claim, CreditType } from "../api/types";
import { t } from "../text";
import { formatAmount } from "../text/format";
import { lineName } from "./lineLabels";
import css from "./Credits.module.css";

interface Props {
  claims: readonly Claim[];
  types: ReadonlyMap<string, CreditType>;
}

/** The lines of a certificate, short: what was awarded, or what is claimed. */
export function Credits({ claims, types }: Props) {
  return (
    <span className={css.credits}>
      {claims.map((claim, at) => {
        const type = types.get(claim.credit_type);
        const differs = claim.awarded != null && Number(claim.awarded) !== Number(claim.claimed);
        return (
          <span key={at}>
            <span className={css.amount}>{formatAmount(claim.awarded ?? claim.claimed)}</span>{" "}
            {lineName(claim, type)}
            {differs && (
              <span className={css.soft}>
                {" "}
                {t("certificates.ofClaimed", { amount: formatAmount(claim.claimed) })}
              </span>
            )}
          </span>
        );
      })}
    </span>
  );
}
