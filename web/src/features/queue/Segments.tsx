import { Link, useSearchParams } from "react-router";
import type { ReviewStatus, ReviewTotals } from "../../api/types";
import { kindsOf } from "../../shared/kinds";
import { searchOfStatus } from "../../shared/staff/queue";
import { t, textsOf } from "../../text";
import { formatCount } from "../../text/format";
import css from "./Segments.module.css";

interface Props {
  status: ReviewStatus;
  /** Unknown, or under a filter: of what is filtered nobody counts how much there is. */
  totals: ReviewTotals["totals"] | undefined;
}

/** What waits, and what was decided: each with an address of its own. */
export function Segments({ status, totals }: Props) {
  const [address] = useSearchParams();
  return (
    <nav className={css.segments} aria-label={t("fields.status")}>
      {kindsOf(textsOf("queue.status")).map((one) => (
        <Link
          key={one}
          to={{ search: searchOfStatus(address, one) }}
          className={css.segment}
          {...(one === status && { "aria-current": "page" as const })}
        >
          {t(`queue.status.${one}`)}
          {totals && <span className={css.count}>{formatCount(totals[one])}</span>}
        </Link>
      ))}
    </nav>
  );
}
