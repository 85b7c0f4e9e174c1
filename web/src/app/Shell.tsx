import BreadcrumbGroup from "@cloudscape-design/components/breadcrumb-group";
import Button from "@cloudscape-design/components/button";
import ButtonDropdown from "@cloudscape-design/components/button-dropdown";
import Flashbar from "@cloudscape-design/components/flashbar";
import SideNavigation, { type SideNavigationProps } from "@cloudscape-design/components/side-navigation";
import SpaceBetween from "@cloudscape-design/components/space-between";
import Spinner from "@cloudscape-design/components/spinner";
import { type ReactNode, Suspense, useEffect, useRef, useState } from "react";
import { Outlet, useLocation, useNavigate } from "react-router";
import { session } from "../session/current";
import { useUser } from "../session/useSession";
import { type Crumb, Crumbs } from "../shared/crumbs";
import { useShownNotices } from "../shared/notify";
import { Trail } from "../shared/trail";
import { useMedia, useNarrow } from "../shared/useMedia";
import { t } from "../text";
import { type Appearance, appearance, setAppearance } from "./appearance";

export function Shell() {
  const [crumbs, setCrumbs] = useState<Crumb[]>([]);
  const notices = useShownNotices();
  const wide = useMedia("(min-width: 1024px)");
  const drawer = useRef<HTMLDialogElement>(null);
  const { pathname, search } = useLocation();
  const [trail] = useState(() => new Trail());
  const main = useRef<HTMLElement>(null);
  const shown = useRef(pathname);
  useEffect(() => trail.see(pathname, search), [trail, pathname, search]);
  // Another page starts at its top, for the eyes and for the keyboard.
  useEffect(() => {
    if (shown.current === pathname) return;
    shown.current = pathname;
    scrollTo(0, 0);
    main.current?.focus({ preventScroll: true });
  }, [pathname]);
  return (
    <Crumbs.Provider value={setCrumbs}>
      <a className="skip" href="#main">
        {t("common.skip")}
      </a>
      <Top {...(!wide && { onMenu: () => drawer.current?.showModal() })} />
      <div className="frame">
        {wide ? (
          <nav className="side" aria-label={t("shell.navigation")}>
            <Navigation />
          </nav>
        ) : (
          // A click beside the drawer falls on the dialog itself.
          <dialog
            ref={drawer}
            className="drawer"
            aria-label={t("shell.navigation")}
            onClick={(event) => event.target === drawer.current && drawer.current.close()}
          >
            <div className="drawer-close">
              <Button
                variant="icon"
                iconName="close"
                ariaLabel={t("shell.closeNavigation")}
                onClick={() => drawer.current?.close()}
              />
            </div>
            <nav aria-label={t("shell.navigation")}>
              <Navigation onFollow={() => drawer.current?.close()} />
            </nav>
          </dialog>
        )}
        <main ref={main} id="main" className="main" tabIndex={-1}>
          {/* In sight wherever on the page somebody is. */}
          <div className="notices">
            <Flashbar items={notices} />
          </div>
          <SpaceBetween size="s">
            {crumbs.length > 0 && <Breadcrumbs crumbs={crumbs} trail={trail} />}
            <Suspense fallback={<Spinner size="large" />}>
              <Outlet />
            </Suspense>
          </SpaceBetween>
        </main>
      </div>
    </Crumbs.Provider>
  );
}

function Top({ onMenu }: { onMenu?: () => void }) {
  const user = useUser();
  const navigate = useNavigate();
  const narrow = useNarrow();
  const [mode, setMode] = useState(appearance());
  const choices: [Appearance, string][] = [
    ["system", t("shell.system")],
    ["light", t("shell.light")],
    ["dark", t("shell.dark")],
  ];

  function choose(id: string) {
    if (id === "sign-out") return void session.signOut();
    if (id === "security") return void navigate("/security");
    setAppearance(id as Appearance);
    setMode(appearance());
  }

  return (
    <header className="top">
      {onMenu && (
        <Button variant="icon" iconName="menu" ariaLabel={t("shell.openNavigation")} onClick={onMenu} />
      )}
      <a
        className="brand"
        href="/"
        onClick={(event) => {
          if (event.metaKey || event.ctrlKey || event.shiftKey) return;
          event.preventDefault();
          void navigate("/");
        }}
      >
        <img src="/favicon.svg" alt="" width="30" height="30" />
        {t("product")}
      </a>
      <ButtonDropdown
        ariaLabel={`${t("shell.account")}: ${user.name}`}
        expandToViewport
        items={[
          {
            text: t("shell.theme"),
            items: choices.map(([id, label]) => ({
              id,
              text: label,
              itemType: "checkbox" as const,
              checked: mode === id,
            })),
          },
          {
            text: user.email,
            items: [
              { id: "security", text: t("secondFactor.page") },
              { id: "sign-out", text: t("shell.signOut") },
            ],
          },
        ]}
        onItemClick={({ detail }) => choose(detail.id)}
      >
        {narrow ? user.name.split(" ")[0] : user.name}
      </ButtonDropdown>
    </header>
  );
}

function Navigation({ onFollow }: { onFollow?: () => void }) {
  const user = useUser();
  const { pathname } = useLocation();
  const navigate = useNavigate();
  const items: SideNavigationProps.Item[] = [
    {
      type: "section-group",
      title: t("shell.portfolio"),
      items: [
        { type: "link", text: t("shell.certificates"), href: "/certificates" },
        { type: "link", text: t("shell.credits"), href: "/credits" },
      ],
    },
  ];
  if (user.staff) {
    items.push(
      { type: "divider" },
      {
        type: "section-group",
        title: t("shell.console"),
        items: [
          { type: "link", text: t("shell.queue"), href: "/console/queue" },
          { type: "link", text: t("shell.learners"), href: "/console/learners" },
        ],
      },
      { type: "divider" },
      {
        type: "section-group",
        title: t("shell.setUp"),
        items: [
          { type: "link", text: t("shell.creditTypes"), href: "/console/credit-types" },
          { type: "link", text: t("shell.desk"), href: "/console/desk" },
          { type: "link", text: t("shell.staff"), href: "/console/staff" },
          { type: "link", text: t("shell.changes"), href: "/console/changes" },
        ],
      },
    );
  }
  return (
    <SideNavigation
      activeHref={activeHref(pathname)}
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(event.detail.href);
        onFollow?.();
      }}
    />
  );
}

function activeHref(pathname: string): string {
  const [first, second] = pathname.split("/").filter(Boolean);
  if (first === "console") return `/console/${second ?? "queue"}`;
  return `/${first ?? "certificates"}`;
}

function Breadcrumbs({ crumbs, trail }: { crumbs: Crumb[]; trail: Trail }): ReactNode {
  const navigate = useNavigate();
  return (
    <BreadcrumbGroup
      items={crumbs.map((crumb) => ({ ...crumb, href: trail.back(crumb.href) }))}
      ariaLabel={t("shell.breadcrumbs")}
      onFollow={(event) => {
        event.preventDefault();
        void navigate(event.detail.href);
      }}
    />
  );
}
