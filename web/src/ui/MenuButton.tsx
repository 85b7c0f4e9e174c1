import { ChevronDown, Ellipsis } from "lucide-react";
import { Button, type ButtonLook } from "./Button";
import { IconButton } from "./IconButton";
import { Menu, type MenuProps } from "./Menu";

interface Props extends ButtonLook, Omit<MenuProps, "trigger"> {
  label: string;
  /** Three dots instead of the label, which names them. */
  dots?: boolean;
  busy?: boolean;
  disabled?: boolean;
}

/** A button that opens a menu. */
export function MenuButton({ label, dots = false, groups, placement, busy, disabled, ...look }: Props) {
  return (
    <Menu
      groups={groups}
      {...(placement && { placement })}
      trigger={
        dots ? (
          <IconButton
            icon={Ellipsis}
            label={label}
            size={look.size ?? "medium"}
            disabled={disabled ?? false}
          />
        ) : (
          <Button {...look} iconEnd={ChevronDown} busy={busy ?? false} disabled={disabled ?? false}>
            {label}
          </Button>
        )
      }
    />
  );
}
