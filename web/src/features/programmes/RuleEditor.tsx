import "../../text/rules";
import { Plus, Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import type {
  Amounted,
  FactIs,
  Rule,
  RuleKind,
  Version,
  Window,
  WindowKind,
} from "../../shared/programmes/kinds";
import { walk } from "../../shared/programmes/kinds";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { Disclosure } from "../../ui/Disclosure";
import { IconButton } from "../../ui/IconButton";
import { RadioGroup } from "../../ui/RadioGroup";
import { SelectField } from "../../ui/SelectField";
import { TextField } from "../../ui/TextField";
import { Grid, Stack } from "../../ui/layout";
import css from "./Builder.module.css";
import { asKind, idOf, type Path } from "./draft";
import { Amount, Count, Day, Line, useDrafting } from "./drafting";
import { WhichEditor } from "./WhichEditor";

export const RULE_KINDS = Object.keys({
  at_least: 0,
  at_most: 0,
  confirmed: 0,
  all_of: 0,
  any_of: 0,
  disjoint: 0,
} satisfies Record<RuleKind, 0>) as RuleKind[];

interface Props {
  path: Path;
  rule: Rule;
  version: Version;
  /** It stands among minimums of which an hour serves one: it stays one. */
  minimumOnly: boolean;
}

/** All that can be said of one requirement, but for those below it. */
export function RuleEditor({ path, rule, version, minimumOnly }: Props) {
  const { set } = useDrafting();
  return (
    <Stack gap={4}>
      <Grid min={220}>
        <Line
          path={`${path}.name`}
          label={t("programmes.rule.name")}
          hint={t("programmes.rule.nameHint")}
          required
        />
        {!minimumOnly && (
          <SelectField
            label={t("programmes.rule.kind")}
            options={RULE_KINDS.map((kind) => ({
              value: kind,
              label: t(`programmes.kind.${kind}`),
              hint: t(`programmes.kindHelp.${kind}`),
            }))}
            value={rule.kind}
            onChange={(kind) => set(path, asKind(rule, kind, version))}
          />
        )}
      </Grid>
      {(rule.kind === "at_least" || rule.kind === "at_most") && (
        <OfAmount path={path} rule={rule} version={version} />
      )}
      <Disclosure summary={t("programmes.rule.more")}>
        <Stack gap={4}>
          {rule.kind === "at_least" && <MinimumOnly path={path} rule={rule} />}
          <Conditions path={path} when={rule.when} />
          <Day path={`${path}.since`} label={t("programmes.rule.since")} mark={t("common.optional")} />
          <Line path={`${path}.id`} label={t("programmes.rule.id")} hint={t("programmes.rule.idHint")} />
        </Stack>
      </Disclosure>
    </Stack>
  );
}

const ALL_THAT_COUNTS = "*";

function OfAmount({ path, rule, version }: Omit<Props, "rule" | "minimumOnly"> & { rule: Amounted }) {
  const { set, wrongAt } = useDrafting();
  const bases = [...walk(version.requires)].filter(
    (one) => one.kind === "at_least" && one.id !== rule.id && !one.percent,
  );
  return (
    <Stack gap={4}>
      <RadioGroup
        label={t("programmes.rule.by")}
        options={(["credits", "percent"] as const).map((value) => ({
          value,
          label: t(`programmes.rule.by_${value}`),
        }))}
        value={rule.percent ? "percent" : "credits"}
        error={wrongAt(path)}
        onChange={(by) =>
          set(path, {
            ...rule,
            credits: by === "credits" ? "" : null,
            percent: by === "percent" ? { percent: "", of: bases[0]?.id ?? null } : null,
          })
        }
      />
      {rule.percent ? (
        <Grid min={200}>
          <Amount path={`${path}.percent.percent`} label={t("programmes.rule.percent")} end="%" required />
          <SelectField
            label={t("programmes.rule.percentOf")}
            options={[
              { value: ALL_THAT_COUNTS, label: t("programmes.rule.percentOfAll") },
              ...bases.map(({ id, name }) => ({ value: id, label: name || id })),
            ]}
            value={rule.percent.of ?? ALL_THAT_COUNTS}
            error={wrongAt(`${path}.percent.of`)}
            onChange={(of) => set(`${path}.percent.of`, of === ALL_THAT_COUNTS ? null : of)}
          />
        </Grid>
      ) : (
        <Amount
          path={`${path}.credits`}
          label={t(rule.kind === "at_least" ? "programmes.rule.least" : "programmes.rule.most")}
          required
        />
      )}
      <WhichEditor
        path={`${path}.which`}
        label={t("programmes.rule.which")}
        value={rule.which}
        onChange={(which) => set(`${path}.which`, which)}
      />
      <Windows
        path={`${path}.window`}
        window={rule.window ?? { kind: "cycle" }}
        fixed={rule.kind === "at_most"}
      />
    </Stack>
  );
}

const FIXED: Record<WindowKind, boolean> = {
  cycle: true,
  inner: true,
  clock: true,
  rolling: false,
  unexpired: false,
};

function windowOf(kind: WindowKind): Window {
  switch (kind) {
    case "cycle":
      return { kind };
    case "clock":
      return { kind, cycles: 2 };
    case "inner":
    case "rolling":
    case "unexpired":
      return { kind, months: 12 };
  }
}

function Windows({ path, window, fixed }: { path: Path; window: Window; fixed: boolean }) {
  const { set, wrongAt } = useDrafting();
  const kinds = (Object.keys(FIXED) as WindowKind[]).filter((kind) => !fixed || FIXED[kind]);
  return (
    <Grid min={220}>
      <SelectField
        label={t("programmes.rule.window")}
        options={kinds.map((kind) => ({
          value: kind,
          label: t(`programmes.window.${kind}`),
          hint: t(`programmes.windowHelp.${kind}`),
        }))}
        value={window.kind}
        error={wrongAt(path)}
        onChange={(kind) => set(path, windowOf(kind))}
      />
      {"months" in window && <Count path={`${path}.months`} label={t("programmes.rule.months")} required />}
      {"cycles" in window && <Count path={`${path}.cycles`} label={t("programmes.rule.cycles")} required />}
    </Grid>
  );
}

const NO_LABEL = "*";

function MinimumOnly({ path, rule }: { path: Path; rule: Extract<Rule, { kind: "at_least" }> }) {
  const { set, types, names, wrongAt, isWrong } = useDrafting();
  const labels = [
    ...new Set([
      ...types.flatMap((type) => type.labels.map(({ id }) => id)),
      ...(rule.same ? [rule.same] : []),
    ]),
  ];
  const [typed, setTyped] = useState(() => rule.ramp.join("; "));
  const firstWrong = rule.ramp.findIndex((_, at) => isWrong(`${path}.ramp.${at}`));
  return (
    <>
      <SelectField
        label={t("programmes.rule.same")}
        hint={t("programmes.rule.sameHint")}
        options={[
          { value: NO_LABEL, label: t("programmes.rule.sameNot") },
          ...labels.map((id) => ({ value: id, label: names.label(id) })),
        ]}
        value={rule.same ?? NO_LABEL}
        error={wrongAt(`${path}.same`)}
        onChange={(same) => set(`${path}.same`, same === NO_LABEL ? null : same)}
      />
      <TextField
        label={t("programmes.rule.ramp")}
        mark={t("common.optional")}
        hint={t("programmes.rule.rampHint")}
        value={typed}
        name={`programme.${path}.ramp`}
        error={
          wrongAt(`${path}.ramp`) ?? (firstWrong >= 0 ? wrongAt(`${path}.ramp.${firstWrong}`) : undefined)
        }
        width="medium"
        autoComplete="off"
        onChange={(text) => {
          setTyped(text);
          set(`${path}.ramp`, text.split(/[;\s]+/).filter(Boolean));
        }}
      />
    </>
  );
}

function Conditions({ path, when }: { path: Path; when: readonly FactIs[] }) {
  const { set } = useDrafting();
  const add = useRef<HTMLButtonElement>(null);
  return (
    <div className={css.part}>
      <p className={css.legend}>{t("programmes.rule.when")}</p>
      <p className={css.soft}>{t("programmes.rule.whenHint")}</p>
      {when.map((one, at) => (
        <div key={at} className={css.condition}>
          <Fact path={`${path}.when.${at}`} fact={one} number={at + 1} />
          <IconButton
            icon={Trash2}
            label={t("programmes.which.remove", { number: String(at + 1) })}
            onPress={() => {
              set(
                `${path}.when`,
                when.filter((_, place) => place !== at),
              );
              add.current?.focus();
            }}
          />
        </div>
      ))}
      <div>
        <Button
          ref={add}
          size="small"
          icon={Plus}
          onPress={() => set(`${path}.when`, [...when, { fact: "", one_of: [] }])}
        >
          {t("programmes.rule.addFact")}
        </Button>
      </div>
    </div>
  );
}

function Fact({ path, fact, number }: { path: Path; fact: FactIs; number: number }) {
  const { set, wrongAt } = useDrafting();
  const [typed, setTyped] = useState(() => fact.one_of.join(", "));
  return (
    <Grid min={180}>
      <TextField
        label={t("programmes.rule.fact", { number: String(number) })}
        hint={t("programmes.rule.factHint")}
        name={`programme.${path}.fact`}
        value={fact.fact}
        error={wrongAt(`${path}.fact`)}
        autoComplete="off"
        onChange={(name) => set(`${path}.fact`, name.toLowerCase().replaceAll(/[^a-z0-9_-]/g, "-"))}
      />
      <TextField
        label={t("programmes.rule.factValues")}
        hint={t("programmes.rule.factValuesHint")}
        name={`programme.${path}.one_of`}
        value={typed}
        error={wrongAt(`${path}.one_of`)}
        autoComplete="off"
        onChange={(text) => {
          setTyped(text);
          set(`${path}.one_of`, text.split(",").map(idOf).filter(Boolean));
        }}
      />
    </Grid>
  );
}
