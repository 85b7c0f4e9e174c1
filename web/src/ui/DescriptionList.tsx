import type { ReactNode } from "react";
import { cx } from "./cx";
import css from "./DescriptionList.module.css";

interface Props {
  items: readonly { term: ReactNode; value: ReactNode; id?: string }[];
  /** `rows`: term beside value; `columns`: value below term, as many as fit. */
  layout?: "rows" | "columns";
}

/** Facts of one thing. */
export function DescriptionList({ items, layout = "rows" }: Props) {
  return (
    <dl className={cx(css.list, css[layout])}>
      {items.map((item, at) => (
        <div key={item.id ?? at} className={css.item}>
          <dt className={css.term}>{item.term}</dt>
          <dd className={css.value}>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
