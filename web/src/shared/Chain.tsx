import type { Certificate } from "../api/types";
import { t } from "../text";
import { Link } from "../ui/Link";
import css from "./Chain.module.css";

interface Props {
  certificate: Pick<Certificate, "status" | "renews" | "renewed_by">;
  /** Where another certificate of the same learner is looked at. */
  href: (certificateId: string) => string;
}

/** What a certificate renews, and what renews it. */
export function Chain({ certificate: { status, renews, renewed_by }, href }: Props) {
  if (!renews && !renewed_by) return null;
  return (
    <div className={css.chain}>
      {renews && (
        <p>
          {t("renewal.renews")} <Link to={href(renews)}>{t("renewal.showRenewed")}</Link>
        </p>
      )}
      {renewed_by && (
        <p>
          {status === "superseded" ? t("renewal.done") : t("renewal.waits")}{" "}
          <Link to={href(renewed_by)}>{t("renewal.showRenewal")}</Link>
        </p>
      )}
    </div>
  );
}
