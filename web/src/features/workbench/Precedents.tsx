import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { precedentsOptions } from "../../api/queries/staff/reviews";
import type { Precedent, StaffCertificate } from "../../api/types";
import { useUser } from "../../session/useSession";
import { lineName } from "../../shared/lineLabels";
import { useAcademy } from "../../shared/staff/academy";
import { actor } from "../../shared/Timeline";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { Button } from "../../ui/Button";
import { Link } from "../../ui/Link";
import { Section } from "../../ui/Section";
import css from "./Lists.module.css";

const SHOWN = 3;

/** What was decided lately on certificates of the same issuer. */
export function Precedents({ certificate }: { certificate: StaffCertificate }) {
  const { id: academy } = useAcademy();
  const [all, setAll] = useState(false);
  const { data } = useQuery(precedentsOptions(academy, certificate));
  const found = data?.items.filter((one) => one.certificate_id !== certificate.id) ?? [];
  if (!found.length || !certificate.issuer) return null;
  return (
    <Section level={3} title={t("review.precedents", { issuer: certificate.issuer })}>
      <ul className={css.plain}>
        {found.slice(0, all ? undefined : SHOWN).map((one) => (
          <One key={`${one.certificate_id} ${one.at}`} precedent={one} />
        ))}
      </ul>
      {!all && found.length > SHOWN && (
        <Button variant="quiet" size="small" onPress={() => setAll(true)}>
          {t("review.showAll", { count: found.length })}
        </Button>
      )}
    </Section>
  );
}

function One({
  precedent: { learner_id, certificate_id, title, action, at, by, reason, comment, claims },
}: {
  precedent: Precedent;
}) {
  const { types } = useAcademy();
  const { id: me } = useUser();
  const awarded = claims.flatMap((claim) =>
    claim.awarded === null
      ? []
      : [`${formatAmount(claim.awarded)} ${lineName(claim, types.get(claim.credit_type))}`],
  );
  return (
    <li className={css.precedent}>
      <span>
        <b>{t(`certificate.action.${action}`)}</b>{" "}
        <Link to={`/console/queue/${learner_id}/${certificate_id}`} quiet>
          {title}
        </Link>
      </span>
      <span className={css.soft}>{[actor(by, me), formatDay(at.slice(0, 10)), ...awarded].join(" · ")}</span>
      {(reason ?? comment) && (
        <div className={css.said}>
          {reason && <div>{reason.text}</div>}
          {comment}
        </div>
      )}
    </li>
  );
}
