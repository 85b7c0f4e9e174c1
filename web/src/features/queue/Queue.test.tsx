// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import { UNDO_MS } from "../../shared/staff/outbox";
import { dayFromNow } from "../../testing/days";
import { academy, page, queued } from "../../testing/records";
import { giveLocks } from "../../testing/locks";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Queue from "./Queue";

const REVIEWS = "GET /admin/academies/{academy_id}/reviews";
const TOTALS = "GET /admin/academies/{academy_id}/reviews/totals";
const FOUND = "GET /admin/academies/{academy_id}/learners";
const LEARNER = "GET /admin/academies/{academy_id}/learners/{learner_id}";
const counts = {
  pending: 12,
  changes_requested: 3,
  withdrawn: 0,
  approved: 1234,
  declined: 0,
  revoked: 1,
  superseded: 0,
};
const none = {
  pending: 0,
  changes_requested: 0,
  withdrawn: 0,
  approved: 0,
  declined: 0,
  revoked: 0,
  superseded: 0,
};

const id = (at: number) => `01JD00000000000000000000${String(at).padStart(2, "0")}`;
const soon = (minutes: number) => new Date(Date.now() + minutes * 60_000).toISOString();
const other = { principal: "other", name: "Second Reviewer", until: soon(20) };

const late = queued({
  id: id(1),
  title: "Ethics in practice",
  age_days: 7.4,
  due_on: dayFromNow(-2),
  overdue: true,
});
const taken = queued({
  id: id(2),
  title: "Working at height",
  age_days: 3,
  due_on: dayFromNow(1),
  assignment: other,
});
const mine = queued({
  id: id(3),
  title: "Gestión de riesgos",
  issuer: "Universität Núñez",
  age_days: 0,
  due_on: dayFromNow(0),
  assignment: { ...other, principal: REVIEWER.id, name: REVIEWER.name },
});

/** Locks as a browser has them; everything is in one tab. */
beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

function open(routes: Routes = {}, search = "") {
  const api = serve({
    ...academy(),
    [REVIEWS]: page([late, taken, mine]),
    [TOTALS]: { totals: counts, overdue: 4 },
    ...routes,
  });
  const shown = renderPage(<Queue />, {
    route: `/console/queue${search}`,
    path: "/console/queue",
    user: REVIEWER,
  });
  return { api, ...shown };
}

const row = async (title: string) =>
  (await screen.findByRole("link", { name: title })).closest<HTMLElement>("[role=row]")!;
const titles = () =>
  screen.getAllByRole("rowheader").map((header) => within(header).getByRole("link").textContent);
const select = (title: string) => screen.getByRole("checkbox", { name: `Select ${title}` });

describe("the queue", () => {
  it("says how many there are of each, and how long each waits", async () => {
    open();
    expect(await row("Ethics in practice")).toHaveTextContent("7 daysOverdue by 2 days");
    expect(await row("Working at height")).toHaveTextContent("3 daysDue tomorrow");
    expect(await row("Gestión de riesgos")).toHaveTextContent("Since todayDue today");
    const statuses = screen.getByRole("navigation", { name: "Status" });
    expect(within(statuses).getByRole("link", { name: "Waiting 12" })).toHaveAttribute(
      "aria-current",
      "page",
    );
    expect(within(statuses).getByRole("link", { name: "Approved 1,234" })).toBeVisible();
    expect(screen.getByText(/12 certificates wait for a decision, 4 of them overdue/)).toBeVisible();
    expect(screen.getByText("All 3 certificates")).toBeVisible();
  });

  it("says who has taken what, until when", async () => {
    open();
    expect(await row("Working at height")).toHaveTextContent("Second Reviewer, until");
    expect(await row("Gestión de riesgos")).toHaveTextContent("You, until");
    expect(await row("Ethics in practice")).toHaveTextContent("Free");
  });

  it("begins by one key with the oldest that is free", async () => {
    const { user, address } = open({ [REVIEWS]: page([taken, late, mine]) });
    await row("Ethics in practice");
    await user.keyboard("{Enter}");
    expect(address()).toBe(`/console/queue/${late.learner_id}/${late.id}`);
  });

  it("offers no beginning where others have taken everything", async () => {
    open({ [REVIEWS]: page([taken]) });
    await row("Working at height");
    expect(screen.queryByRole("button", { name: "Review next" })).not.toBeInTheDocument();
  });

  it("shows what was decided with who decided, and nothing to select", async () => {
    const decision = {
      at: "2026-11-20T09:00:00Z",
      by: { kind: "staff" as const, id: "x", name: "Second Reviewer" },
    };
    const approved = queued({
      status: "approved",
      decision: {
        ...decision,
        outcome: "approve",
        rejected: null,
        comment: null,
        reason: null,
        answers: [],
        waited_seconds: 5,
      },
    });
    const { api } = open({ [REVIEWS]: page([approved]) }, "?status=approved");
    expect(await row("Course")).toHaveTextContent("Second Reviewer");
    expect(screen.queryByRole("checkbox")).not.toBeInTheDocument();
    expect(api.asked(REVIEWS)[0]?.query).toMatchObject({ status: "approved" });
  });

  it("says why it could not be loaded, and tries again", async () => {
    const { api, user } = open({ [REVIEWS]: refuse(500, "internal-error") });
    await screen.findByRole("alert");
    api.answer({ [REVIEWS]: page([late]) });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await row("Ethics in practice")).toBeVisible();
  });
});

