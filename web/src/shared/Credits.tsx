import type { Claim, CreditType } from "../api/types";
import { t } from "../text";
import { formatAmount } from "../text/format";
import css from "./Credits.module.css";

interface Props {
  claims: readonly Claim[];
  types: ReadonlyMap<string, CreditType>;
}

/** The lines of a certificate, short: what was awarded, or what is claimed. */
export function Credits({ claims, types }: Props) {
  return (
    <span className={css.credits}>
      {claims.map((claim) => {
        const differs = claim.awarded != null && Number(claim.awarded) !== Number(claim.claimed);
        return (
          <span key={claim.credit_type}>
            <span className={css.amount}>{formatAmount(claim.awarded ?? claim.claimed)}</span>{" "}
            {types.get(claim.credit_type)?.name ?? claim.credit_type}
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
