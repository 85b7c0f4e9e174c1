import { ExternalLink } from "lucide-react";
import type { ReactNode, Ref } from "react";
import { Link as RouterLink } from "react-router";
import { cx } from "./cx";
import { Icon } from "./Icon";
import css from "./Link.module.css";
import { VisuallyHidden } from "./VisuallyHidden";
import { useWords } from "./words";

interface Props {
  /** A path of the portal, or with `external` an address. */
  to: string;
  external?: boolean;
  /** Without the line until it is pointed at: for lists and tables where all that is first is a link. */
  quiet?: boolean;
  /** The whole card or table row around it follows it. */
  stretched?: boolean;
  state?: unknown;
  onPress?: () => void;
  "aria-label"?: string;
  "aria-current"?: "page";
  ref?: Ref<HTMLAnchorElement>;
  children: ReactNode;
}

/** Leads somewhere, in a sentence or a list. */
export function Link({ to, external = false, quiet, stretched, state, onPress, children, ...more }: Props) {
  const words = useWords();
  const className = cx(css.link, quiet && css.quiet, stretched && css.stretched);
  if (external) {
    return (
      <a
        {...more}
        href={to}
        target="_blank"
        rel="noreferrer"
        className={className}
        onClick={() => onPress?.()}
      >
        {children}
        <span className={css.away}>
          <Icon of={ExternalLink} size={14} />
        </span>
        <VisuallyHidden> {words.newTab}</VisuallyHidden>
      </a>
    );
  }
  return (
    <RouterLink {...more} to={to} state={state} className={className} onClick={() => onPress?.()}>
      {children}
    </RouterLink>
  );
}
