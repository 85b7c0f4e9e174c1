import type { Certificate, StatusFilter } from "../../api/types";
import { standing } from "../../shared/StatusPill";
import { t } from "../../text";

const SHOWN: StatusFilter[] = ["active", "expiring", "pending", "changes_requested"];

interface Props {
  certificates: Certificate[];
  active: string | null;
  onChoose: (status: StatusFilter) => void;
}

/** The four numbers a learner looks for; each one filters the table. */
export function Summary({ certificates, active, onChoose }: Props) {
  return (
    <div className="summary" role="group" aria-label={t("certificates.summary")}>
      {SHOWN.map((status) => (
        <button
          key={status}
          type="button"
          className={`tile tile-${status}`}
          aria-pressed={active === status}
          onClick={() => onChoose(status)}
        >
          <span className="tile-number">
            {certificates.filter((certificate) => standing(certificate) === status).length.toLocaleString()}
          </span>
          <span className="tile-label">{t(`status.${status}`)}</span>
        </button>
      ))}
    </div>
  );
}