describe("its filters", () => {
  it("stand in the address, show no totals, and are taken away one by one or all", async () => {
    const { api, user, address } = open();
    await user.click(await screen.findByRole("button", { name: "Overdue (4)" }));
    expect(address()).toBe("/console/queue?overdue=true");
    await waitFor(() => expect(api.asked(REVIEWS).at(-1)?.query).toMatchObject({ overdue: "true" }));
    expect(screen.getByRole("link", { name: "Waiting" })).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Filters" }));
    await user.click(screen.getByRole("button", { name: /Who is at it/ }));
    await user.click(await screen.findByRole("option", { name: "Nobody" }));
    expect(address()).toBe("/console/queue?overdue=true&taken=nobody");
    await user.click(screen.getByRole("button", { name: "Without the filter: Overdue" }));
    expect(address()).toBe("/console/queue?taken=nobody");
    await user.click(screen.getByRole("button", { name: "Clear filters" }));
    expect(address()).toBe("/console/queue");
  });

  it("find a learner by any word", async () => {
    const learner = {
      learner_id: "l1",
      name: "Zoë Demo",
      mail: "zoe@demo.example",
      external_id: null,
      invited: false,
      version: 1,
    };
    const { api, user, address } = open({
      [FOUND]: page([learner as never]),
      [LEARNER]: learner as never,
    });
    await user.click(await screen.findByRole("button", { name: "Filters" }));
    await user.type(screen.getByRole("combobox", { name: "Learner" }), "demo");
    await user.click(await screen.findByRole("option", { name: /Zoë Demo/ }));
    expect(api.asked(FOUND).at(-1)?.query).toMatchObject({ search: "demo" });
    expect(address()).toBe("/console/queue?learner_id=l1");
    expect(await screen.findByRole("button", { name: "Without the filter: Zoë Demo" })).toBeVisible();
  });

  it("of who is at it are no filters of what was decided", async () => {
    open({}, "?overdue=true&taken=me&credit_type=cpe");
    const approved = await screen.findByRole("link", { name: "Approved" });
    expect(approved).toHaveAttribute("href", "/console/queue?credit_type=cpe&status=approved");
  });
});

describe("its search", () => {
  it("looks through what is loaded, whatever the marks on letters, and says so", async () => {
    const { user, address } = open({ [REVIEWS]: page([late, taken, mine]) });
    await row("Ethics in practice");
    await user.type(screen.getByRole("searchbox"), "nunez riesgos");
    expect(await screen.findByText(/1 of the 3 loaded has these words/)).toBeVisible();
    expect(titles()).toEqual(["Gestión de riesgos"]);
    expect(address()).toContain("q=nunez");
    await user.type(screen.getByRole("searchbox"), " nothing");
    expect(
      await screen.findByRole("heading", { name: "Nothing of what is loaded has these words" }),
    ).toBeVisible();
    await user.click(screen.getAllByRole("button", { name: "Clear filters" })[0]!);
    expect(await row("Ethics in practice")).toBeVisible();
    expect(screen.getByRole("searchbox")).toHaveValue("");
  });
});

describe("an empty queue", () => {
  it.each([
    ["of a new academy", "", { totals: none, overdue: 0 }, "Nothing has been handed in yet"],
    [
      "in which all is decided",
      "",
      { totals: { ...none, approved: 5 }, overdue: 0 },
      "Everything has been decided",
    ],
    [
      "under a filter",
      "?kind=academy",
      { totals: counts, overdue: 0 },
      "No certificate matches these filters",
    ],
    ["of another status", "?status=revoked", { totals: counts, overdue: 0 }, "Nothing here: Revoked"],
  ])("%s says so", async (_, search, told, heading) => {
    open({ [REVIEWS]: page([]), [TOTALS]: told }, search);
    expect(await screen.findByRole("heading", { name: heading })).toBeVisible();
  });
});

describe("a selection", () => {
  it("survives what is loaded later and filtering back", async () => {
    const more = queued({ id: id(4), title: "Further on" });
    const { user } = open({
      [REVIEWS]: ({ query }) => (query["cursor"] ? page([more]) : page([late, taken], "next")),
    });
    await row("Ethics in practice");
    await user.click(select("Ethics in practice"));
    // A short page is gone on from by itself.
    await row("Further on");
    await user.click(select("Further on"));
    expect(screen.getByText("2 certificates selected")).toBeVisible();
    await user.type(screen.getByRole("searchbox"), "further");
    expect(await screen.findByText("(1 more not shown at present)")).toBeVisible();
    await user.clear(screen.getByRole("searchbox"));
    expect(await screen.findByText("2 certificates selected")).toBeVisible();
    await user.click(screen.getByRole("checkbox", { name: "Select all 3 that are loaded" }));
    expect(screen.getByText("3 certificates selected")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Select none" }));
    expect(screen.queryByRole("region", { name: "Selected certificates" })).not.toBeInTheDocument();
  });
});

describe("what waits in the outbox", () => {
  it("is shown as decided, is not offered again, and can be undone", async () => {
    const entry = {
      id: "01JE0000000000000000000000",
      learner_id: late.learner_id,
      certificate_id: late.id,
      version: late.version,
      title: late.title,
      verdict: { action: "approve", awarded: [], answers: [], corrections: {} },
      form: { comment: "Kept" },
      due: Date.now() + UNDO_MS,
      stage: { kind: "waiting" },
    };
    localStorage.setItem(`certfolio.outbox/${REVIEWER.id}/demo/tab`, JSON.stringify([entry]));
    const { user, address } = open();
    expect(await row("Ethics in practice")).toHaveTextContent(/Approvedis sent in \d+ s/);
    expect(select("Ethics in practice")).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Undo: Ethics in practice" }));
    expect(await row("Ethics in practice")).toHaveTextContent("Free");
    expect(localStorage.getItem(`certfolio.decision/${REVIEWER.id}/${late.learner_id}/${late.id}`)).toContain(
      "Kept",
    );
    await user.click(screen.getByRole("button", { name: "Review next" }));
    expect(address()).toContain(late.id);
  });
});
