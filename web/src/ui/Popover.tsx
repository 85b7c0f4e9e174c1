import type { ReactElement, ReactNode } from "react";
import { Dialog, DialogTrigger } from "react-aria-components/Dialog";
import { Popover as AriaPopover } from "react-aria-components/Popover";
import floating from "./floating.module.css";
import css from "./Popover.module.css";

interface Props {
  /** A `Button` or an `IconButton`. */
  trigger: ReactElement;
  /** Its name. */
  label: string;
  placement?: "bottom start" | "bottom end" | "top start" | "top end";
  children: ReactNode | ((close: () => void) => ReactNode);
}

/** A small dialog beside the button that opens it; closes when one presses elsewhere. */
export function Popover({ trigger, label, placement = "bottom start", children }: Props) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover className={floating.panel} placement={placement} offset={6}>
        <Dialog aria-label={label} className={css.body}>
          {({ close }) => (typeof children === "function" ? children(close) : children)}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
