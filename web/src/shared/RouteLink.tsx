import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";

interface Props {
  href: string;
  children: ReactNode;
  variant?: LinkProps.Variant;
  color?: LinkProps.Color;
}

/** A link to another page of the portal, without loading the portal anew. */
export function RouteLink({ href, children, variant = "secondary", color = "normal" }: Props) {
  const navigate = useNavigate();
  return (
    <Link
      href={href}
      variant={variant}
      color={color}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(href);
      }}
    >
      {children}
    </Link>
  );
}
