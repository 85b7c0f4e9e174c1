import {
  Check as Tick,
  CircleCheck,
  CircleDashed,
  CircleMinus,
  Clock,
  type LucideIcon,
  X,
} from "lucide-react";
import type { ReportLine, ReportNode } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatDay } from "../../text/format";
import { cx } from "../../ui/cx";
import { Disclosure } from "../../ui/Disclosure";
import { Icon } from "../../ui/Icon";
import { Link } from "../../ui/Link";
import { VisuallyHidden } from "../../ui/VisuallyHidden";
import css from "./Lines.module.css";
import { checkWords, lineWords, namesIn } from "./words";

interface Props {
  lines: readonly ReportLine[];
  nodes: ReadonlyMap<string, ReportNode>;
  /** Where a line's certificate is looked at. */
  href: (certificateId: string) => string;
}

type How = "full" | "part" | "none" | "waits";

const SIGNS: Record<How, LucideIcon> = {
  full: CircleCheck,
  part: CircleDashed,
  none: CircleMinus,
  waits: Clock,
};

function howOf({ waiting, counted, credits }: ReportLine): How {
  if (waiting) return "waits";
  if (Number(counted) === 0) return "none";
  return Number(counted) < Number(credits) ? "part" : "full";
}

/** What each line counts for, and rule by rule why, or why not. */
export function Lines({ lines, ...more }: Props) {
  return (
    <ul className={css.lines}>
      {lines.map((line) => (
        <Line key={`${line.certificate_id} ${line.line} ${line.carried_from ?? ""}`} line={line} {...more} />
      ))}
    </ul>
  );
}

function Line({ line, nodes, href }: Omit<Props, "lines"> & { line: ReportLine }) {
  const how = howOf(line);
  const crossed = line.checks.filter(({ kept }) => !kept);
  const facts = [
    line.carried_from && t("holding.lineCarried", { day: formatDay(line.carried_from) }),
    Number(line.carried_out) > 0 && t("holding.lineGoesOn", { amount: formatAmount(line.carried_out) }),
    Number(line.backfilled) > 0 && t("holding.lineFills", { amount: formatAmount(line.backfilled) }),
  ].filter(Boolean);
  const says = (check: ReportLine["checks"][number]) => checkWords(check, nodes, line.earned_on);
  return (
    <li className={css.line}>
      <div className={css.head}>
        <div className={css.about}>
          <Link to={href(line.certificate_id)}>{line.title}</Link>
          <span className={css.soft}>{formatDay(line.earned_on)}</span>
        </div>
        <span className={cx(css.how, css[how])}>
          <Icon of={SIGNS[how]} size={16} />
          {lineWords(line)}
        </span>
      </div>
      {facts.map((fact) => (
        <p key={String(fact)} className={css.soft}>
          {fact}
        </p>
      ))}
      {line.serves.length > 0 && (
        <p className={css.soft}>{t("holding.serves", { names: namesIn(line.serves, nodes) })}</p>
      )}
      {/* That it waits is said already. */}
      {(how === "none" || how === "part") && <Checks checks={crossed} says={says} />}
      {line.checks.length > crossed.length && (
        <Disclosure summary={<span className={css.why}>{t("holding.why")}</span>}>
          <Checks checks={line.checks} says={says} />
        </Disclosure>
      )}
    </li>
  );
}

interface ChecksProps {
  checks: ReportLine["checks"];
  says: (check: ReportLine["checks"][number]) => string;
}

function Checks({ checks, says }: ChecksProps) {
  if (checks.length === 0) return null;
  return (
    <ul className={css.checks}>
      {checks.map((check) => (
        <li key={`${check.rule} ${check.requirement ?? ""}`} className={check.kept ? css.kept : css.broken}>
          <Icon of={check.kept ? Tick : X} size={16} />
          <span>
            <VisuallyHidden>{check.kept ? t("holding.kept") : t("holding.broken")}: </VisuallyHidden>
            {says(check)}
          </span>
        </li>
      ))}
    </ul>
  );
}
