import { useEffect, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { t } from "../text";
import { ConfirmDialog } from "../ui/ConfirmDialog";
import { leaving } from "./leaving";

/** What would be lost: a file on its way, or what was filled in and is kept nowhere. */
export type AtRisk = "upload" | "typed";

/** Asks once before somebody leaves, by whichever way: a link, the browser's Back, or closing the tab. */
export function Leaving({ atRisk }: { atRisk: AtRisk | undefined }) {
  const navigate = useNavigate();
  const [wanted, setWanted] = useState<{ go: () => void }>();
  const isAtRisk = atRisk !== undefined;
  const release = useRef<() => void>(undefined);

  useEffect(() => {
    if (!isAtRisk) return undefined;
    const control = new AbortController();
    const { signal } = control;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask, { signal });
    const follow = (event: MouseEvent) => {
      const link = wayOut(event);
      if (!link) return;
      // Before the router hears of it.
      event.preventDefault();
      event.stopPropagation();
      setWanted({ go: () => void navigate(link.pathname + link.search + link.hash) });
    };
    document.addEventListener("click", follow, { signal, capture: true });
    release.current = leaving.hold((delta) => setWanted({ go: () => window.history.go(delta) }));
    return () => {
      control.abort();
      release.current?.();
    };
  }, [isAtRisk, navigate]);

  // What was at risk may have ended well meanwhile.
  useEffect(() => {
    if (!isAtRisk) setWanted(undefined);
  }, [isAtRisk]);

  return (
    <ConfirmDialog
      open={wanted !== undefined}
      title={t(atRisk === "upload" ? "leave.uploadTitle" : "leave.typedTitle")}
      confirm={t("leave.go")}
      cancel={t("leave.stay")}
      danger
      onCancel={() => setWanted(undefined)}
      onConfirm={() => {
        release.current?.();
        setWanted(undefined);
        wanted?.go();
      }}
    >
      {t(atRisk === "upload" ? "leave.upload" : "leave.typed")}
    </ConfirmDialog>
  );
}

/** The link that leads away from the page, where a click on it was meant to be followed here. */
function wayOut(event: MouseEvent): HTMLAnchorElement | undefined {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a[href]");
  const isPlain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain || link.target || link.download || link.origin !== location.origin) return undefined;
  const isHere = link.pathname === location.pathname && link.search === location.search;
  return isHere ? undefined : link;
}
