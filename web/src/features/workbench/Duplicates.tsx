import Alert from "@cloudscape-design/components/alert";
import Button from "@cloudscape-design/components/button";
import { useState } from "react";
import { useQuery } from "@tanstack/react-query";
import { duplicatesOptions } from "../../api/queries/staff/reviews";
import type { Certificate } from "../../api/types";
import { RouteLink } from "../../shared/RouteLink";
import { StatusPill } from "../../shared/StatusPill";
import { t } from "../../text";
import { useAcademy } from "../../shared/staff/academy";

/** So many are shown at once, so that they do not push the certificate out of sight. */
const SHOWN = 3;

export function Duplicates({ certificate }: { certificate: Certificate }) {
  const [all, setAll] = useState(false);
  const { id } = useAcademy();
  const { data } = useQuery(duplicatesOptions(id, certificate));
  const found = data?.items ?? [];
  const more = data?.more;
  if (!found.length && !more) return null;
  return (
    <Alert
      type="warning"
      header={found.length ? t("review.duplicates", { count: found.length }) : t("review.moreDuplicates")}
    >
      <ul className="plain">
        {found.slice(0, all ? undefined : SHOWN).map((other) => (
          <li key={`${other.learner_id} ${other.certificate_id}`}>
            <span className="review-line">
              <RouteLink href={`/console/queue/${other.learner_id}/${other.certificate_id}`}>
                {other.title}
              </RouteLink>
              <StatusPill status={other.status} />
            </span>
            <div className="soft">
              {[
                ...other.why.map((why) => t(`why.${why}`)),
                ...(other.learner_id === certificate.learner_id ? [] : [t("review.anotherLearner")]),
              ].join(" · ")}
            </div>
          </li>
        ))}
      </ul>
      {!all && found.length > SHOWN && (
        <Button variant="inline-link" onClick={() => setAll(true)}>
          {t("review.showAll", { count: found.length })}
        </Button>
      )}
      {more && found.length > 0 && <div className="soft">{t("review.moreDuplicates")}</div>}
    </Alert>
  );
}
