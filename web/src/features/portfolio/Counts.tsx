import { useQueries, useQuery } from "@tanstack/react-query";
import { linesOfOptions, statementOptions } from "../../api/queries/statement";
import type {
  CertificateWithHistory,
  Claim,
  CreditType,
  LabelFinding,
  Place,
  StatementLine,
  Status,
} from "../../api/types";
import { Labels } from "../../shared/Labels";
import { lastAwarded } from "../../shared/history";
import { nameOf, whyOf } from "../../shared/periodWords";
import { isPresent } from "../../shared/progress";
import { CountsHow } from "../../shared/Statement";
import { t, textsOf } from "../../text";
import { formatAmount } from "../../text/format";
import { cx } from "../../ui/cx";
import css from "./CertificatePage.module.css";

interface Props {
  certificate: CertificateWithHistory;
  types: ReadonlyMap<string, CreditType>;
  /** What the document says of the labels. */
  found: readonly LabelFinding[] | undefined;
  /** Light up where it stands. */
  onShow: (places: readonly Place[]) => void;
}

/** Of each line: what was claimed, what was awarded, what of it counts, and why not more. */
export function Counts({ certificate, types, found, onShow }: Props) {
  const lines = useLines(certificate);
  const before = lastAwarded(certificate);
  return (
    <ul className={css.lines}>
      {certificate.claims.map((claim, place) => (
        <Line
          key={place}
          claim={claim}
          type={types.get(claim.credit_type)}
          place={place}
          corrections={certificate.corrections}
          status={certificate.status}
          before={before[place]}
          found={found}
          onShow={onShow}
          {...lines[place]}
        />
      ))}
    </ul>
  );
}

interface Found {
  period?: string | undefined;
  line?: StatementLine | undefined;
}

/** What the statement says of each line; of what does not count it says nothing. */
function useLines(certificate: CertificateWithHistory): Found[] {
  const { id, status, claims, earned_on } = certificate;
  const counts = status === "approved" || status === "superseded" || status === "pending";
  const statement = useQuery({ ...statementOptions, enabled: counts });
  const periods = [...new Set(claims.map(({ credit_type }) => credit_type))].flatMap((credit_type) => {
    const found = statement.data?.find(
      (period) => period.credit_type === credit_type && isPresent(period, earned_on),
    );
    return counts && found ? [found] : [];
  });
  const lines = useQueries({
    queries: periods.map(({ credit_type, period }) => linesOfOptions(credit_type, period, id)),
  });
  return claims.map(({ credit_type }, place) => {
    const at = periods.findIndex((period) => period.credit_type === credit_type);
    return {
      period: periods[at]?.period,
      line: lines[at]?.data?.find(({ line }) => line === place),
    };
  });
}

interface LineProps extends Found {
  claim: Claim;
  place: number;
  corrections: CertificateWithHistory["corrections"];
  type: CreditType | undefined;
  status: Status;
  /** What had been awarded before that was taken back. */
  before: string | undefined;
  found: readonly LabelFinding[] | undefined;
  onShow: (places: readonly Place[]) => void;
}

function Line(props: LineProps) {
  const { claim, place, corrections, type, status, before, found, onShow, period, line } = props;
  const notAwarded: Partial<Record<Status, string>> = textsOf("certificate.notAwarded");
  const differs = claim.awarded != null && Number(claim.awarded) !== Number(claim.claimed);
  const why = line ? whyOf(line) : undefined;
  return (
    <li className={css.line}>
      <div className={css.type}>
        <h3>{type?.name ?? claim.credit_type}</h3>
        {line && <CountsHow counted={line.counted} />}
      </div>
      <Labels
        claim={claim}
        type={type}
        place={place}
        corrections={corrections}
        found={found}
        onShow={onShow}
      />
      <dl className={css.figures}>
        <Figure name={t("fields.claimed")} amount={claim.claimed} />
        {claim.awarded == null ? (
          <div>
            <dt>{t("fields.awarded")}</dt>
            <dd className={css.soft}>{notAwarded[status]}</dd>
          </div>
        ) : (
          <Figure name={t("fields.awarded")} amount={claim.awarded} marked={differs} />
        )}
        {line && period && (
          <Figure name={t("certificate.countsIn", { period: nameOf(period) })} amount={line.applied} marked />
        )}
      </dl>
      {claim.awarded == null && before && (
        <p className={css.soft}>{t("history.wasAwarded", { amount: formatAmount(before) })}</p>
      )}
      {why && <p className={css.soft}>{why}</p>}
    </li>
  );
}

function Figure({ name, amount, marked = false }: { name: string; amount: string; marked?: boolean }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd className={cx(css.figure, marked && css.marked)}>{formatAmount(amount)}</dd>
    </div>
  );
}
