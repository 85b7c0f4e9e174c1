import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components/Tooltip";
import css from "./Tooltip.module.css";

interface Props {
  text: string;
  placement?: "top" | "bottom" | "start" | "end";
  /** A `Button` or what else of the kit can be focused. */
  children: ReactElement;
}

/** A few words on what is pointed at or focused; never the only place where something is said. */
export function Tooltip({ text, placement = "top", children }: Props) {
  return (
    <TooltipTrigger delay={500} closeDelay={80}>
      {children}
      <AriaTooltip placement={placement} offset={6} className={css.tooltip}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
