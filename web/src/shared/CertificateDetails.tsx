import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { Certificate, CertificateWithHistory, CreditType, ReadField, Status } from "../api/types";
import { t, textsOf } from "../text";
import { formatAmount, formatDay, formatInstant } from "../text/format";
import { lastAwarded } from "./history";

interface Props {
  certificate: Certificate;
  columns?: number;
  /** What to say beside a field that was stated; fields that stand elsewhere are then told here, too. */
  beside?: (field: ReadField) => ReactNode;
  /** What the learner is called, where that is checked, too. */
  learner?: string;
}

export function CertificateDetails({ certificate, columns = 2, beside, learner }: Props) {
  const { corrections } = certificate;
  const corrected = (field: string, value: ReactNode, stated = (was: string) => was) => {
    const correction = corrections[field];
    if (!correction) return value;
    return (
      <>
        {value}
        <div className="soft">
          {t("certificate.corrected", {
            stated: correction.stated ? stated(correction.stated) : t("common.none"),
          })}
        </div>
      </>
    );
  };
  const checked = (field: ReadField, value: ReactNode) => {
    const says = beside?.(field);
    return says ? (
      <>
        <div>{value}</div>
        {says}
      </>
    ) : (
      value
    );
  };
  const items: KeyValuePairsProps.Item[] = [
    ...(beside
      ? [
          { label: t("fields.title"), value: checked("title", certificate.title) },
          { label: t("fields.learner"), value: checked("learner", learner) },
        ]
      : []),
    {
      label: t("fields.issuer"),
      value: checked("issuer", corrected("issuer", certificate.issuer ?? t("common.none"))),
    },
    {
      label: t("fields.earnedOn"),
      value: checked("earned_on", corrected("earned_on", formatDay(certificate.earned_on), formatDay)),
    },
    {
      label: t("fields.expiresOn"),
      value: corrected(
        "expires_on",
        certificate.expires_on ? formatDay(certificate.expires_on) : t("fields.neverExpires"),
        formatDay,
      ),
    },
    { label: t("fields.kind"), value: t(`kind.${certificate.kind}`) },
    {
      label: t("fields.certificateNumber"),
      value: checked("certificate_number", certificate.certificate_number ?? t("common.none")),
    },
    {
      label: t("fields.verificationLink"),
      value: certificate.verification_link ? (
        <Link href={certificate.verification_link} external externalIconAriaLabel={t("fields.opensInNewTab")}>
          {new URL(certificate.verification_link).host}
        </Link>
      ) : (
        t("common.none")
      ),
    },
    {
      label: t("fields.submittedAt"),
      value: (
        <>
          {formatInstant(certificate.submitted_at)}
          {certificate.entered_on_behalf && (
            <div className="soft">
              {t("certificate.enteredBy", { name: certificate.submitted_by.name ?? t("certificate.staff") })}
            </div>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      {corrections["title"]?.stated && (
        <p className="soft">{t("certificate.correctedTitle", { stated: corrections["title"].stated })}</p>
      )}
      <KeyValuePairs columns={columns} items={items} />
    </>
  );
}

interface ClaimsProps {
  certificate: CertificateWithHistory;
  types: ReadonlyMap<string, CreditType>;
  /** What to say beside what was claimed. */
  beside?: ReactNode;
}

/** What was claimed beside what was awarded, and what had been awarded before that was taken back. */
export function Claims({ certificate, types, beside }: ClaimsProps) {
  const before = lastAwarded(certificate.events);
  const notAwarded: Partial<Record<Status, string>> = textsOf("certificate.notAwarded");
  return (
    <table className="claims">
      <thead>
        <tr>
          <th scope="col">{t("fields.creditType")}</th>
          <th scope="col">{t("fields.claimed")}</th>
          <th scope="col">{t("fields.awarded")}</th>
        </tr>
      </thead>
      <tbody>
        {certificate.claims.map((claim, at) => {
          const type = types.get(claim.credit_type);
          const differs = claim.awarded != null && Number(claim.awarded) !== Number(claim.claimed);
          const was = before.get(claim.credit_type);
          return (
            <tr key={claim.credit_type}>
              <th scope="row">{type?.name ?? claim.credit_type}</th>
              <td>
                {formatAmount(claim.claimed)}
                {at === 0 && beside && <div>{beside}</div>}
              </td>
              <td>
                {claim.awarded == null ? (
                  <>
                    <span className="soft">{notAwarded[certificate.status]}</span>
                    {was && <div>{t("history.wasAwarded", { amount: formatAmount(was) })}</div>}
                  </>
                ) : (
                  <b className={differs ? "differs" : undefined}>{formatAmount(claim.awarded)}</b>
                )}
              </td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}
