import "../../text/rules";
import {
  ArrowDown,
  ArrowUp,
  ChevronRight,
  CircleAlert,
  CornerLeftUp,
  CornerRightDown,
  Copy,
  Plus,
  Trash2,
} from "lucide-react";
import { type KeyboardEvent, useEffect, useId, useRef } from "react";
import type { Programme } from "../../api/types";
import type { Rule, RuleKind, Version } from "../../shared/programmes/kinds";
import { RULE_ICONS } from "../../shared/programmes/Sentences";
import type { Said } from "../../shared/programmes/sentences";
import { t } from "../../text";
import { cx } from "../../ui/cx";
import { Icon } from "../../ui/Icon";
import { MenuButton } from "../../ui/MenuButton";
import type { MenuEntry } from "../../ui/Menu";
import { say } from "../../ui/toast";
import css from "./Builder.module.css";
import {
  addRule,
  freeId,
  getIn,
  moveInto,
  moveOut,
  moveRule,
  newRule,
  type Path,
  placeOf,
  removeRule,
} from "./draft";
import { useDrafting } from "./drafting";
import { RULE_KINDS, RuleEditor } from "./RuleEditor";

export interface TreeState {
  /** Which requirement is opened to be changed. */
  open: Path | undefined;
  setOpen: (path: Path | undefined) => void;
  /** Which one shall have the focus, once it stands there. */
  focus: Path | undefined;
  setFocus: (path: Path | undefined) => void;
}

interface Props extends TreeState {
  /** Of the version. */
  path: Path;
  version: Version;
  said: readonly Said[];
}

/** What is asked, to be changed: opened one at a time, moved by buttons or keys. */
export function RuleTree({ path, version, said, ...state }: Props) {
  return (
    <Level
      list={`${path}.requires`}
      rules={version.requires}
      said={said}
      label={t("programmes.tree.label")}
      within={undefined}
      version={version}
      {...state}
    />
  );
}

interface LevelProps extends TreeState {
  list: Path;
  rules: readonly Rule[];
  said: readonly Said[];
  /** What the list is called. */
  label: string;
  /** The kind of group that it is the inside of. */
  within: RuleKind | undefined;
  version: Version;
}

function Level({ list, rules, said, label, within, version, ...state }: LevelProps) {
  const { put, programme, wrongAt } = useDrafting();
  const kinds = within === "disjoint" ? RULE_KINDS.filter((kind) => kind === "at_least") : RULE_KINDS;
  const error = within && wrongAt(list);
  function add(kind: RuleKind) {
    const path = `${list}.${rules.length}`;
    put(addRule(programme, list, newRule(kind, freeId(version, `rule-${rules.length + 1}`))));
    state.setOpen(path);
    state.setFocus(path);
  }
  return (
    <div className={css.level}>
      {rules.length > 0 && (
        <ul className={css.tree} aria-label={label}>
          {rules.map((rule, at) => (
            <Node
              // What is moved is another one in its place; what is renamed stays.
              key={at}
              path={`${list}.${at}`}
              rule={rule}
              said={said[at]}
              version={version}
              within={within}
              isLast={at === rules.length - 1}
              {...state}
            />
          ))}
        </ul>
      )}
      {error && <p className={css.wrong}>{error}</p>}
      <div>
        <MenuButton
          label={within ? t("programmes.tree.addInside", { name: label }) : t("programmes.tree.add")}
          size="small"
          icon={Plus}
          groups={[
            {
              title: t("programmes.rule.kind"),
              hideTitle: true,
              items: kinds.map((kind) => ({
                id: kind,
                label: t(`programmes.kind.${kind}`),
                hint: t(`programmes.kindHelp.${kind}`),
                icon: RULE_ICONS[kind],
                onAction: () => add(kind),
              })),
            },
          ]}
        />
      </div>
    </div>
  );
}

interface NodeProps extends TreeState {
  path: Path;
  rule: Rule;
  said: Said | undefined;
  version: Version;
  within: RuleKind | undefined;
  isLast: boolean;
}

