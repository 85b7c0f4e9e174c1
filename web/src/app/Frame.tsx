import { Plus } from "lucide-react";
import { lazy, Suspense, useEffect, useLayoutEffect, useRef, useState } from "react";
import { Link, Outlet, useLocation } from "react-router";
import type { Face } from "../api/types";
import { useUser } from "../session/useSession";
import { type Crumb, Crumbs } from "../shared/crumbs";
import { Trail } from "../shared/trail";
import { t } from "../text";
import { Breadcrumbs } from "../ui/Breadcrumbs";
import { ButtonLink } from "../ui/ButtonLink";
import { cx } from "../ui/cx";
import { Icon } from "../ui/Icon";
import { Skeleton } from "../ui/Skeleton";
import { AccountToCome } from "./AccountFace";
import css from "./Frame.module.css";
import { CONSOLE, OTHER_SIDE, type Place, PORTFOLIO, SET_UP } from "./places";

// The first page is shown before them.
const News = lazy(() => import("./News"));
const Account = lazy(() => import("./Account"));

/** What stands around every page: whose portal it is, where one is, and what else there is. */
export function Frame({ face }: { face: Face | undefined }) {
  const [crumbs, setCrumbs] = useState<Crumb[]>([]);
  const { pathname, search } = useLocation();
  const [trail] = useState(() => new Trail());
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  const isConsole = pathname.startsWith("/console");
  const isCase = /^\/console\/queue\/./.test(pathname);
  const isSetUp = SET_UP.some(({ within }) => within.test(pathname));
  useEffect(() => trail.see(pathname, search), [trail, pathname, search]);
  // Another page starts at its top, for the eyes and for the keyboard; what it does itself comes after.
  useLayoutEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <Crumbs.Provider value={setCrumbs}>
      <a className={css.skip} href="#main">
        {t("common.skip")}
      </a>
      <header className={cx(css.top, isCase && css.atWork)}>
        <Link className={css.brand} to={isConsole ? "/console" : "/"}>
          <Emblem face={face} />
          <span className={css.name}>{face?.name ?? t("product")}</span>
        </Link>
        <Navigation isConsole={isConsole} />
        <div className={css.end}>
          {!isConsole && pathname !== "/certificates/new" && (
            <span className={css.add}>
              <ButtonLink variant="primary" icon={Plus} to="/certificates/new">
                {t("certificates.add")}
              </ButtonLink>
            </span>
          )}
          <Suspense fallback={<span className={css.bell} />}>
            <News isConsole={isConsole} />
          </Suspense>
          <Suspense fallback={<AccountToCome />}>
            <Account />
          </Suspense>
        </div>
      </header>
      {isSetUp && <SetUp />}
      <main ref={main} id="main" className={cx(css.main, isCase && css.wide)} tabIndex={-1}>
        {crumbs.length > 1 && (
          <Breadcrumbs
            crumbs={crumbs.slice(0, -1).map(({ text, href }) => ({ label: text, to: trail.back(href) }))}
          />
        )}
        <Suspense fallback={<Skeleton shape="card" height={320} />}>
          <Outlet />
        </Suspense>
      </main>
    </Crumbs.Provider>
  );
}

function Emblem({ face }: { face: Face | undefined }) {
  if (face?.logo) return <img src={`data:image/png;base64,${face.logo}`} alt="" className={css.logo} />;
  if (!face) return <img src="/favicon.svg" alt="" className={css.logo} />;
  return (
    <span className={css.monogram} aria-hidden>
      {Array.from(face.name)[0]?.toLocaleUpperCase()}
    </span>
  );
}

function Navigation({ isConsole }: { isConsole: boolean }) {
  const { staff } = useUser();
  const { pathname } = useLocation();
  const places = isConsole && staff ? CONSOLE : PORTFOLIO;
  const other = staff ? OTHER_SIDE[isConsole ? "console" : "portfolio"] : undefined;
  return (
    <nav className={css.places} aria-label={t("shell.navigation")}>
      {places.map((place) => (
        <To key={place.to} place={place} isHere={place.within.test(pathname)} />
      ))}
      {!isConsole && (
        <Link className={cx(css.place, css.addTab)} to="/certificates/new">
          <Icon of={Plus} size={20} />
          <span>{t("shell.add")}</span>
        </Link>
      )}
      {other && (
        <span className={css.other}>
          <To place={other} isHere={false} />
        </span>
      )}
    </nav>
  );
}

function To({ place, isHere }: { place: Place; isHere: boolean }) {
  return (
    <Link className={css.place} to={place.to} {...(isHere && { "aria-current": "page" })}>
      <span className={css.placeIcon}>
        <Icon of={place.icon} size={20} />
      </span>
      <span>{t(`shell.${place.text}`)}</span>
    </Link>
  );
}

/** The pages of the set-up, beside each other. */
function SetUp() {
  const { pathname } = useLocation();
  return (
    <nav className={css.setUp} aria-label={t("shell.setUp")}>
      {SET_UP.map(({ text, to, within }) => (
        <Link
          key={to}
          className={css.page}
          to={to}
          {...(within.test(pathname) && { "aria-current": "page" as const })}
        >
          {t(`shell.${text}`)}
        </Link>
      ))}
    </nav>
  );
}
