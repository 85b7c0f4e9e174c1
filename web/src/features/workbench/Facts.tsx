import { Fragment, type ReactNode } from "react";
import type { Claim, LabelFinding, Place, ReadField, StaffCertificate, Status } from "../../api/types";
import { Labels } from "../../shared/Labels";
import { lastAwarded } from "../../shared/history";
import { useAcademy } from "../../shared/staff/academy";
import { t, textsOf } from "../../text";
import { formatAmount, formatDay, formatInstant } from "../../text/format";
import { DescriptionList } from "../../ui/DescriptionList";
import { Link } from "../../ui/Link";
import css from "./Facts.module.css";

/** What the document says of a field that was stated; nothing where nothing was looked for. */
export type Beside = (field: ReadField) => ReactNode;

interface Props {
  certificate: StaffCertificate;
  learner: string;
  beside: Beside;
}

/** What was stated, each beside what the document says of it. */
export function Facts({ certificate, learner, beside }: Props) {
  const { corrections } = certificate;
  const was = (field: string, spell = (stated: string) => stated) => {
    const stated = corrections[field]?.stated;
    return (
      corrections[field] && (
        <div className={css.soft}>
          {t("certificate.corrected", { stated: stated ? spell(stated) : t("common.none") })}
        </div>
      )
    );
  };
  const fact = (term: string, value: ReactNode, ...more: ReactNode[]) => ({
    term,
    value: (
      <div className={css.value}>
        <div>{value}</div>
        {more}
      </div>
    ),
  });
  const items = [
    ...(beside("title") || corrections["title"]
      ? [fact(t("fields.title"), certificate.title, beside("title"), was("title"))]
      : []),
    fact(
      t("fields.learner"),
      <Link to={`/console/learners/${certificate.learner_id}`} quiet>
        {learner}
      </Link>,
      beside("learner"),
    ),
    fact(t("fields.issuer"), certificate.issuer ?? t("common.none"), beside("issuer"), was("issuer")),
    fact(
      t("fields.earnedOn"),
      formatDay(certificate.earned_on),
      beside("earned_on"),
      was("earned_on", formatDay),
    ),
    fact(
      t("fields.expiresOn"),
      certificate.expires_on ? formatDay(certificate.expires_on) : t("fields.neverExpires"),
      was("expires_on", formatDay),
    ),
    ...(certificate.certificate_number
      ? [fact(t("fields.certificateNumber"), certificate.certificate_number, beside("certificate_number"))]
      : []),
    ...(certificate.verification_link
      ? [
          fact(
            t("fields.verificationLink"),
            <Link to={certificate.verification_link} external>
              {new URL(certificate.verification_link).host}
            </Link>,
          ),
        ]
      : []),
    fact(t("fields.kind"), t(`kind.${certificate.kind}`)),
    fact(
      t("fields.submittedAt"),
      formatInstant(certificate.submitted_at),
      certificate.entered_on_behalf && (
        <div className={css.soft}>
          {t("certificate.enteredBy", { name: certificate.submitted_by.name ?? t("certificate.staff") })}
        </div>
      ),
    ),
  ];
  return <DescriptionList items={items.map((item, at) => ({ ...item, id: `${at}` }))} />;
}

interface ClaimsProps {
  certificate: StaffCertificate;
  beside: ReactNode;
  /** What the document says of the labels. */
  labels: readonly LabelFinding[] | undefined;
  onShow: (places: readonly Place[]) => void;
  /** Where the learner stands with a credit type, and what this does to it. */
  standing: (claim: Claim) => ReactNode;
}

/** What was claimed, what was awarded, and what that does to where the learner stands. */
export function Claims({ certificate, beside, labels, onShow, standing }: ClaimsProps) {
  const { types } = useAcademy();
  const { claims, status } = certificate;
  const before = lastAwarded(certificate);
  const isDecided = status !== "pending";
  const notAwarded: Partial<Record<Status, string>> = textsOf("certificate.notAwarded");
  return (
    <table className={css.claims}>
      <thead>
        <tr>
          <th scope="col">{t("fields.creditType")}</th>
          <th scope="col">{t("fields.claimed")}</th>
          {isDecided && <th scope="col">{t("fields.awarded")}</th>}
        </tr>
      </thead>
      <tbody>
        {claims.map((claim, at) => {
          const type = types.get(claim.credit_type);
          const was = before[at];
          const below = standing(claim);
          return (
            <Fragment key={at}>
              <tr>
                <th scope="row">
                  {type?.name ?? claim.credit_type}
                  <Labels
                    claim={claim}
                    type={type}
                    place={at}
                    corrections={certificate.corrections}
                    found={labels}
                    onShow={onShow}
                  />
                </th>
                <td>
                  {formatAmount(claim.claimed)} {type?.unit}
                  {at === 0 && beside}
                </td>
                {isDecided && (
                  <td>
                    {claim.awarded === null ? (
                      <span className={css.soft}>
                        {notAwarded[status]}
                        {was && <> {t("history.wasAwarded", { amount: formatAmount(was) })}</>}
                      </span>
                    ) : (
                      <b data-differs={Number(claim.awarded) !== Number(claim.claimed) || undefined}>
                        {formatAmount(claim.awarded)} {type?.unit}
                      </b>
                    )}
                  </td>
                )}
              </tr>
              {below && (
                <tr className={css.standing}>
                  <td colSpan={isDecided ? 3 : 2}>{below}</td>
                </tr>
              )}
            </Fragment>
          );
        })}
      </tbody>
    </table>
  );
}
