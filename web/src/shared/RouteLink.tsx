import Link, { type LinkProps } from "@cloudscape-design/components/link";
import type { ReactNode } from "react";
import { useNavigate } from "react-router";

interface Props {
  href: string;
  children: ReactNode;
  variant?: LinkProps.Variant;
}

/** A link to another page of the portal, without loading the portal anew. */
export function RouteLink({ href, children, variant = "secondary" }: Props) {
  const navigate = useNavigate();
  return (
    <Link
      href={href}
      variant={variant}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(href);
      }}
    >
      {children}
    </Link>
  );
}
