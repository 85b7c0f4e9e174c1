import { type ReactNode, useState } from "react";
import type { Certificate } from "../api/types";
import { t } from "../text";
import { ButtonLink } from "../ui/ButtonLink";
import { Notice } from "../ui/Notice";
import { PageHeader } from "../ui/PageHeader";
import { type Sent, sentOf } from "./adding/sent";

interface Props {
  certificate: Pick<Certificate, "id" | "title" | "status" | "renewed_by">;
  pathOf: (certificateId: string) => string;
  /** The form of a renewal. */
  children: (sending: (answer: Promise<Certificate>) => Promise<Sent>) => ReactNode;
}

/** Renewing a certificate, where it can be; elsewhere why it cannot, and where to go from there. */
export function Renewable({ certificate: { id, title, status, renewed_by }, pathOf, children }: Props) {
  // What one has handed in oneself is no reason not to show its form any more.
  const [isSent, setSent] = useState(false);
  async function sending(answer: Promise<Certificate>): Promise<Sent> {
    setSent(true);
    try {
      return sentOf(await answer);
    } catch (error) {
      setSent(false);
      throw error;
    }
  }
  if (isSent || (status === "approved" && !renewed_by)) return children(sending);
  return (
    <>
      <PageHeader title={title} />
      <Notice
        kind="info"
        title={renewed_by ? t("renewal.openTitle") : t("renewal.closedTitle")}
        action={
          <ButtonLink to={pathOf(renewed_by ?? id)} size="small">
            {renewed_by ? t("renewal.showRenewal") : t("form.showTaken")}
          </ButtonLink>
        }
      >
        {renewed_by ? t("renewal.open") : t("renewal.closed", { status: t(`status.${status}`) })}
      </Notice>
    </>
  );
}
