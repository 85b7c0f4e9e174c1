import { CircleCheck, CircleDashed, CircleMinus, Gauge, type LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import type { Figures, ReportNode, RequirementKind } from "../../api/types";
import { t } from "../../text";
import { formatAmount } from "../../text/format";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { lookUp } from "../kinds";
import { FiguresBar } from "./FiguresBar";
import css from "./Tree.module.css";
import { spanOf } from "./words";

interface Props {
  nodes: readonly ReportNode[];
  /** What else stands with a requirement: what can be done about it, who confirmed it. */
  beside?: (node: ReportNode) => ReactNode;
}

/** What is asked, as the body lists it: how much there is, waits, is needed and missing. */
export function Tree({ nodes, beside }: Props) {
  return (
    <ul className={css.tree}>
      {nodes.map((node) => (
        <Node key={node.id} node={node} beside={beside} />
      ))}
    </ul>
  );
}

interface NodeProps {
  node: ReportNode;
  beside: Props["beside"];
  /** Why it is this one of several alternatives. */
  chosen?: string | undefined;
}

type Standing = "done" | "open" | "limit" | "none";

const SIGNS: Record<Standing, LucideIcon> = {
  done: CircleCheck,
  open: CircleDashed,
  limit: Gauge,
  none: CircleMinus,
};

function standingOf({ kind, asked, done }: ReportNode): Standing {
  if (!asked) return "none";
  if (kind === "at_most") return "limit";
  return done ? "done" : "open";
}

function Node({ node, beside, chosen }: NodeProps) {
  const standing = standingOf(node);
  return (
    <li className={cx(css.node, css[standing])}>
      <div className={css.head}>
        <span className={css.sign}>
          <Icon of={SIGNS[standing]} size={20} />
        </span>
        <div className={css.words}>
          <span className={css.name}>{node.name}</span>
          {chosen && <span className={css.soft}>{chosen}</span>}
          {!node.asked && node.why_not && (
            <span className={css.soft}>{t(`holding.notAsked.${node.why_not}`)}</span>
          )}
        </div>
        {standing === "done" && <span className={css.mark}>{t("holding.reached")}</span>}
        {standing === "open" && <Missing node={node} />}
      </div>
      {/* What is not asked of a credential has no figures worth reading. */}
      {(node.asked || node.figures.some(({ have }) => Number(have) > 0)) && (
        <Body node={node} beside={beside} />
      )}
      {beside?.(node)}
    </li>
  );
}

function Missing({ node: { kind, missing } }: { node: ReportNode }) {
  const words =
    kind === "confirmed" || Number(missing) === 0
      ? t("holding.open")
      : t("holding.missingHere", { amount: formatAmount(missing) });
  return <span className={css.mark}>{words}</span>;
}

const BODIES: Record<RequirementKind, (props: NodeProps) => ReactNode> = {
  at_least: ({ node }) => <Windows node={node} />,
  at_most: ({ node }) => <Windows node={node} />,
  confirmed: ({ node }) =>
    !node.done && <p className={cx(css.inside, css.soft)}>{t("holding.confirmedNo")}</p>,
  all_of: Below,
  any_of: Below,
  disjoint: Below,
};

function Body(props: NodeProps) {
  return lookUp(BODIES, props.node.kind)?.(props);
}

function Below({ node, beside }: NodeProps) {
  const { kind, of, chosen } = node;
  return (
    <div className={css.inside}>
      <p className={css.soft}>{t(`holding.kind.${kind}`)}</p>
      <ul className={css.tree}>
        {of.map((below) => (
          <Node key={below.id} node={below} beside={beside} chosen={chosenWords(below.id, chosen)} />
        ))}
      </ul>
    </div>
  );
}

function chosenWords(id: string, chosen: ReportNode["chosen"]): string | undefined {
  if (!chosen.includes(id)) return undefined;
  return chosen.every((one) => one === id) ? t("holding.chosen") : t("holding.chosenIn");
}

function Windows({ node }: { node: ReportNode }) {
  const several = node.figures.length > 1;
  return (
    <ul className={cx(css.inside, css.windows)}>
      {node.figures.map((figures) => (
        <li key={figures.starts_on} className={css.window}>
          <div className={css.figures}>
            {several && <span className={css.soft}>{spanOf(figures)}</span>}
            <span className={css.amount}>{amountWords(node.kind, figures)}</span>
          </div>
          {figures.asked ? (
            <FiguresBar
              name={several ? `${node.name}, ${spanOf(figures)}` : node.name}
              figures={figures}
              size="small"
            />
          ) : (
            several &&
            figures.why_not && <span className={css.soft}>{t(`holding.notAsked.${figures.why_not}`)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}

function amountWords(kind: RequirementKind, { have, waiting, needed }: Figures): string {
  const told = { have: formatAmount(have), needed: formatAmount(needed) };
  if (kind === "at_most") {
    return Number(have) >= Number(needed) ? t("holding.full", told) : t("holding.room", told);
  }
  return Number(waiting) > 0
    ? t("holding.barWaiting", { ...told, waiting: formatAmount(waiting) })
    : t("holding.bar", told);
}
