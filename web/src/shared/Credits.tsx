import type { Claim, CreditType } from "../api/types";
import { t } from "../text";
import { formatAmount } from "../text/format";

/** The lines of a certificate, short: what was awarded, or what is claimed. */
export function Credits({ claims, types }: { claims: Claim[]; types: Map<string, CreditType> }) {
  return (
    <span className="credits">
      {claims.map((claim) => {
        const differs = claim.awarded != null && Number(claim.awarded) !== Number(claim.claimed);
        return (
          <span key={claim.credit_type} className="credit">
            <b>{formatAmount(claim.awarded ?? claim.claimed)}</b>{" "}
            {types.get(claim.credit_type)?.name ?? claim.credit_type}
            {differs && (
              <span className="soft">
                {" "}
                ({t("fields.claimed").toLocaleLowerCase()} {formatAmount(claim.claimed)})
              </span>
            )}
          </span>
        );
      })}
    </span>
  );
}
