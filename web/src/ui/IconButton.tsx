import type { Ref } from "react";
import { Button as AriaButton } from "react-aria-components/Button";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import button from "./Button.module.css";
import { cx } from "./cx";
import { Icon, type LucideIcon } from "./Icon";
import css from "./IconButton.module.css";
import tooltip from "./Tooltip.module.css";

interface Props {
  icon: LucideIcon;
  /** Its name, and what its tooltip says. */
  label: string;
  variant?: "secondary" | "quiet";
  size?: "medium" | "small";
  /** The icon points along the line. */
  directed?: boolean;
  disabled?: boolean;
  onPress?: () => void;
  "aria-pressed"?: boolean;
  "aria-expanded"?: boolean;
  "aria-controls"?: string;
  ref?: Ref<HTMLButtonElement>;
}

/** A button that is an icon, named by its tooltip. */
export function IconButton({
  icon,
  label,
  variant = "quiet",
  size,
  directed = false,
  disabled,
  ...more
}: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      <AriaButton
        {...more}
        aria-label={label}
        isDisabled={disabled ?? false}
        className={cx(button.button, button[variant], css.square, size === "small" && css.small)}
      >
        <Icon of={icon} size={size === "small" ? 16 : 20} directed={directed} />
      </AriaButton>
      <AriaTooltip offset={6} className={tooltip.tooltip}>
        {label}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
