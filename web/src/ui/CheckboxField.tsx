import { CircleAlert } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";
import css from "./choice.module.css";
import field from "./Field.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";

interface Props {
  label: ReactNode;
  /** Below the label: what follows from it. */
  hint?: ReactNode;
  error?: ReactNode;
  value: boolean;
  onChange: (value: boolean) => void;
  onBlur?: () => void;
  name?: string;
  required?: boolean;
  disabled?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** One yes or no that is sent with the rest of a form. */
export function CheckboxField(props: Props) {
  return <OneChoice {...props} />;
}

/** The same for a switch: what it does is in `SwitchField`. */
export function OneChoice({
  label,
  hint,
  error,
  value,
  onChange,
  required,
  role,
  ...more
}: Props & { role?: "switch" }) {
  const id = useId();
  const said = [hint && `${id}-hint`, error && `${id}-error`].filter(Boolean).join(" ");
  return (
    <div>
      <label className={css.choice}>
        <input
          {...more}
          type="checkbox"
          role={role}
          className={css.box}
          checked={value}
          aria-required={role ? undefined : required}
          aria-invalid={error ? true : undefined}
          aria-describedby={said || undefined}
          aria-labelledby={`${id}-label`}
          onChange={(event) => onChange(event.target.checked)}
        />
        <span className={css.label} id={`${id}-label`}>
          {label}
        </span>
        {hint && (
          <span className={css.more} id={`${id}-hint`}>
            {hint}
          </span>
        )}
      </label>
      {error && (
        <div className={cx(field.error, css.error)} id={`${id}-error`}>
          <Icon of={CircleAlert} size={16} />
          <span>{error}</span>
        </div>
      )}
    </div>
  );
}
