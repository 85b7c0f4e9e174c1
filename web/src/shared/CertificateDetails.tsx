import KeyValuePairs, { type KeyValuePairsProps } from "@cloudscape-design/components/key-value-pairs";
import Link from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import type { Certificate, CertificateWithHistory, CreditType, ReadField } from "../api/types";
import { text } from "../text";
import { formatAmount, formatDay, formatInstant } from "./format";
import { lastAwarded } from "./history";
import { lookUp, nameOf } from "./kinds";

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
          {text.certificate.corrected(correction.stated ? stated(correction.stated) : text.common.none)}
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
          { label: text.fields.title, value: checked("title", certificate.title) },
          { label: text.fields.learner, value: checked("learner", learner) },
        ]
      : []),
    {
      label: text.fields.issuer,
      value: checked("issuer", corrected("issuer", certificate.issuer ?? text.common.none)),
    },
    {
      label: text.fields.earnedOn,
      value: checked("earned_on", corrected("earned_on", formatDay(certificate.earned_on), formatDay)),
    },
    {
      label: text.fields.expiresOn,
      value: corrected(
        "expires_on",
        certificate.expires_on ? formatDay(certificate.expires_on) : text.fields.neverExpires,
        formatDay,
      ),
    },
    { label: text.fields.kind, value: nameOf(text.kind, certificate.kind) },
    {
      label: text.fields.certificateNumber,
      value: checked("certificate_number", certificate.certificate_number ?? text.common.none),
    },
    {
      label: text.fields.verificationLink,
      value: certificate.verification_link ? (
        <Link href={certificate.verification_link} external externalIconAriaLabel={text.fields.opensInNewTab}>
          {new URL(certificate.verification_link).host}
        </Link>
      ) : (
        text.common.none
      ),
    },
    {
      label: text.fields.submittedAt,
      value: (
        <>
          {formatInstant(certificate.submitted_at)}
          {certificate.entered_on_behalf && (
            <div className="soft">
              {text.certificate.enteredBy(certificate.submitted_by.name ?? text.certificate.staff)}
            </div>
          )}
        </>
      ),
    },
  ];
  return (
    <>
      {corrections["title"]?.stated && (
        <p className="soft">{text.certificate.correctedTitle(corrections["title"].stated)}</p>
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
  return (
    <table className="claims">
      <thead>
        <tr>
          <th scope="col">{text.fields.creditType}</th>
          <th scope="col">{text.fields.claimed}</th>
          <th scope="col">{text.fields.awarded}</th>
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
                    <span className="soft">{lookUp(text.certificate.notAwarded, certificate.status)}</span>
                    {was && <div>{text.history.wasAwarded(formatAmount(was))}</div>}
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
