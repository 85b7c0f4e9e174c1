import { CircleCheck, CircleDashed } from "lucide-react";
import type { Holding, ReportNode } from "../../api/types";
import { t } from "../../text";
import { formatAmount, formatList } from "../../text/format";
import { Card } from "../../ui/Card";
import { Icon } from "../../ui/Icon";
import { Grid } from "../../ui/layout";
import { Link } from "../../ui/Link";
import css from "./Holdings.module.css";
import { cycleWords, noCycleWords, Progress } from "./Progress";
import { missingIn } from "./report";
import { StateBadge } from "./StateBadge";
import { factName, spanOf } from "./words";

/** So many things that are missing are named. */
const NAMED = 3;

interface Props {
  holdings: readonly Holding[];
  href: (holding: Holding) => string;
  /** Of the names of the credentials, below the page's. */
  level?: 2 | 3;
  /** What staff said of those they refused stands elsewhere. */
  isSaid?: boolean;
}

/** Credentials beside each other: how far each is, and what is missing. */
export function Holdings({ holdings, href, level = 2, isSaid = false }: Props) {
  const Heading = `h${level}` as const;
  return (
    <Grid as="ul" min={340}>
      {holdings.map((holding) => (
        <Card key={holding.id} as="li" pressable>
          <div className={css.holding}>
            <div className={css.head}>
              <Heading className={css.name}>
                <Link to={href(holding)} quiet stretched>
                  {holding.programme_name}
                </Link>
              </Heading>
              <StateBadge state={holding.state} />
            </div>
            <p className={css.soft}>
              {[
                holding.stated.number && t("holding.number", { number: holding.stated.number }),
                holding.cycle && spanOf(holding.cycle),
              ]
                .filter(Boolean)
                .join(" · ")}
            </p>
            {holding.state === "refused" && holding.said && !isSaid && (
              <p className={css.said}>
                <strong>{t("holding.said")}</strong> {holding.said}
              </p>
            )}
            <How holding={holding} />
          </div>
        </Card>
      ))}
    </Grid>
  );
}

function How({ holding }: { holding: Holding }) {
  const { cycle, day, missing_facts, programme_name } = holding;
  const facts = missing_facts.length > 0 && (
    <p className={css.soft}>
      {t("holding.missingFacts", { facts: formatList(missing_facts.map(factName)) })}
    </p>
  );
  if (!cycle) {
    return (
      <>
        <p>{noCycleWords(holding)}</p>
        {facts}
      </>
    );
  }
  const missing = missingIn(cycle.nodes);
  const said = cycleWords(cycle);
  return (
    <>
      <Progress name={programme_name} cycle={cycle} day={day} legend />
      {said && (
        <p className={cycle.done ? css.done : undefined}>
          {cycle.done && <Icon of={CircleCheck} size={18} />}
          {said}
        </p>
      )}
      {missing.length > 0 && (
        <ul className={css.missing}>
          {missing.slice(0, NAMED).map((node) => (
            <li key={node.id}>
              <Icon of={CircleDashed} size={16} />
              <span>
                {node.name}
                <span className={css.soft}> · {amountOf(node)}</span>
              </span>
            </li>
          ))}
        </ul>
      )}
      {missing.length > NAMED && (
        <p className={css.soft}>{t("holding.more", { count: missing.length - NAMED })}</p>
      )}
      {facts}
    </>
  );
}

const amountOf = ({ kind, missing }: ReportNode) =>
  kind === "confirmed"
    ? t("holding.notConfirmedYet")
    : t("holding.missingHere", { amount: formatAmount(missing) });
