import css from "./Kbd.module.css";

/** A key to press. */
export function Kbd({ children }: { children: string }) {
  return <kbd className={css.kbd}>{children}</kbd>;
}
