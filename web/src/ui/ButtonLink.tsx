import type { ReactNode, Ref } from "react";
import { Link } from "react-router";
import { buttonClass, type ButtonLook } from "./Button";
import css from "./Button.module.css";
import { Icon } from "./Icon";

interface Props extends ButtonLook {
  /** A path of the portal, or with `external` an address. */
  to: string;
  /** Leaves the portal, in a tab of its own. */
  external?: boolean;
  /** Saves what is there under this name. */
  download?: string;
  state?: unknown;
  "aria-label"?: string;
  ref?: Ref<HTMLAnchorElement>;
  children: ReactNode;
}

/** Leads somewhere, and looks like a button. */
export function ButtonLink({ to, external, variant, size, icon, iconEnd, wide, children, ...more }: Props) {
  const look = { ...(variant && { variant }), ...(size && { size }), ...(wide && { wide }) };
  const inner = (
    <>
      {icon && <Icon of={icon} size={size === "small" ? 16 : 18} />}
      <span className={css.words}>{children}</span>
      {iconEnd && <Icon of={iconEnd} size={size === "small" ? 16 : 18} directed />}
    </>
  );
  const { state, ...attributes } = more;
  if (external || more.download !== undefined) {
    return (
      <a
        {...attributes}
        href={to}
        className={buttonClass(look)}
        {...(external && { target: "_blank", rel: "noreferrer" })}
      >
        {inner}
      </a>
    );
  }
  return (
    <Link {...attributes} to={to} state={state} className={buttonClass(look)}>
      {inner}
    </Link>
  );
}
