import { Search, X } from "lucide-react";
import { type Ref, useRef } from "react";
import css from "./control.module.css";
import { Field } from "./Field";
import { Icon } from "./Icon";
import { IconButton } from "./IconButton";
import { useWords } from "./words";

interface Props {
  /** Heard, not seen. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Enter was pressed. */
  onSubmit?: () => void;
  placeholder?: string;
  name?: string;
  width?: "medium" | "full";
  ref?: Ref<HTMLInputElement>;
}

/** Looks something up while it is typed; Escape or the cross empties it. */
export function SearchField({
  label,
  value,
  onChange,
  onSubmit,
  placeholder,
  name,
  width = "full",
  ref,
}: Props) {
  const words = useWords();
  const box = useRef<HTMLDivElement>(null);
  function clear() {
    onChange("");
    box.current?.querySelector("input")?.focus();
  }
  return (
    <Field label={label} hideLabel width={width}>
      {(links) => (
        <div className={css.control} ref={box} role="search">
          <span className={css.side}>
            <Icon of={Search} />
          </span>
          <input
            {...links}
            ref={ref}
            type="search"
            name={name}
            placeholder={placeholder ?? label}
            className={css.input}
            autoComplete="off"
            spellCheck={false}
            value={value}
            onChange={(event) => onChange(event.target.value)}
            onKeyDown={(event) => {
              if (event.key === "Enter") onSubmit?.();
              if (event.key === "Escape" && value !== "") {
                event.stopPropagation();
                clear();
              }
            }}
          />
          {value !== "" && (
            <span className={css.side}>
              <IconButton icon={X} label={words.clear} size="small" onPress={clear} />
            </span>
          )}
        </div>
      )}
    </Field>
  );
}
