import "../../text/rules";
import { Plus, Trash2 } from "lucide-react";
import { useRef } from "react";
import type { Which, WhichKind } from "../../shared/programmes/kinds";
import { plainly } from "../../shared/programmes/names";
import { t } from "../../text";
import { Button } from "../../ui/Button";
import { CheckboxGroup } from "../../ui/CheckboxGroup";
import { IconButton } from "../../ui/IconButton";
import { SelectField } from "../../ui/SelectField";
import { Stack } from "../../ui/layout";
import css from "./Builder.module.css";
import type { Path } from "./draft";
import { useDrafting } from "./drafting";

const KINDS = Object.keys({ type: 0, label: 0, all: 0, any: 0, not: 0 } satisfies Record<
  WhichKind,
  0
>) as WhichKind[];
const EVERYTHING = "*";

const NOTHING: Which = { kind: "label", label: "", one_of: [] };

/** The same as another kind of condition; what can stay stays. */
function asWhich(kind: WhichKind, before: Which | undefined): Which {
  switch (kind) {
    case "type":
      return { kind, one_of: [] };
    case "label":
      return { kind, label: "", one_of: [] };
    case "all":
    case "any": {
      if (!before) return { kind, of: [NOTHING] };
      return { kind, of: before.kind === "all" || before.kind === "any" ? before.of : [before] };
    }
    case "not":
      return { kind, of: !before || before.kind === "not" ? NOTHING : before };
  }
}

interface Props {
  path: Path;
  label: string;
  hint?: string;
  /** Of one among others: there is always one. */
  needed?: boolean;
  value: Which | null | undefined;
  onChange: (value: Which | null) => void;
}

/** Which credits are meant: by their credit type, by their labels, or by several conditions. */
export function WhichEditor({ path, label, hint, needed = false, value, onChange }: Props) {
  const { wrongAt } = useDrafting();
  const options = [
    ...(needed ? [] : [{ value: EVERYTHING, label: t("programmes.which.everything") }]),
    ...KINDS.map((kind) => ({ value: kind, label: t(`programmes.which.${kind}`) })),
  ];
  return (
    <div className={css.which}>
      <SelectField
        label={label}
        {...(hint && { hint })}
        name={`programme.${path}`}
        options={options}
        value={value?.kind ?? EVERYTHING}
        error={wrongAt(path)}
        onChange={(kind) =>
          onChange(kind === EVERYTHING ? null : asWhich(kind as WhichKind, value ?? undefined))
        }
      />
      {value && <Of path={path} value={value} onChange={onChange} />}
    </div>
  );
}

function Of({
  path,
  value,
  onChange,
}: Pick<Props, "path"> & { value: Which; onChange: (value: Which) => void }) {
  switch (value.kind) {
    case "type":
      return <Types path={path} value={value} onChange={onChange} />;
    case "label":
      return <Labelled path={path} value={value} onChange={onChange} />;
    case "all":
    case "any":
      return <Several path={path} value={value} onChange={onChange} />;
    case "not":
      return (
        <div className={css.inner}>
          <WhichEditor
            path={`${path}.of`}
            label={t("programmes.which.notThese")}
            needed
            value={value.of}
            onChange={(of) => of && onChange({ ...value, of })}
          />
        </div>
      );
  }
}

interface OfKind<K extends WhichKind> {
  path: Path;
  value: Extract<Which, { kind: K }>;
  onChange: (value: Which) => void;
}

function Types({ path, value, onChange }: OfKind<"type">) {
  const { types, names, wrongAt } = useDrafting();
  const known = [...new Set([...types.map(({ id }) => id), ...value.one_of])];
  return (
    <CheckboxGroup
      label={t("programmes.which.types")}
      name={`programme.${path}.one_of`}
      options={known.map((id) => ({ value: id, label: names.type(id) }))}
      value={value.one_of}
      error={wrongAt(`${path}.one_of`)}
      onChange={(one_of) => onChange({ ...value, one_of })}
    />
  );
}

function Labelled({ path, value, onChange }: OfKind<"label">) {
  const { types, names, wrongAt } = useDrafting();
  const all = types.flatMap(({ labels }) => labels);
  const labels = [...new Set([...all.map(({ id }) => id), ...(value.label ? [value.label] : [])])];
  const offered = all.filter(({ id }) => id === value.label).flatMap(({ choices }) => choices);
  const choices = [...new Set([...offered.map(({ id }) => id), ...value.one_of])];
  return (
    <Stack gap={3}>
      <SelectField
        label={t("programmes.which.labelName")}
        name={`programme.${path}.label`}
        options={labels.map((id) => ({ value: id, label: names.label(id) }))}
        value={value.label}
        error={wrongAt(`${path}.label`)}
        {...(labels.length === 0 && { hint: t("programmes.which.noLabels") })}
        onChange={(label) => onChange({ ...value, label, one_of: [] })}
      />
      {value.label && (
        <CheckboxGroup
          label={t("programmes.which.choices", { label: names.label(value.label) })}
          name={`programme.${path}.one_of`}
          options={choices.map((id) => ({ value: id, label: names.choice(value.label, id) || plainly(id) }))}
          value={value.one_of}
          error={wrongAt(`${path}.one_of`)}
          onChange={(one_of) => onChange({ ...value, one_of })}
        />
      )}
    </Stack>
  );
}

function Several({ path, value, onChange }: OfKind<"all" | "any">) {
  const add = useRef<HTMLButtonElement>(null);
  const { wrongAt } = useDrafting();
  const put = (of: Which[]) => onChange({ ...value, of });
  const error = wrongAt(`${path}.of`);
  return (
    <div className={css.inner}>
      {value.of.map((one, at) => (
        <div key={at} className={css.condition}>
          <WhichEditor
            path={`${path}.of.${at}`}
            label={t("programmes.which.condition", { number: String(at + 1) })}
            needed
            value={one}
            onChange={(next) => next && put(value.of.map((other, place) => (place === at ? next : other)))}
          />
          <IconButton
            icon={Trash2}
            label={t("programmes.which.remove", { number: String(at + 1) })}
            onPress={() => {
              put(value.of.filter((_, place) => place !== at));
              add.current?.focus();
            }}
          />
        </div>
      ))}
      {error && <p className={css.wrong}>{error}</p>}
      <div>
        <Button ref={add} size="small" icon={Plus} onPress={() => put([...value.of, NOTHING])}>
          {t("programmes.which.add")}
        </Button>
      </div>
    </div>
  );
}
