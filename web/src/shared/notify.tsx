import type { FlashbarProps } from "@cloudscape-design/components/flashbar";
import { createContext, type ReactNode, useCallback, useContext, useMemo, useState } from "react";
import { t } from "../text";
import { RouteLink } from "./RouteLink";

type Notice = FlashbarProps.MessageDefinition;
/** Where what is told of can be seen. */
interface Place {
  text: string;
  href: string;
}
type Notify = (type: "success" | "error" | "info" | "warning", content: string, place?: Place) => void;

const Context = createContext<{ notices: Notice[]; notify: Notify } | undefined>(undefined);

const SHOWN_MS = 8000;
const MOST = 3;
let next = 0;

/** One success takes the place of the one before; what went wrong stays until it is dismissed. */
export function withNotice(shown: readonly Notice[], notice: Notice): Notice[] {
  const replaced = (other: Notice) => notice.type === "success" && other.type === "success";
  return [...shown.filter((other) => !replaced(other)).slice(1 - MOST), notice];
}

export function Notices({ children }: { children: ReactNode }) {
  const [notices, setNotices] = useState<Notice[]>([]);
  const drop = useCallback(
    (id: string) => setNotices((shown) => shown.filter((notice) => notice.id !== id)),
    [],
  );
  const notify = useCallback<Notify>(
    (type, content, place) => {
      const id = String((next += 1));
      const notice: Notice = {
        id,
        type,
        content: place ? (
          <>
            {content}{" "}
            <RouteLink href={place.href} color="inverted">
              {place.text}
            </RouteLink>
          </>
        ) : (
          content
        ),
        dismissible: true,
        dismissLabel: t("common.dismiss"),
        ariaRole: type === "error" ? "alert" : "status",
        onDismiss: () => drop(id),
      };
      setNotices((shown) => withNotice(shown, notice));
      if (type === "success") setTimeout(() => drop(id), SHOWN_MS);
    },
    [drop],
  );
  const value = useMemo(() => ({ notices, notify }), [notices, notify]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}

function useNotices() {
  const value = useContext(Context);
  if (!value) throw new Error("used outside of Notices");
  return value;
}

export const useNotify = () => useNotices().notify;
export const useShownNotices = () => useNotices().notices;
