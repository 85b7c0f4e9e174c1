import { type ReactNode, type Ref, useCallback, useEffect } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { ProgressBar } from "react-aria-components/ProgressBar";
import css from "./Button.module.css";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./Icon";
import { Kbd } from "./Kbd";
import { useWords } from "./words";

export interface ButtonLook {
  /** One primary action in a view; `quiet` for what accompanies, `danger` for what cannot be undone. */
  variant?: "primary" | "secondary" | "quiet" | "danger";
  size?: "medium" | "small";
  icon?: LucideIcon;
  /** The icon stands behind the words. */
  iconEnd?: LucideIcon;
  /** As wide as its place. */
  wide?: boolean;
}

interface Props extends ButtonLook {
  onPress?: () => void;
  /** Under way: keeps its focus and its size, says so, and takes no second press. */
  busy?: boolean;
  disabled?: boolean;
  type?: "button" | "submit";
  /** The form it submits, when it stands outside of it. */
  form?: string;
  autoFocus?: boolean;
  /** A key that does the same, shown at its end. */
  shortcut?: string;
  "aria-label"?: string;
  "aria-describedby"?: string;
  "aria-pressed"?: boolean;
  "aria-expanded"?: boolean;
  "aria-controls"?: string;
  ref?: Ref<HTMLButtonElement>;
  children: ReactNode;
}

export const buttonClass = ({ variant = "secondary", size = "medium", wide = false }: ButtonLook) =>
  cx(css.button, css[variant], size === "small" && css.small, wide && css.wide);

/** Does something; what leads somewhere is a `ButtonLink`. */
export function Button({
  variant,
  size,
  icon,
  iconEnd,
  wide,
  busy = false,
  disabled,
  shortcut,
  ref,
  children,
  ...more
}: Props) {
  const words = useWords();
  // React Aria hands the shortcut's attribute on to nobody.
  const attach = useCallback(
    (button: HTMLButtonElement | null) => {
      if (shortcut) button?.setAttribute("aria-keyshortcuts", shortcut);
      if (typeof ref === "function") ref(button);
      else if (ref) ref.current = button;
    },
    [ref, shortcut],
  );
  useEffect(() => forgetAnnounced, []);
  return (
    <AriaButton
      // A button in the words of a select is none of the select's own.
      slot={null}
      {...more}
      ref={attach}
      isPending={busy}
      isDisabled={disabled ?? false}
      className={buttonClass({ ...(variant && { variant }), ...(size && { size }), ...(wide && { wide }) })}
    >
      {icon && <Icon of={icon} size={size === "small" ? 16 : 18} />}
      <span className={css.words}>{children}</span>
      {iconEnd && <Icon of={iconEnd} size={size === "small" ? 16 : 18} directed />}
      {shortcut && (
        <span className={css.shortcut} aria-hidden>
          <Kbd>{shortcut.length === 1 ? shortcut.toUpperCase() : shortcut}</Kbd>
        </span>
      )}
      {busy && <ProgressBar aria-label={words.busy} isIndeterminate className={css.busy} />}
    </AriaButton>
  );
}

/** React Aria says that a button is busy by the button's own name, which is gone with it. */
function forgetAnnounced() {
  for (const said of document.querySelectorAll("[data-live-announcer] [role=img]")) said.remove();
}
