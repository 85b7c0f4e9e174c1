import { RotateCw } from "lucide-react";
import { useEffect } from "react";
import { t } from "../text";
import { Button } from "../ui/Button";
import { Notice } from "../ui/Notice";
import { Skeleton } from "../ui/Skeleton";
import { VisuallyHidden } from "../ui/VisuallyHidden";
import { words } from "../api/problemWords";

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

/** Something could not be read; what could stands beside it. */
export function LoadFailed({ error, retry }: { error: unknown; retry: () => void }) {
  return (
    <Notice
      kind="error"
      announced
      title={t("errors.loading")}
      action={
        <Button size="small" icon={RotateCw} onPress={retry}>
          {t("errors.retry")}
        </Button>
      }
    >
      {words(error)}
    </Notice>
  );
}

/** Something is being read, and says what. */
export function Loading({ label }: { label: string }) {
  return (
    <div>
      <span role="status">
        <VisuallyHidden>{label}</VisuallyHidden>
      </span>
      <Skeleton shape="card" height={240} silent />
    </div>
  );
}
