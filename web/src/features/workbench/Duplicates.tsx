import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { duplicatesOptions } from "../../api/queries/staff/reviews";
import type { StaffCertificate } from "../../api/types";
import { StatusPill } from "../../shared/StatusPill";
import { useAcademy } from "../../shared/staff/academy";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Link } from "../../ui/Link";
import { Row } from "../../ui/layout";
import { Notice } from "../../ui/Notice";
import css from "./Lists.module.css";

/** So many are shown at once, so that they do not push the certificate out of sight. */
const SHOWN = 3;

/** What looks like the same certificate. */
export function Duplicates({ certificate }: { certificate: StaffCertificate }) {
  const { id: academy } = useAcademy();
  const [all, setAll] = useState(false);
  const { data } = useQuery(duplicatesOptions(academy, certificate));
  const found = data?.items ?? [];
  const more = data?.more;
  if (!found.length && !more) return null;
  return (
    <Notice
      kind="warning"
      title={found.length ? t("review.duplicates", { count: found.length }) : t("review.moreDuplicates")}
    >
      <ul className={css.plain}>
        {found.slice(0, all ? undefined : SHOWN).map((other) => (
          <li key={`${other.learner_id} ${other.certificate_id}`}>
            <Row gap={2}>
              <Link to={`/console/queue/${other.learner_id}/${other.certificate_id}`}>{other.title}</Link>
              <StatusPill status={other.status} />
            </Row>
            <div className={css.soft}>
              {[
                ...other.why.map((why) => t(`why.${why}`)),
                ...(other.learner_id === certificate.learner_id ? [] : [t("review.anotherLearner")]),
              ].join(" · ")}
            </div>
          </li>
        ))}
      </ul>
      {!all && found.length > SHOWN && (
        <Button variant="quiet" size="small" onPress={() => setAll(true)}>
          {t("review.showAll", { count: found.length })}
        </Button>
      )}
      {more && found.length > 0 && <div className={css.soft}>{t("review.moreDuplicates")}</div>}
    </Notice>
  );
}
