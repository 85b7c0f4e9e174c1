import { ChevronRight } from "lucide-react";
import css from "./Breadcrumbs.module.css";
import { Icon } from "./Icon";
import { Link } from "./Link";
import { useWords } from "./words";

interface Props {
  /** From the top; the page itself is not among them. */
  crumbs: readonly { label: string; to: string }[];
}

/** The way back up. */
export function Breadcrumbs({ crumbs }: Props) {
  const words = useWords();
  return (
    <nav aria-label={words.breadcrumbs}>
      <ol className={css.crumbs}>
        {crumbs.map((crumb) => (
          <li key={crumb.to} className={css.crumb}>
            <Link to={crumb.to} quiet>
              {crumb.label}
            </Link>
            <Icon of={ChevronRight} size={14} directed />
          </li>
        ))}
      </ol>
    </nav>
  );
}
