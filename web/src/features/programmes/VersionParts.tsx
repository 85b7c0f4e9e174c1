import "../../text/setup";
import "../../text/rules";
import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import {
  type Anchor,
  type AnchorKind,
  type Carry,
  type Conversion,
  type Version,
  walk,
} from "../../shared/programmes/kinds";
import { dayOf } from "../../shared/typedDay";
import { t } from "../../text";
import { formatMonth } from "../../text/format";
import { Button } from "../../ui/Button";
import { IconButton } from "../../ui/IconButton";
import { RadioGroup } from "../../ui/RadioGroup";
import { Section } from "../../ui/Section";
import { SelectField } from "../../ui/SelectField";
import { SwitchField } from "../../ui/SwitchField";
import { Grid, Stack } from "../../ui/layout";
import css from "./Builder.module.css";
import type { Path } from "./draft";
import { Amount, Count, Day, Line, useDrafting } from "./drafting";
import { WhichEditor } from "./WhichEditor";

interface Props {
  path: Path;
  version: Version;
}

const ANCHORS = Object.keys({
  held_since: 0,
  hiring_date: 0,
  fixed_day: 0,
  birth_month: 0,
  birth_year: 0,
} satisfies Record<AnchorKind, 0>) as AnchorKind[];

function anchorOf(kind: AnchorKind, begins_on: string): Anchor {
  const year = Number((dayOf(begins_on) ?? "2000").slice(0, 4));
  return kind === "fixed_day" ? { kind, year, month: 1, day: 1 } : { kind };
}

const MONTHS = Array.from({ length: 12 }, (_, at) => ({ value: String(at + 1), label: formatMonth(at + 1) }));

export function Begins({ path, version }: Props) {
  const { set } = useDrafting();
  return (
    <Stack gap={3}>
      <Day path={`${path}.begins_on`} label={t("programmes.version.begins")} required />
      <SwitchField
        label={t("programmes.version.atOnce")}
        hint={t("programmes.version.atOnceHint")}
        value={version.at_once}
        onChange={(at_once) => set(`${path}.at_once`, at_once)}
      />
    </Stack>
  );
}

export function CycleParts({ path, version: { cycle, begins_on } }: Props) {
  const { set, wrongAt } = useDrafting();
  const { anchor } = cycle;
  const error = wrongAt(`${path}.cycle`) ?? wrongAt(`${path}.cycle.anchor`);
  return (
    <Section title={t("programmes.part.cycle")}>
      <Stack gap={4}>
        <Grid min={300}>
          <SelectField
            label={t("programmes.cycle.anchor")}
            name={`programme.${path}.cycle.anchor`}
            options={ANCHORS.map((kind) => ({
              value: kind,
              label: t(`programmes.anchor.${kind}`),
              hint: t(`programmes.anchorHelp.${kind}`),
            }))}
            value={anchor.kind}
            {...(error && { error })}
            onChange={(kind) =>
              set(`${path}.cycle`, {
                ...cycle,
                anchor: anchorOf(kind, begins_on),
                first: "short",
                ...(kind === "birth_year" && { months: 24 }),
              })
            }
          />
          <Count path={`${path}.cycle.months`} label={t("programmes.cycle.months")} required />
        </Grid>
        {anchor.kind === "fixed_day" && (
          <>
            <Grid min={140}>
              <Count path={`${path}.cycle.anchor.day`} label={t("programmes.cycle.day")} required />
              <SelectField
                label={t("programmes.cycle.month")}
                options={MONTHS}
                value={String(anchor.month)}
                onChange={(month) => set(`${path}.cycle.anchor.month`, Number(month))}
              />
              <Count
                path={`${path}.cycle.anchor.year`}
                label={t("programmes.cycle.year")}
                hint={t("programmes.cycle.yearHint")}
              />
            </Grid>
            <RadioGroup
              label={t("programmes.cycle.first")}
              options={(["short", "long"] as const).map((value) => ({
                value,
                label: t(`programmes.cycle.first_${value}`),
              }))}
              value={cycle.first}
              onChange={(first) => set(`${path}.cycle.first`, first)}
            />
          </>
        )}
        <SwitchField
          label={t("programmes.cycle.exempt")}
          hint={t("programmes.cycle.exemptHint")}
          value={cycle.first_exempt}
          onChange={(exempt) => set(`${path}.cycle.first_exempt`, exempt)}
        />
      </Stack>
    </Section>
  );
}