function Node({ path, rule, said, version, within, isLast, ...state }: NodeProps) {
  const { programme, put, isWrong } = useDrafting();
  const id = useId();
  const head = useRef<HTMLButtonElement>(null);
  const { open, setOpen, focus, setFocus } = state;
  const isOpen = open === path;
  const name = rule.name || t("programmes.tree.unnamed");
  const below = "of" in rule ? rule.of : undefined;
  // What stands below it has marks of its own.
  const wrong = isWrong(path) && !(below?.some((_, at) => isWrong(`${path}.of.${at}`)) ?? false);

  useEffect(() => {
    if (focus !== path) return;
    head.current?.focus();
    setFocus(undefined);
  }, [focus, path, setFocus]);

  function move(moved: [Programme, Path] | undefined) {
    if (!moved) return;
    const [next, to] = moved;
    put(next);
    if (isOpen) setOpen(to);
    setFocus(to);
    const { list, at } = placeOf(to);
    say(t("programmes.tree.moved", { name, place: at + 1, of: (getIn(next, list) as Rule[]).length }));
  }

  function onKeyDown(event: KeyboardEvent) {
    if (!event.altKey) return;
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key] as -1 | 1 | undefined;
    if (!by) return;
    event.preventDefault();
    move(moveRule(programme, path, by));
  }

  const { list, at } = placeOf(path);
  const into = moveInto(programme, path);
  const out = moveOut(programme, path);
  const entries: MenuEntry[] = [
    {
      id: "up",
      label: t("programmes.tree.up"),
      icon: ArrowUp,
      disabled: at === 0,
      onAction: () => move(moveRule(programme, path, -1)),
    },
    {
      id: "down",
      label: t("programmes.tree.down"),
      icon: ArrowDown,
      disabled: isLast,
      onAction: () => move(moveRule(programme, path, 1)),
    },
    ...(into
      ? [{ id: "into", label: t("programmes.tree.into"), icon: CornerRightDown, onAction: () => move(into) }]
      : []),
    ...(out
      ? [{ id: "out", label: t("programmes.tree.out"), icon: CornerLeftUp, onAction: () => move(out) }]
      : []),
    {
      id: "copy",
      label: t("programmes.tree.copy"),
      icon: Copy,
      onAction: () => {
        const rules = getIn(programme, list) as Rule[];
        put(addRule(programme, list, copyOf(rule, version)));
        setFocus(`${list}.${rules.length}`);
      },
    },
  ];
  return (
    <li className={cx(css.node, isOpen && css.opened)}>
      <div className={css.row}>
        <button
          ref={head}
          type="button"
          className={css.head}
          aria-expanded={isOpen}
          aria-controls={`${id}-editor`}
          aria-describedby={`${id}-said`}
          aria-keyshortcuts="Alt+ArrowUp Alt+ArrowDown"
          data-wrong={wrong || undefined}
          onClick={() => setOpen(isOpen ? undefined : path)}
          onKeyDown={onKeyDown}
        >
          <span className={cx(css.mark, rule.kind === "at_most" && css.most)}>
            <Icon of={RULE_ICONS[rule.kind]} size={16} />
          </span>
          <span className={css.words}>
            <span className={css.name}>{name}</span>
            <span className={css.said} id={`${id}-said`}>
              {wrong ? t("programmes.tree.incomplete") : said?.sentence}
            </span>
          </span>
          {wrong && (
            <span className={css.alert}>
              <Icon of={CircleAlert} size={18} />
            </span>
          )}
          <span className={css.chevron}>
            <Icon of={ChevronRight} size={18} directed />
          </span>
        </button>
        <MenuButton
          dots
          label={t("programmes.tree.more", { name })}
          placement="bottom end"
          groups={[
            { title: t("programmes.tree.move"), hideTitle: true, items: entries },
            {
              title: t("common.remove"),
              hideTitle: true,
              items: [
                {
                  id: "remove",
                  label: t("common.remove"),
                  icon: Trash2,
                  danger: true,
                  onAction: () => {
                    put(removeRule(programme, path));
                    setOpen(undefined);
                    setFocus(at > 0 ? `${list}.${at - 1}` : `${list}.0`);
                    say(t("programmes.tree.removed", { name }));
                  },
                },
              ],
            },
          ]}
        />
      </div>
      <div id={`${id}-editor`}>
        {isOpen && (
          <div className={css.editor}>
            <RuleEditor path={path} rule={rule} version={version} minimumOnly={within === "disjoint"} />
          </div>
        )}
      </div>
      {below && (
        <div className={css.below}>
          <Level
            list={`${path}.of`}
            rules={below}
            said={said?.of ?? []}
            label={name}
            within={rule.kind}
            version={version}
            {...state}
          />
        </div>
      )}
    </li>
  );
}

/** The same once more, by ids of its own. */
function copyOf(rule: Rule, version: Version): Rule {
  const copy = { ...rule, id: freeId(version, rule.id || "rule") };
  return "of" in copy ? ({ ...copy, of: copy.of.map((one) => copyOf(one, version)) } as Rule) : copy;
}
