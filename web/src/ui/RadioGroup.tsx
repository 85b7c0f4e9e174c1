import { type ReactNode, type Ref, useId } from "react";
import css from "./choice.module.css";
import { ChoiceSet } from "./ChoiceSet";
import { cx } from "./cx";
import type { FieldWords } from "./Field";
import { Icon, type LucideIcon } from "./Icon";

export interface Choice<Value extends string> {
  value: Value;
  label: ReactNode;
  hint?: ReactNode;
  icon?: LucideIcon;
  disabled?: boolean;
}

interface Props<Value extends string> extends FieldWords {
  options: readonly Choice<Value>[];
  value: Value | "" | undefined;
  onChange: (value: Value) => void;
  onBlur?: () => void;
  name?: string;
  required?: boolean;
  /** Each choice is a card. */
  cards?: boolean;
  /** Of the first input, to be focused. */
  ref?: Ref<HTMLInputElement>;
}

/** One of a few, all of them in sight. */
export function RadioGroup<Value extends string>(props: Props<Value>) {
  const { options, value, onChange, onBlur, name, required, cards = false, ref, ...words } = props;
  const id = useId();
  return (
    <ChoiceSet words={words} role="radiogroup" {...(required && { required })}>
      <div className={cards ? css.cards : css.set}>
        {options.map((option, at) => (
          <label key={option.value} className={cx(css.choice, cards && css.card)}>
            <input
              ref={at === 0 ? ref : undefined}
              type="radio"
              className={css.box}
              name={name ?? id}
              value={option.value}
              checked={value === option.value}
              disabled={option.disabled}
              aria-labelledby={`${id}-${option.value}`}
              aria-describedby={option.hint ? `${id}-${option.value}-hint` : undefined}
              onChange={() => onChange(option.value)}
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