export function CountsParts({ path, version: { counts, conversions } }: Props) {
  const { set } = useDrafting();
  const add = useRef<HTMLButtonElement>(null);
  const put = (next: readonly Conversion[]) => set(`${path}.conversions`, next);
  return (
    <Section title={t("programmes.part.counts")}>
      <Stack gap={4}>
        <WhichEditor
          path={`${path}.counts`}
          label={t("programmes.counts.which")}
          hint={t("programmes.counts.whichHint")}
          value={counts}
          onChange={(which) => set(`${path}.counts`, which)}
        />
        {conversions.map((one, at) => (
          <div key={at} className={css.condition} role="group" aria-label={conversionName(at)}>
            <ConversionParts path={`${path}.conversions.${at}`} conversion={one} />
            <IconButton
              icon={Trash2}
              label={t("programmes.counts.removeConversion", { number: String(at + 1) })}
              onPress={() => {
                put(conversions.filter((_, place) => place !== at));
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
            onPress={() =>
              put([
                ...conversions,
                {
                  units: "1",
                  credits: "1",
                  rounding: "down",
                  which: null,
                  least: null,
                  first: null,
                  step: null,
                },
              ])
            }
          >
            {t("programmes.counts.addConversion")}
          </Button>
        </div>
      </Stack>
    </Section>
  );
}

const conversionName = (at: number) => t("programmes.counts.conversion", { number: String(at + 1) });

function ConversionParts({ path, conversion }: { path: Path; conversion: Conversion }) {
  const { set } = useDrafting();
  return (
    <Stack gap={4}>
      <WhichEditor
        path={`${path}.which`}
        label={t("programmes.counts.convertWhich")}
        value={conversion.which}
        onChange={(which) => set(`${path}.which`, which)}
      />
      <Grid min={140}>
        <Amount path={`${path}.units`} label={t("programmes.counts.units")} required />
        <Amount path={`${path}.credits`} label={t("programmes.counts.credits")} required />
        <Amount path={`${path}.step`} label={t("programmes.counts.step")} mark={t("common.optional")} />
        <Amount path={`${path}.least`} label={t("programmes.counts.least")} mark={t("common.optional")} />
        <Amount path={`${path}.first`} label={t("programmes.counts.first")} mark={t("common.optional")} />
      </Grid>
      {conversion.step && (
        <RadioGroup
          label={t("programmes.counts.rounding")}
          options={(["down", "nearest"] as const).map((value) => ({
            value,
            label: t(`programmes.counts.rounding_${value}`),
          }))}
          value={conversion.rounding}
          onChange={(rounding) => set(`${path}.rounding`, rounding)}
        />
      )}
    </Stack>
  );
}

const NEW_CARRY: Carry = { beyond: "", limit: null, which: null, months: null, times: 1, becomes: {} };

export function AfterParts({ path, version }: Props) {
  const { carry, backfill, report_within: within } = version;
  const { set, wrongAt } = useDrafting();
  const overCycle = [...walk(version.requires)].filter(
    (one) =>
      (one.kind === "at_least" || one.kind === "at_most") &&
      (one.window ?? { kind: "cycle" }).kind === "cycle",
  );
  const options = (kinds: readonly string[]) =>
    overCycle
      .filter(({ kind }) => kinds.includes(kind))
      .map(({ id, name }) => ({ value: id, label: name || t("programmes.tree.unnamed") }));
  const minimums = options(["at_least"]);
  return (
    <Section title={t("programmes.part.after")}>
      <Stack gap={4}>
        <SwitchField
          label={t("programmes.carry.on")}
          hint={t("programmes.carry.onHint")}
          value={Boolean(carry)}
          onChange={(on) =>
            set(`${path}.carry`, on ? { ...NEW_CARRY, beyond: minimums[0]?.value ?? "" } : null)
          }
        />
        {carry && (
          <div className={css.inner}>
            <Grid min={300}>
              <SelectField
                label={t("programmes.carry.beyond")}
                hint={t("programmes.carry.beyondHint")}
                name={`programme.${path}.carry.beyond`}
                options={options(["at_least", "at_most"])}
                value={carry.beyond}
                error={wrongAt(`${path}.carry.beyond`) ?? wrongAt(`${path}.carry`)}
                onChange={(beyond) => set(`${path}.carry.beyond`, beyond)}
              />
              <Amount
                path={`${path}.carry.limit`}
                label={t("programmes.carry.limit")}
                mark={t("common.optional")}
              />
              <OptionalCount path={`${path}.carry.months`} label={t("programmes.carry.months")} />
              <Count path={`${path}.carry.times`} label={t("programmes.carry.times")} required />
            </Grid>
            <WhichEditor
              path={`${path}.carry.which`}
              label={t("programmes.carry.which")}
              value={carry.which}
              onChange={(which) => set(`${path}.carry.which`, which)}
            />
            <Becomes path={`${path}.carry.becomes`} becomes={carry.becomes ?? {}} />
          </div>
        )}
        <SwitchField
          label={t("programmes.backfill.on")}
          hint={t("programmes.backfill.onHint")}
          value={Boolean(backfill)}
          onChange={(on) => set(`${path}.backfill`, on ? { fills: minimums[0]?.value ?? "" } : null)}
        />
        {backfill && (
          <div className={css.inner}>
            <SelectField
              label={t("programmes.backfill.fills")}
              name={`programme.${path}.backfill.fills`}
              options={minimums}
              value={backfill.fills}
              error={wrongAt(`${path}.backfill.fills`) ?? wrongAt(`${path}.backfill`)}
              onChange={(fills) => set(`${path}.backfill.fills`, fills)}
            />
          </div>
        )}
        <SwitchField
          label={t("programmes.report.on")}
          hint={t("programmes.report.onHint")}
          value={Boolean(within)}
          onChange={(on) => set(`${path}.report_within`, on ? { months: 0, days: 90 } : null)}
        />
        {within && (
          <div className={css.inner}>
            <Grid min={140}>
              <Count path={`${path}.report_within.months`} label={t("programmes.report.months")} />
              <Count path={`${path}.report_within.days`} label={t("programmes.report.days")} />
            </Grid>
          </div>
        )}
      </Stack>
    </Section>
  );
}

/** Nothing where it is empty. */
function OptionalCount({ path, label }: { path: Path; label: string }) {
  return <Count path={path} label={label} mark={t("common.optional")} />;
}

const NO_LABEL = "*";

function Becomes({ path, becomes }: { path: Path; becomes: Readonly<Record<string, string>> }) {
  const { set, types, names } = useDrafting();
  const [label = "", choice = ""] = Object.entries(becomes)[0] ?? [];
  const all = types.flatMap((type) => type.labels);
  const labels = [...new Set([...all.map(({ id }) => id), ...(label ? [label] : [])])];
  const offered = all.filter(({ id }) => id === label).flatMap(({ choices }) => choices);
  const choices = [...new Set([...offered.map(({ id }) => id), ...(choice ? [choice] : [])])];
  return (
    <Grid min={300}>
      <SelectField
        label={t("programmes.carry.becomes")}
        hint={t("programmes.carry.becomesHint")}
        options={[
          { value: NO_LABEL, label: t("programmes.carry.becomesNot") },
          ...labels.map((id) => ({ value: id, label: names.label(id) })),
        ]}
        value={label || NO_LABEL}
        onChange={(next) => {
          const [first] = all.filter(({ id }) => id === next).flatMap((one) => one.choices);
          set(path, next === NO_LABEL || !first ? {} : { [next]: first.id });
        }}
      />
      {label && (
        <SelectField
          label={names.label(label)}
          options={choices.map((id) => ({ value: id, label: names.choice(label, id) }))}
          value={choice}
          onChange={(next) => set(path, { ...becomes, [label]: next })}
        />
      )}
    </Grid>
  );
}

/** What it is called, and where it was read. */
export function Basics({ isNew }: { isNew: boolean }) {
  const { programme, set } = useDrafting();
  return (
    <Section title={t("programmes.basics")}>
      <Stack gap={4}>
        <Line path="name" label={t("programmes.name")} hint={t("programmes.nameHint")} required />
        <Line path="id" label={t("setUp.id")} hint={t("setUp.idHint")} required readOnly={!isNew} />
        <Line path="source" label={t("programmes.source")} hint={t("programmes.sourceHint")} required />
        <Day path="read_on" label={t("programmes.readOn")} required />
        <NotConfirmed lines={programme.not_confirmed} onChange={(lines) => set("not_confirmed", lines)} />
      </Stack>
    </Section>
  );
}

function NotConfirmed({
  lines,
  onChange,
}: {
  lines: readonly string[];
  onChange: (lines: string[]) => void;
}) {
  const add = useRef<HTMLButtonElement>(null);
  return (
    <div className={css.part}>
      <p className={css.legend}>{t("programmes.notConfirmed")}</p>
      {lines.map((_, at) => (
        <div key={at} className={css.condition}>
          <Line
            path={`not_confirmed.${at}`}
            label={t("programmes.notConfirmedLine", { number: String(at + 1) })}
          />
          <IconButton
            icon={Trash2}
            label={t("programmes.removeLine", { number: String(at + 1) })}
            onPress={() => {
              onChange(lines.filter((_, place) => place !== at));
              add.current?.focus();
            }}
          />
        </div>
      ))}
      <div>
        <Button ref={add} size="small" icon={Plus} onPress={() => onChange([...lines, ""])}>
          {t("programmes.addLine")}
        </Button>
      </div>
    </div>
  );
}
