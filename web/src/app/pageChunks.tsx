/** Pages that are loaded when they are opened; the one that is opened first, before anything is drawn. */

import { type ComponentType, lazy, useState } from "react";
import { matchPath } from "react-router";

type Load = () => Promise<{ default: ComponentType }>;

interface Chunk {
  Page: ComponentType;
  /** Load it ahead. Whoever opens it is told where it cannot be loaded. */
  preload: () => Promise<void>;
}

/** What has come already is drawn at once: what suspends is shown a third of a second later at the earliest. */
function chunk(load: Load): Chunk {
  let come: ComponentType | undefined;
  const get = async () => {
    const module = await load();
    come = module.default;
    return module;
  };
  const ToCome = lazy(get);
  return {
    Page: function Page() {
      // The same one as long as it is shown.
      const [Shown] = useState(() => come ?? ToCome);
      return <Shown />;
    },
    preload: () =>
      get().then(
        () => undefined,
        () => undefined,
      ),
  };
}

/** By their address, the more particular ones first. */
export const PAGES: Record<string, Chunk> = {
  certificates: chunk(() => import("../features/portfolio/Certificates")),
  "certificates/new": chunk(() => import("../features/submission/Add")),
  "certificates/:certificateId/edit": chunk(() => import("../features/submission/Edit")),
  "certificates/:certificateId/renew": chunk(() => import("../features/submission/Renew")),
  "certificates/:certificateId": chunk(() => import("../features/portfolio/CertificatePage")),
  credits: chunk(() => import("../features/portfolio/Credits")),
  "credentials/*": chunk(() => import("../features/credentials/CredentialPages")),
  security: chunk(() => import("../features/sign-in/Security")),
  "my-data": chunk(() => import("../features/account/MyData")),
  notifications: chunk(() => import("../features/mails/Notifications")),
  "console/*": chunk(() => import("./Console")),
};

/** Nobody waits longer than this for a page before seeing what stands around it. */
const PATIENCE_MS = 300;

/** The page at an address, if it has a chunk of its own: until it is there, or is late. */
export async function preloadPage(pathname: string): Promise<void> {
  const path = Object.keys(PAGES).find((pattern) => matchPath(`/${pattern}`, pathname));
  if (path === undefined) return;
  await Promise.race([PAGES[path]!.preload(), new Promise<void>((late) => setTimeout(late, PATIENCE_MS))]);
}
