import "../../text/rules";
import {
  ArrowDownToLine,
  ArrowUpToLine,
  BadgeCheck,
  GitFork,
  Layers,
  type LucideIcon,
  Split,
} from "lucide-react";
import { useId } from "react";
import { t } from "../../text";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import type { RuleKind } from "./kinds";
import css from "./Sentences.module.css";
import type { Said, SaidVersion } from "./sentences";

export const RULE_ICONS: Record<RuleKind, LucideIcon> = {
  at_least: ArrowUpToLine,
  at_most: ArrowDownToLine,
  confirmed: BadgeCheck,
  all_of: Layers,
  any_of: GitFork,
  disjoint: Split,
};

/** A version of a programme as text that anybody can read. */
export function Sentences({ said }: { said: SaidVersion }) {
  return (
    <div className={css.version}>
      <Part term={t("programmes.part.cycle")} lines={said.cycle} />
      <Part term={t("programmes.part.counts")} lines={said.counts} />
      <Asked rules={said.rules} />
      <Part term={t("programmes.part.after")} lines={said.after} />
    </div>
  );
}

function Part({ term, lines }: { term: string; lines: readonly string[] }) {
  if (lines.length === 0) return null;
  return (
    <div className={css.part}>
      <p className={css.term}>{term}</p>
      <div className={css.lines}>
        {lines.map((line) => (
          <p key={line}>{line}</p>
        ))}
      </div>
    </div>
  );
}

function Asked({ rules }: { rules: readonly Said[] }) {
  const id = useId();
  return (
    <div className={css.part}>
      <p className={css.term} id={id}>
        {t("programmes.part.asked")}
      </p>
      {rules.length ? (
        <Rules rules={rules} labelledBy={id} />
      ) : (
        <p className={css.lines}>{t("programmes.nothingAsked")}</p>
      )}
    </div>
  );
}

function Rules({ rules, labelledBy }: { rules: readonly Said[]; labelledBy?: string }) {
  return (
    <ul className={css.rules} aria-labelledby={labelledBy}>
      {rules.map((rule, at) => (
        <li key={`${at} ${rule.id}`} className={cx(css.rule, rule.kind === "at_most" && css.most)}>
          <span className={css.mark}>
            <Icon of={RULE_ICONS[rule.kind]} size={16} />
          </span>
          <div>
            <p className={css.sentence}>{rule.sentence}</p>
            {rule.of.length === 0 && rule.kind !== "confirmed" && <p className={css.name}>{rule.name}</p>}
          </div>
          {rule.of.length > 0 && <Rules rules={rule.of} />}
        </li>
      ))}
    </ul>
  );
}
