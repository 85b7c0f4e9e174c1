import type { ReactNode } from "react";
import type { Certificate } from "../../api/types";
import { t } from "../../text";
import { formatDay, formatInstant } from "../../text/format";
import { DescriptionList } from "../../ui/DescriptionList";
import { Link } from "../../ui/Link";
import css from "./CertificatePage.module.css";

/** What a certificate says of itself, and what was stated before a reviewer put it right. */
export function Details({ certificate }: { certificate: Certificate }) {
  const { corrections, submitted_by } = certificate;
  const stated = (field: string, write: (was: string) => string = (was) => was) => {
    const correction = corrections[field];
    return (
      correction && (
        <Soft>
          {t("certificate.corrected", {
            stated: correction.stated ? write(correction.stated) : t("common.none"),
          })}
        </Soft>
      )
    );
  };
  const facts: [string, ReactNode][] = [
    [
      t("fields.issuer"),
      <>
        {certificate.issuer ?? t("common.none")}
        {stated("issuer")}
      </>,
    ],
    [
      t("fields.earnedOn"),
      <>
        {formatDay(certificate.earned_on)}
        {stated("earned_on", formatDay)}
      </>,
    ],
    [
      t("fields.expiresOn"),
      <>
        {certificate.expires_on ? formatDay(certificate.expires_on) : t("fields.neverExpires")}
        {stated("expires_on", formatDay)}
      </>,
    ],
    [t("fields.kind"), t(`kind.${certificate.kind}`)],
  ];
  if (certificate.certificate_number)
    facts.push([t("fields.certificateNumber"), certificate.certificate_number]);
  if (certificate.verification_link)
    facts.push([
      t("fields.verificationLink"),
      <Link key="link" to={certificate.verification_link} external>
        {new URL(certificate.verification_link).host}
      </Link>,
    ]);
  facts.push([
    t("fields.submittedAt"),
    <>
      {formatInstant(certificate.submitted_at)}
      {certificate.entered_on_behalf && (
        <Soft>{t("certificate.enteredFor", { name: submitted_by.name ?? t("certificate.staff") })}</Soft>
      )}
    </>,
  ]);
  return (
    <>
      {corrections["title"]?.stated && (
        <Soft>{t("certificate.correctedTitle", { stated: corrections["title"].stated })}</Soft>
      )}
      <DescriptionList items={facts.map(([term, value]) => ({ id: term, term, value }))} />
    </>
  );
}

const Soft = ({ children }: { children: ReactNode }) => <div className={css.soft}>{children}</div>;
