import { lazy, type ReactNode, Suspense, useContext, useEffect, useMemo, useRef, useState } from "react";
import { type To, UNSAFE_NavigationContext as NavigationContext, useLocation } from "react-router";
import { t } from "../text";
import { type AtRisk, unsaved } from "./leaving";

const load = () => import("../ui/ConfirmDialog");
const ConfirmDialog = lazy(async () => ({ default: (await load()).ConfirmDialog }));

/**
 * Asks before a link would lose what was not saved. Inside the router, around all of its pages. A page
 * that only says something else of itself in its address is not left.
 */
export function LeaveGuard({ children }: { children: ReactNode }) {
  const router = useContext(NavigationContext);
  const [wanted, setWanted] = useState<{ go: () => void }>();
  const [asked, setAsked] = useState(false);
  // While the question closes, it is still read.
  const [what, setWhat] = useState<AtRisk>("typed");
  useEffect(
    () =>
      unsaved.answerWith((go, lost) => {
        setAsked(true);
        setWanted({ go });
        setWhat(lost);
      }),
    [],
  );
  // Behind the first page, and before there is something to lose: the network may be gone by then.
  useEffect(() => void load(), []);
  const { pathname } = useLocation();
  const here = useRef(pathname);
  here.current = pathname;
  const guarded = useMemo(() => {
    const { navigator } = router;
    const unlessHere = (to: To, next: () => void) =>
      pathOf(to, here.current) === here.current ? next() : unsaved.leave(next);
    return {
      ...router,
      navigator: {
        ...navigator,
        createHref: navigator.createHref.bind(navigator),
        go: (steps: number) => unsaved.leave(() => navigator.go(steps)),
        push: (...way: Parameters<typeof navigator.push>) => unlessHere(way[0], () => navigator.push(...way)),
        replace: (...way: Parameters<typeof navigator.replace>) =>
          unlessHere(way[0], () => navigator.replace(...way)),
      },
    };
  }, [router]);
  return (
    <NavigationContext.Provider value={guarded}>
      {children}
      <Suspense>
        {asked && (
          <ConfirmDialog
            open={wanted !== undefined}
            title={t(`leave.${what}Title`)}
            confirm={t("leave.go")}
            cancel={t("leave.stay")}
            danger
            onConfirm={() => {
              setWanted(undefined);
              if (wanted) unsaved.letGo(wanted.go);
            }}
            onCancel={() => setWanted(undefined)}
          >
            {t(`leave.${what}`)}
          </ConfirmDialog>
        )}
      </Suspense>
    </NavigationContext.Provider>
  );
}

function pathOf(to: To, here: string): string {
  return (typeof to === "string" ? to.split(/[?#]/)[0] : to.pathname) || here;
}
