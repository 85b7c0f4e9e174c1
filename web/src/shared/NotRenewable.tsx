import type { Certificate } from "../api/types";
import { t } from "../text";
import { ButtonLink } from "../ui/ButtonLink";
import { Notice } from "../ui/Notice";
import { PageHeader } from "../ui/PageHeader";

interface Props {
  certificate: Pick<Certificate, "title" | "status">;
  /** Where the certificate is looked at, and the renewal that it has. */
  here: string;
  renewal: string | undefined;
}

/** Why a certificate cannot be renewed, and where to go from there. */
export function NotRenewable({ certificate: { title, status }, here, renewal }: Props) {
  return (
    <>
      <PageHeader title={title} />
      <Notice
        kind="info"
        title={renewal ? t("renewal.openTitle") : t("renewal.closedTitle")}
        action={
          <ButtonLink to={renewal ?? here} size="small">
            {renewal ? t("renewal.showRenewal") : t("form.showTaken")}
          </ButtonLink>
        }
      >
        {renewal ? t("renewal.open") : t("renewal.closed", { status: t(`status.${status}`) })}
      </Notice>
    </>
  );
}
