import { type Ref, useId } from "react";
import css from "./choice.module.css";
import { ChoiceSet } from "./ChoiceSet";
import { cx } from "./cx";
import type { FieldWords } from "./Field";
import { Icon } from "./Icon";
import type { Choice } from "./RadioGroup";

interface Props<Value extends string> extends FieldWords {
  options: readonly Choice<Value>[];
  value: readonly Value[];
  onChange: (value: Value[]) => void;
  onBlur?: () => void;
  name?: string;
  cards?: boolean;
  /** Of the first input, to be focused. */
  ref?: Ref<HTMLInputElement>;
}

/** Any of a few, all of them in sight. */
export function CheckboxGroup<Value extends string>(props: Props<Value>) {
  const { options, value, onChange, onBlur, name, cards = false, ref, ...words } = props;
  const id = useId();
  return (
    <ChoiceSet words={words}>
      <div className={cards ? css.cards : css.set}>
        {options.map((option, at) => (
          <label key={option.value} className={cx(css.choice, cards && css.card)}>
            <input
              ref={at === 0 ? ref : undefined}
              type="checkbox"
              className={css.box}
              name={name}
              value={option.value}
              checked={value.includes(option.value)}
              disabled={option.disabled}
              aria-labelledby={`${id}-${option.value}`}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              onChange={(event) => {
                const chosen = new Set(value);
                if (event.target.checked) chosen.add(option.value);
                else chosen.delete(option.value);
                // In the order they are offered in, however they were chosen.
                onChange(options.map((one) => one.value).filter((one) => chosen.has(one)));
              }}
              onBlur={onBlur}
            />
            <span className={css.label} id={`${id}-${option.value}`}>
              {option.icon && <Icon of={option.icon} size={cards ? 24 : 18} />}
              {option.label}
            </span>
            {option.hint && (
              <span className={css.more} id={`${id}-${option.value}-hint`}>
                {option.hint}
              </span>
            )}
          </label>
        ))}
      </div>
    </ChoiceSet>
  );
}
