import { type DialogProps, Window } from "./Dialog";
import css from "./FullScreen.module.css";

/** A dialog that takes all the room there is: for what is looked at closely. */
export function FullScreen(props: Omit<DialogProps, "size" | "footer">) {
  return <Window {...props} shape={css.window!} overlay={css.overlay!} />;
}
