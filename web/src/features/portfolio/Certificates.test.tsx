// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { certificate, creditType, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import Certificates from "./Certificates";

beforeEach(() => localStorage.clear());

let count = 0;
const one = (title: string, change: Parameters<typeof certificate>[0] = {}) =>
  certificate({ id: `c${(count += 1)}`, title, ...change });

const ALL = [
  one("Active course", { status: "approved", standing: "active", earned_on: "2026-11-09" }),
  one("Expiring course", {
    status: "approved",
    standing: "expiring",
    earned_on: "2026-11-08",
    expires_on: "2026-12-20",
  }),
  one("Unclear course", { status: "changes_requested", earned_on: "2026-11-07" }),
  one("Own course", {
    status: "approved",
    standing: "active",
    kind: "academy",
    earned_on: "2026-10-01",
    claims: [{ credit_type: "cpe", labels: {}, claimed: "2.00", awarded: "1.50" }],
  }),
  one("Leading people", {
    issuer: "Institute",
    earned_on: "2025-05-05",
    claims: [{ credit_type: "pdu", labels: {}, claimed: "3.00", awarded: null }],
  }),
];

const list = (routes: Routes = {}) =>
  serve({
    "GET /certificates": page(ALL),
    "GET /certificates/totals": {
      certificates: 5,
      credits: [{ credit_type: "cpe", claimed: "8.00", awarded: "5.50" }],
    },
    "GET /credit-types": { items: [creditType(), creditType({ id: "pdu", name: "PDU" })] },
    "GET /academies/{academy_id}": { name: "Demo Academy", accent: null, logo: null },
    ...routes,
  });

const titles = async () => {
  const table = within(await screen.findByRole("table", { name: "Certificates" }));
  return table.queryAllByRole("link").map(({ textContent }) => textContent);
};

describe("the list of certificates", () => {
  it.each([
    ["", ["Active course", "Expiring course", "Unclear course", "Own course", "Leading people"]],
    ["?status=active", ["Active course", "Own course"]],
    ["?status=approved", ["Active course", "Expiring course", "Own course"]],
    ["?status=pending&credit_type=pdu", ["Leading people"]],
    ["?kind=academy", ["Own course"]],
    ["?q=institute", ["Leading people"]],
    ["?q=course+own", ["Own course"]],
    ["?from=2026-11-08", ["Active course", "Expiring course"]],
    ["?from=2026-10-01&to=2026-11-07", ["Unclear course", "Own course"]],
    [
      "?sort=title&order=descending&kind=external&q=course",
      ["Unclear course", "Expiring course", "Active course"],
    ],
    ["?sort=nothing&status=nonsense&kind=academy", ["Own course"]],
  ])("shows at %s what the address says", async (route, expected) => {
    list();
    renderPage(<Certificates />, { route: `/certificates${route}` });
    expect(await titles()).toEqual(expected);
  });

  it("says how many stand how, and a press shows those alone", async () => {
    list();
    const { user, address } = renderPage(<Certificates />, { route: "/certificates" });
    const statuses = within(await screen.findByRole("group", { name: "Show by status" }));
    await user.click(await statuses.findByRole("button", { name: "Active 2" }));
    expect(address()).toBe("/certificates?status=active");
    await waitFor(async () => expect(await titles()).toEqual(["Active course", "Own course"]));
    await user.click(statuses.getByRole("button", { name: "Active 2" }));
    await waitFor(async () => expect(await titles()).toHaveLength(5));
  });

  it("sorts by what stands above a column, and keeps it in the address", async () => {
    list();
    const { user, address } = renderPage(<Certificates />, { route: "/certificates" });
    await titles();
    await user.click(screen.getByRole("button", { name: "Title" }));
    expect(address()).toBe("/certificates?sort=title&order=ascending");
    await waitFor(async () => expect((await titles())[0]).toBe("Active course"));
    await user.click(screen.getByRole("button", { name: "Title" }));
    await waitFor(async () => expect((await titles())[0]).toBe("Unclear course"));
  });

  it("asks what all that is filtered comes to, and adds up itself what words find", async () => {
    const api = list();
    const { user } = renderPage(<Certificates />, { route: "/certificates?kind=academy&from=2026-01-01" });
    const totals = within(await screen.findByRole("region", { name: "Totals" }));
    expect(totals.getByText("5.5 awarded, 8 claimed")).toBeVisible();
    expect(api.asked("GET /certificates/totals")[0]?.query).toEqual({
      kind: "academy",
      earned_from: "2026-01-01",
    });
    await user.type(screen.getByRole("searchbox"), "own");
    expect(await totals.findByText("1.5 awarded, 2 claimed")).toBeVisible();
    expect(totals.getByText("1 certificate")).toBeVisible();
  });

  it("says that nothing matches, and takes the filters away", async () => {
    list();
    const { user, address } = renderPage(<Certificates />, { route: "/certificates?q=nothing+like+it" });
    expect(await screen.findByRole("heading", { name: "No certificate matches" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(address()).toBe("/certificates");
    await waitFor(async () => expect(await titles()).toHaveLength(5));
  });

  it("leads who has none to the first", async () => {
    list({ "GET /certificates": page([]) });
    renderPage(<Certificates />);
    expect(
      await screen.findByRole("heading", {
        level: 1,
        name: "Your portfolio is ready for its first certificate",
      }),
    ).toBeVisible();
    expect(screen.getByRole("link", { name: "Add certificate" })).toHaveAttribute(
      "href",
      "/certificates/new",
    );
  });

  it("says that it could not be loaded, and tries again", async () => {
    const api = list({ "GET /certificates": refuse(500, "internal-error") });
    const { user } = renderPage(<Certificates />);
    expect(await screen.findByText("This could not be loaded")).toBeVisible();
    api.answer({ "GET /certificates": page(ALL) });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await titles()).toHaveLength(5);
  });

  it("says on paper whose it is, and what of it", async () => {
    list();
    renderPage(<Certificates />, { route: "/certificates?kind=academy&q=own" });
    await titles();
    expect(await screen.findByText("Demo Academy")).toBeInTheDocument();
    expect(screen.getByText("Demo Learner")).toBeInTheDocument();
    expect(screen.getByText("Only: At the academy and “own”")).toBeInTheDocument();
  });
});
