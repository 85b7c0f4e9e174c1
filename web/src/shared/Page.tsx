import Alert from "@cloudscape-design/components/alert";
import Box from "@cloudscape-design/components/box";
import Button from "@cloudscape-design/components/button";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, useEffect } from "react";
import { words } from "./problemWords";
import { t } from "../text";

/** What the portal is called: by the academy's name, once that is known. */
const portal = { name: t("product"), page: "" };

function show() {
  document.title = portal.page ? `${portal.page} · ${portal.name}` : portal.name;
}

/** Call the portal by an academy's name, or again by its own. */
export function nameThePortal(name: string | undefined): void {
  portal.name = name ?? t("product");
  show();
}

/** Name the page in the window's title; assistive technology reads it after a change of page. */
export function useTitle(title: string): void {
  useEffect(() => {
    portal.page = title;
    show();
  }, [title]);
}

export function LoadFailed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Alert
      type="error"
      header={t("errors.loading")}
      action={<Button onClick={retry}>{t("errors.retry")}</Button>}
    >
      {words(error)}
    </Alert>
  );
}

export function Loading({ label }: { label: string }) {
  return (
    <Box textAlign="center" padding="xxl" color="text-body-secondary">
      <Spinner size="big" />
      <Box padding={{ top: "s" }}>
        <span role="status">{label}</span>
      </Box>
    </Box>
  );
}

interface EmptyProps {
  title: string;
  /** The page's own heading, where there is nothing else on it. */
  heading?: "h1" | "h2";
  children: ReactNode;
  action?: ReactNode;
}

export function Empty({ title, heading = "h2", children, action }: EmptyProps) {
  return (
    <div className="empty">
      <svg viewBox="0 0 96 72" aria-hidden="true" className="empty-art">
        <rect x="14" y="10" width="60" height="46" rx="6" />
        <path d="M24 24h28M24 33h34M24 42h18" />
        <circle cx="70" cy="50" r="12" />
        <path d="M65 50l4 4 7-8" />
      </svg>
      <Box variant={heading === "h1" ? "h1" : "h3"} tagOverride={heading} padding={{ bottom: "xxs" }}>
        {title}
      </Box>
      <Box color="text-body-secondary" padding={{ bottom: action ? "m" : "n" }}>
        {children}
      </Box>
      {action}
    </div>
  );
}
