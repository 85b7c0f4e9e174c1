/** A page as the portal shows it: somebody signed in, a route, an empty cache, notices. */

import { QueryClientProvider } from "@tanstack/react-query";
import { render } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { type ReactNode, Suspense } from "react";
import { MemoryRouter, Route, Routes, useLocation } from "react-router";
import { makeClient } from "../api/client";
import { LeaveGuard } from "../form/LeaveGuard";
import { session } from "../session/current";
import type { User } from "../session/session";
import { Kit } from "../ui/Kit";
import { toast } from "../ui/toast";
import { Toasts } from "../ui/Toasts";
import { LEARNER } from "./users";

interface Options {
  /** What the address says after the host. */
  route?: string;
  /** The route's own form, where the page reads parts of it: `/certificates/:certificateId`. */
  path?: string;
  user?: User;
}

/** Show a page. What it asks is answered by `serve`. */
export function renderPage(page: ReactNode, { route = "/", path = "*", user = LEARNER }: Options = {}) {
  toast.clear();
  session.signIn({ id: tokenOf(user), refresh: "refresh", expiresAt: Date.now() + 3_600_000 });
  const client = makeClient();
  const defaults = client.getDefaultOptions();
  // A test does not wait for what a user would.
  client.setDefaultOptions({
    queries: { ...defaults.queries, retryDelay: 0 },
    mutations: { ...defaults.mutations, retryDelay: 0 },
  });
  let address = "";
  function Address() {
    const { pathname, search } = useLocation();
    address = pathname + search;
    return null;
  }
  const shown = render(
    <QueryClientProvider client={client}>
      <MemoryRouter initialEntries={[route]}>
        <Kit locale="en">
          <Toasts />
          <LeaveGuard>
            <Suspense>
              <Routes>
                <Route path={path} element={page} />
                <Route path="*" element={null} />
              </Routes>
            </Suspense>
          </LeaveGuard>
          <Address />
        </Kit>
      </MemoryRouter>
    </QueryClientProvider>,
  );
  return { ...shown, user: userEvent.setup(), client, address: () => address };
}

/** Read by the portal for display alone, as it is. */
function tokenOf({ id, name, email, academyId, staff }: User): string {
  const claims = {
    sub: id,
    name,
    email,
    "custom:academy_id": academyId,
    "cognito:groups": staff ? ["staff"] : [],
  };
  return `.${btoa(JSON.stringify(claims))}.`;
}
