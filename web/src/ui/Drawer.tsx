import { cx } from "./cx";
import { type DialogProps, Window } from "./Dialog";
import css from "./Drawer.module.css";

interface Props extends Omit<DialogProps, "role" | "size"> {
  /** The edge it stands at. */
  side?: "start" | "end";
  size?: "small" | "medium";
}

/** A dialog at the edge: the way around on a phone, or details beside a list. */
export function Drawer({ side = "end", size = "medium", lightly = true, ...more }: Props) {
  return <Window {...more} lightly={lightly} shape={cx(css.drawer, css[size])} overlay={css[side]!} />;
}
