import type { ReactNode } from "react";
import css from "./VisuallyHidden.module.css";

/** Says what its children become, politely and unseen; for what is also seen, put `role="status"` there. */
export function LiveRegion({ children }: { children: ReactNode }) {
  return (
    <span role="status" className={css.hidden}>
      {children}
    </span>
  );
}
