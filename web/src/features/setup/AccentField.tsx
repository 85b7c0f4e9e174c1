import { useId } from "react";
import type { Bound } from "../../form/FormField";
import { t } from "../../text";
import { contrast, DEFAULT_ACCENT, shades } from "../../ui/accent";
import { Button } from "../../ui/Button";
import { TextField } from "../../ui/TextField";
import css from "./Academy.module.css";

const HEX = /^#[0-9a-f]{6}$/i;
const SUGGESTED = [
  "#0f6b5c",
  "#1f5f99",
  "#3b4cb8",
  "#6b3fa0",
  "#a1286a",
  "#b3372f",
  "#9a5b00",
  "#3f6b1f",
  "#3a4a5a",
];

export const isColour = (typed: string) => HEX.test(typed);

interface Props extends Bound<string> {
  fixed: boolean;
}

/** A colour by eye or by number. What the portal makes of it is said below. */
export function AccentField({ value, onChange, fixed, ...field }: Props) {
  const id = useId();
  const colour = isColour(value) ? value.toLowerCase() : DEFAULT_ACCENT;
  return (
    <div className={css.accentField}>
      <TextField
        {...field}
        ref={field.ref}
        label={t("academy.accent")}
        hint={t("academy.accentHint")}
        note={isColour(value) ? readable(colour) : undefined}
        value={value}
        onChange={(typed) => onChange(typed && !typed.startsWith("#") ? `#${typed}` : typed)}
        placeholder={DEFAULT_ACCENT}
        readOnly={fixed}
        figures
        width="medium"
        spellCheck={false}
        autoComplete="off"
        start={
          <input
            type="color"
            className={css.well}
            aria-label={t("academy.pickColour")}
            value={colour}
            disabled={fixed}
            onChange={(event) => onChange(event.target.value)}
          />
        }
      />
      {!fixed && (
        <div className={css.swatches} role="group" aria-labelledby={id}>
          <span id={id} className={css.soft}>
            {t("academy.suggested")}
          </span>
          {SUGGESTED.map((suggested) => (
            <button
              key={suggested}
              type="button"
              className={css.swatch}
              style={{ background: suggested }}
              aria-label={suggested}
              aria-pressed={suggested === value.toLowerCase()}
              onClick={() => onChange(suggested)}
            />
          ))}
          {value && (
            <Button variant="quiet" size="small" onPress={() => onChange("")}>
              {t("academy.noColour")}
            </Button>
          )}
        </div>
      )}
    </div>
  );
}

/** What stands on the buttons, and how well it can be read there. */
function readable(colour: string): string {
  const { light, dark } = shades(colour);
  const ratio = (one: string, other: string) => contrast(one, other).toFixed(1);
  const said = { light: ratio(light.on, light.accent), dark: ratio(dark.on, dark.accent) };
  const isAsChosen = [light.accent, light.strong, dark.accent].every((shade) => shade === colour);
  if (isAsChosen) return t("academy.contrast", said);
  return t("academy.contrastAdapted", said);
}
