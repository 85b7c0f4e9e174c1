import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { outlookOptions } from "../../api/queries/certificates";
import type { CertificateWithHistory, StatusFilter } from "../../api/types";
import { refusedFile } from "../../api/wrongFields";
import { Dispute } from "../../shared/Dispute";
import { openDispute } from "../../shared/history";
import { daysUntil } from "../../shared/progress";
import { Said } from "../../shared/Said";
import { standing } from "../../shared/StatusPill";
import { lookUp } from "../../shared/kinds";
import { t } from "../../text";
import { formatDay, today } from "../../text/format";
import { Notice } from "../../ui/Notice";
import css from "./CertificatePage.module.css";

type Certificate = CertificateWithHistory;

/** What happens next, and whether it is up to the learner: first a sentence, then what it rests on. */
export function NextStep({ certificate }: { certificate: Certificate }) {
  const { file, status } = certificate;
  const dispute = openDispute(certificate);
  if (dispute) {
    return (
      <Dispute dispute={dispute} reader={certificate.learner_id}>
        {t("dispute.waiting")}
      </Dispute>
    );
  }
  const isOpen = status === "pending" || status === "changes_requested";
  if (isOpen && file?.state === "rejected") {
    return (
      <Notice kind="error" title={t("certificate.fileRejected")}>
        <p>{refusedFile(file.reason) ?? file.explanation}</p>
        <p>{t("certificate.next.refused")}</p>
      </Notice>
    );
  }
  return (
    <div className={css.next}>
      <p className={css.sentence}>{sentence(certificate)}</p>
      <Said certificate={certificate} />
      {status === "pending" && file?.state !== "waiting" && <Outlook certificate={certificate} />}
    </div>
  );
}

const asDay = ({ expires_on }: Certificate) => expires_on ?? today();

const SENTENCES: Record<StatusFilter, (certificate: Certificate) => string> = {
  pending: ({ file }) =>
    file?.state === "waiting" ? t("certificate.next.checking") : t("certificate.next.pending"),
  changes_requested: ({ entered_on_behalf }) =>
    entered_on_behalf ? t("certificate.mended") : t("certificate.next.changes"),
  approved: () => t("certificate.next.active"),
  active: () => t("certificate.next.active"),
  expiring: (certificate) =>
    t("certificate.next.expiring", {
      day: formatDay(asDay(certificate)),
      days: Math.max(0, daysUntil(asDay(certificate), today())),
    }),
  expired: (certificate) => t("certificate.next.expired", { day: formatDay(asDay(certificate)) }),
  declined: () => t("certificate.next.declined"),
  withdrawn: () => t("certificate.next.withdrawn"),
  revoked: () => t("certificate.next.revoked"),
  superseded: () => t("certificate.next.superseded"),
};

/** Nothing of a status that is newer than this portal. */
const sentence = (certificate: Certificate) => lookUp(SENTENCES, standing(certificate))?.(certificate);

/** How long it will take, as well as the academy's own pace tells. */
function Outlook({ certificate }: { certificate: Certificate }): ReactNode {
  const { data: value } = useQuery(outlookOptions(certificate));
  if (!value) return null;
  const facts: [string, string][] = [
    [t("outlook.ahead"), t("outlook.place", { ahead: value.ahead, exact: value.ahead_is_exact })],
    [t("outlook.expected"), formatDay(value.expected_on)],
    [t("outlook.promised"), formatDay(value.due_on)],
  ];
  return (
    <div className={css.outlook} role="group" aria-label={t("outlook.title")}>
      <dl className={css.figures}>
        {facts.map(([name, fact]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd className={css.figure}>{fact}</dd>
          </div>
        ))}
      </dl>
      <p className={css.soft}>
        {value.overdue
          ? t("outlook.overdue")
          : value.based_on > 0
            ? t("outlook.basedOn", { count: value.based_on })
            : t("outlook.noBasis")}
      </p>
    </div>
  );
}
