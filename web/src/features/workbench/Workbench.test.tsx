// @vitest-environment happy-dom
import { act, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Queued, StaffCertificate, StaffMember } from "../../api/types";
import { academy, creditType, me, page, queued, review, TRIANGLE } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { makeGate, refuse, refuseField, type Routes, serve, UNREACHABLE } from "../../testing/serve";
import { LEARNER, REVIEWER } from "../../testing/users";
import Workbench from "./Workbench";

const BASE = "/admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";
const ONE = `GET ${BASE}` as const;
const DECIDE = `POST ${BASE}/decisions` as const;
const UNDO_MS = 10_000;

const first = { id: "01JD0000000000000000000001", title: "First" };
const second = { id: "01JD0000000000000000000002", title: "Second" };
const all = [first, second];

beforeEach(() => {
  // Time goes on by itself, and in leaps where a test says so.
  vi.useFakeTimers({ shouldAdvanceTime: true });
  localStorage.clear();
  Object.defineProperty(navigator, "locks", { value: LOCKS, configurable: true });
});
afterEach(() => void vi.useRealTimers());

/** One tab alone: it gets every lock it asks for. */
const LOCKS = { request: (_name: string, _options: object, held: () => Promise<void>) => held() };

interface Shown {
  one?: Partial<StaffCertificate>;
  others?: Partial<Queued>[];
  role?: StaffMember["role"];
  more?: Routes;
}

async function open({ one = {}, others = all, role = "reviewer", more = {} }: Shown = {}) {
  const api = serve({
    ...academy(role),
    "GET /admin/academies/{academy_id}/reviews": page(others.map((other) => queued(other))),
    [ONE]: ({ path }) => review(path["certificate_id"] === second.id ? second : { ...first, ...one }),
    [`GET ${BASE}/duplicates`]: { items: [], more: false },
    [`GET ${BASE}/precedents`]: { items: [] },
    [`POST ${BASE}/forecast`]: { before: [], after: [], holdings: [] },
    [DECIDE]: ({ path }) => review({ id: path["certificate_id"]!, status: "approved", version: 2 }),
    ...more,
  });
  const shown = renderPage(<Workbench />, {
    route: `/console/queue/${LEARNER.id}/${first.id}`,
    path: "/console/queue/:learnerId/:certificateId",
    user: REVIEWER,
  });
  await sees("First");
  await waitFor(() => expect(api.asked("GET /admin/academies/{academy_id}/reviews")).not.toHaveLength(0));
  await act(() => vi.advanceTimersByTimeAsync(500));
  const user = userEvent.setup({ advanceTimers: (ms) => vi.advanceTimersByTime(ms) });
  return { ...shown, api, user };
}

const sees = (title: string) => screen.findByRole("heading", { level: 1, name: title });
const button = (name: string | RegExp) => screen.getByRole("button", { name });
const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));
const comment = () => screen.getByRole("textbox", { name: "Comment" });

it("says plainly what it is told by an API that is newer", async () => {
  await open({
    one: {
      status: "in_conference" as "pending",
      kind: "badge" as "external",
      events: [
        {
          version: 1,
          at: "2026-11-20T08:00:00Z",
          actor: { kind: "machine" as "system", id: "robot-1", name: null },
          action: "hand_over" as "submit",
          from_status: null,
          to_status: "in_conference" as "pending",
          comment: null,
          reason: null,
          usual_reason: null,
          rejected: null,
          changes: [],
        },
      ],
    },
  });
  expect(screen.getByText("In conference")).toBeVisible();
  expect(screen.getByText("Badge")).toBeVisible();
  expect(screen.getByText(/Hand over/).closest("li")).toHaveTextContent("by robot-1");
});

describe("a decision", () => {
  it("is made by two keys, goes on to the next one, and is sent after ten seconds", async () => {
    const { user, api } = await open();
    await user.keyboard("a{Control>}{Enter}{/Control}");
    await sees("Second");
    expect(screen.getByText("“First” was approved.")).toBeVisible();
    expect(api.asked(DECIDE)).toEqual([]);
    await pass(UNDO_MS);
    await waitFor(() => expect(api.asked(DECIDE)).toHaveLength(1));
    expect(api.asked(DECIDE)[0]).toMatchObject({
      ifMatch: '"1"',
      path: { certificate_id: first.id },
      body: { action: "approve", awarded: [], corrections: {} },
    });
  });

  it("is undone by a key, with all that was filled in, and never sent", async () => {
    const { user, api } = await open();
    await user.keyboard("d1");
    expect(comment()).toHaveFocus();
    await user.keyboard("Not ours: aud?{Control>}{Enter}{/Control}");
    await sees("Second");
    await user.keyboard("u");
    await sees("First");
    expect(comment()).toHaveValue("Not ours: aud?");
    expect(screen.getByRole("radio", { name: "The file cannot be read" })).toBeChecked();
    expect(screen.getByRole("radio", { name: "The file cannot be read" })).toHaveFocus();
    await pass(2 * UNDO_MS);
    expect(api.asked(DECIDE)).toEqual([]);
  });

  it("that waits is said on its own page, where it can be undone", async () => {
    const { user } = await open({ others: [] });
    await user.keyboard("a{Control>}{Enter}{/Control}");
    const decision = await screen.findByRole("region", { name: "Decision" });
    expect(await within(decision).findByText(/is sent in \d+ s/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Approve" })).not.toBeInTheDocument();
    await user.click(within(decision).getByRole("button", { name: "Undo" }));
    expect(button("Approve certificate")).toBeVisible();
  });

  it("names what is missing at its field, and takes nothing away that was written", async () => {
    const { user } = await open();
    await user.click(button("Decline"));
    await user.click(button("Decline certificate"));
    expect(screen.getByText("Choose a reason: the learner sees it.")).toBeVisible();
    expect(comment()).toHaveAccessibleDescription(/Say why: the learner reads it/);
  });

  it("with other credits needs a comment, and says which line the API found wrong", async () => {
    const { user, api } = await open({
      others: [],
      more: {
        [DECIDE]: refuseField("awarded.0.credits", "above_maximum", { maximum: "5.00", unit: "hours" }),
      },
    });
    await user.keyboard("w");
    const award = screen.getByRole("textbox", { name: "Award CPE hours" });
    expect(award).toHaveFocus();
    await user.clear(award);
    await user.type(award, "6");
    await user.click(button("Approve certificate"));
    expect(comment()).toHaveAccessibleDescription(/Say why/);
    await user.type(comment(), "A longer course.");
    await user.click(button("Approve certificate"));
    await pass(UNDO_MS);
    expect((await screen.findAllByText("The decision on “First” was not taken"))[0]).toBeVisible();
    expect(api.asked(DECIDE)[0]?.body).toMatchObject({ awarded: [{ credit_type: "cpe", credits: "6" }] });
    // All that was filled in is there again, with what is wrong at its field.
    const again = screen.getByRole("textbox", { name: "Award CPE hours" });
    expect(again).toHaveValue("6");
    expect(again).toHaveAccessibleDescription(/at most 5/i);
    expect(again).toHaveFocus();
    expect(comment()).toHaveValue("A longer course.");
  });

  it("takes away what was emptied, and says so before", async () => {
    const { user, api } = await open({ one: { issuer: "Demo University", expires_on: "2030-01-02" } });
    await user.keyboard("w");
    await user.clear(screen.getByRole("textbox", { name: "Issued by" }));
    expect(screen.getByText("The approval takes away")).toBeVisible();
    await user.type(comment(), "It does not say.");
    await user.click(button("Approve certificate"));
    await pass(UNDO_MS);
    await waitFor(() => expect(api.asked(DECIDE)[0]?.body).toMatchObject({ corrections: { issuer: null } }));
  });

  it("that somebody else was faster with comes back, with what they did and what was written", async () => {
    const { user, api } = await open({ others: [] });
    const event = {
      version: 2,
      at: "2026-11-25T12:00:00Z",
      actor: { kind: "staff" as const, id: "other", name: "Another Reviewer" },
      action: "edit" as const,
      from_status: "pending" as const,
      to_status: "pending" as const,
      comment: null,
      reason: null,
      rejected: null,
      usual_reason: null,
      changes: [],
    };
    await user.keyboard("d1");
    await user.keyboard("No.{Control>}{Enter}{/Control}");
    api.answer({
      [DECIDE]: refuse(412, "stale-version"),
      [ONE]: review({ ...first, version: 2, events: [event] }),
    });
    await pass(UNDO_MS);
    expect(await screen.findByText("Somebody else was faster")).toBeVisible();
    expect(screen.getByText(/by Another Reviewer.*What you wrote is still here/)).toBeVisible();
    await user.click(button("Decline"));
    expect(comment()).toHaveValue("No.");
  });

  it("that comes before the next page of the queue goes on to that when it is there", async () => {
    const gate = makeGate();
    const { user } = await open({
      more: {
        "GET /admin/academies/{academy_id}/reviews": ({ query }) =>
          query["cursor"]
            ? gate.wait(page([queued(second)]))()
            : { ...page([queued(first)]), next_cursor: "more" },
      },
    });
    await user.keyboard("a{Control>}{Enter}{/Control}");
    expect(await screen.findByText("“First” was approved.", { selector: "span" })).toBeVisible();
    expect(screen.queryByRole("heading", { level: 1, name: "Second" })).toBeNull();
    gate.open();
    await sees("Second");
  });

  it("waits for a connection, and says so", async () => {
    const { user, api } = await open({ others: [], more: { [DECIDE]: UNREACHABLE } });
    await user.keyboard("a{Control>}{Enter}{/Control}");
    await pass(UNDO_MS);
    expect(await screen.findByText("no answer yet; it is tried again")).toBeVisible();
    api.answer({ [DECIDE]: review({ ...first, status: "approved", version: 2 }) });
    await pass(3000);
    await waitFor(() => expect(api.asked(DECIDE)).toHaveLength(2));
  });
});

describe("what was written", () => {
  it("is kept on the way to another certificate and back", async () => {
    const { user } = await open();
    await user.keyboard("d");
    await user.type(comment(), "Half a thought");
    await user.keyboard("{Escape}");
    await user.keyboard("j");
    await sees("Second");
    await user.keyboard("d");
    expect(comment()).toHaveValue("");
    await user.keyboard("{Escape}k");
    await sees("First");
    await user.keyboard("d");
    expect(comment()).toHaveValue("Half a thought");
  });
});

describe("a key", () => {
  it("does nothing where it is switched off, but for the one that shows them", async () => {
    const { user } = await open();
    await user.keyboard("?");
    await user.click(within(await screen.findByRole("dialog")).getByRole("switch"));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).not.toBeInTheDocument());
    await user.keyboard("a");
    expect(screen.queryByRole("button", { name: "Approve certificate" })).not.toBeInTheDocument();
    await user.keyboard("?");
    expect(await screen.findByRole("dialog")).toBeVisible();
  });
});

describe("nobody decides", () => {
  it("on a certificate of their own", async () => {
    await open({
      one: {
        learner_id: REVIEWER.id,
        submitted_by: { kind: "learner", id: REVIEWER.id, name: REVIEWER.name },
      },
    });
    expect(screen.getAllByText(/somebody else has to decide on it/)[0]).toBeVisible();
    expect(screen.queryByRole("button", { name: /Approve|Take/ })).not.toBeInTheDocument();
  });

  it("on what somebody else looks at, until that time is over", async () => {
    const until = new Date(Date.now() + 60_000).toISOString();
    await open({ one: { assignment: { principal: "other", name: "Another Reviewer", until } } });
    expect(
      screen.getByText(/Another Reviewer is looking at it: only they can decide it until/),
    ).toBeVisible();
    expect(button("Take")).toBeDisabled();
    expect(screen.queryByRole("button", { name: "Approve" })).not.toBeInTheDocument();
    await pass(60_001);
    expect(button("Approve")).toBeVisible();
    expect(button("Take")).toBeEnabled();
  });

  it("on what was decided, but for an administrator", async () => {
    await open({ one: { status: "approved" } });
    expect(screen.getByText("Approved. Only an administrator can reopen or revoke it.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Verify this history" })).not.toBeInTheDocument();
  });
});

describe("an administrator", () => {
  it("reopens and revokes what was decided, through the same ten seconds", async () => {
    const { user, api } = await open({ one: { status: "approved" }, role: "administrator" });
    await user.keyboard("r");
    await user.type(comment(), "The issuer withdrew it.");
    await user.click(button("Revoke certificate"));
    expect(api.asked(DECIDE)).toEqual([]);
    await pass(UNDO_MS);
    await waitFor(() => expect(api.asked(DECIDE)[0]?.body).toMatchObject({ action: "revoke" }));
  });
});

it("a certificate that is taken says until when it is only mine", async () => {
  const until = new Date(Date.now() + 60_000).toISOString();
  await open({ one: { assignment: { principal: REVIEWER.id, name: REVIEWER.name, until } } });
  expect(screen.getByText(/Only you can decide it until/)).toBeVisible();
  expect(button("Give back")).toBeVisible();
});

it("what the award does to where the learner stands follows what is typed", async () => {
  const totals = {
    starts_on: "2026-01-01",
    ends_on: "2026-12-31",
    credit_type: "cpe",
    period: "2026",
    rules_version: 1,
    claimed: "0.00",
    awarded: "0.00",
    carried_in: "0.00",
    carried_out: "0.00",
    lapsed: "0.00",
    target: "20.00",
    cap: null,
    remaining: "0.00",
  };
  const { user } = await open({
    more: {
      [`POST ${BASE}/forecast`]: ({ body }: { body: { awarded?: { credits: string }[] } }) => ({
        before: [{ ...totals, applied: "5.00" }],
        after: [
          {
            ...totals,
            applied: String(5 + Number(body.awarded?.[0]?.credits ?? 2)),
            counted: [],
            uncounted: [],
          },
        ],
      }),
    } as unknown as Routes,
  });
  expect(await screen.findByText("5 of 20 hours; with this 7")).toBeVisible();
  await user.keyboard("w");
  const award = screen.getByRole("textbox", { name: "Award CPE hours" });
  await user.clear(award);
  await user.type(award, "10");
  expect(await screen.findByText("5 of 20 hours; with this 15")).toBeVisible();
});

it("what comes next has been loaded before it is gone to", async () => {
  const { api } = await open();
  await waitFor(() => expect(api.asked(ONE).map(({ path }) => path["certificate_id"])).toContain(second.id));
});

describe("who verifies a history", () => {
  const VERIFY = `GET ${BASE}/verification` as const;
  const intact = { intact: true, broken_at: null, why: null, why_code: null, fields: [], ledger: null };

  async function verifies(found: object) {
    const shown = await open({ role: "administrator", more: { [VERIFY]: { ...intact, ...found } } });
    await shown.user.click(button("Verify this history"));
    return shown;
  }

  it("is told that the ledger knows all of a history", async () => {
    await verifies({ ledger: "whole" });
    const said = await screen.findByText("The ledger, which nobody can change, knows all of it.");
    expect(said).toBeVisible();
    expect(screen.getByText("The history is intact.")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Verify again" })).not.toBeInTheDocument();
  });

  it.each([
    ["not_yet", /too young for the ledger/],
    ["before", /from before there was a ledger/],
  ])("is told what the ledger cannot say yet (%s), and asks again", async (ledger, text) => {
    const { user, api } = await verifies({ ledger });
    expect(await screen.findByText(text)).toBeVisible();
    await user.click(button("Verify again"));
    await waitFor(() => expect(api.asked(VERIFY)).toHaveLength(2));
  });

  it.each([
    ["misplaced", "Entry 2: an entry is missing or out of place"],
    ["unlinked", "Entry 2: it does not follow the entry before it"],
    ["edited", "Entry 2: it was edited"],
    ["other_status", "Entry 2: it begins at another status than the entry before ended"],
    ["other_in_ledger", "Entry 2: the ledger knows another entry in its place"],
    ["later_in_ledger", "Entry 2: the ledger knows it, and the history has it no more"],
    ["not_in_ledger", "Entry 2: the ledger should know it by now and does not"],
  ])("is told which entry is in doubt, and why (%s)", async (why_code, text) => {
    await verifies({ intact: false, broken_at: 2, why_code, why: "In English." });
    expect(await screen.findByRole("alert")).toHaveTextContent(text);
  });

  it.each([
    ["other_end", "The history ends before or after the certificate."],
    ["other_fields", "The certificate differs from its history: title, issuer."],
    ["of_a_newer_api", "In English."],
  ])("is told what is wrong with the certificate (%s)", async (why_code, text) => {
    const fields = ["title", "issuer"];
    await verifies({ intact: false, why_code, why: "In English.", fields });
    expect(await screen.findByRole("alert")).toHaveTextContent(text);
  });
});

describe("lines that say what they are", () => {
  const pdu = creditType({ id: "pdu", name: "PDU", labels: [TRIANGLE] });
  const claim = (category: string, claimed: string) => ({
    credit_type: "pdu",
    labels: { category },
    claimed,
    awarded: null,
  });
  const two = [claim("work", "2.00"), claim("power", "3.00")];
  const ME = "GET /admin/academies/{academy_id}/me";
  const setUp = { [ME]: me("reviewer", { credit_types: [pdu] }) };

  it("are shown with it, and what was stated where a reviewer put it right", async () => {
    const corrections = { "claims.1.labels.category": { stated: "leading" } };
    await open({ one: { claims: two, corrections }, more: setUp });
    const rows = screen.getAllByRole("rowheader").map(({ textContent }) => textContent);
    expect(rows[0]).toBe("PDUTalent Triangle: Ways of Working");
    expect(rows[1]).toContain("Talent Triangle: Power Skills");
    expect(rows[1]).toContain("stated was: Leadership");
  });

  it("are awarded and put right line by line", async () => {
    const { user, api } = await open({ one: { claims: two }, more: setUp });
    await user.keyboard("w");
    const award = await screen.findByRole("textbox", { name: /PDU · Power Skills/ });
    await user.clear(award);
    await user.type(award, "1.5");
    const right = screen.getByRole("group", { name: /PDU · Power Skills/ });
    await user.click(within(right).getByRole("button", { name: /Talent Triangle/ }));
    expect((await screen.findAllByRole("option")).map(({ textContent }) => textContent)).toEqual([
      "Ways of Working",
      "Power Skills",
      "Business Acumen",
    ]);
    await user.click(screen.getByRole("option", { name: "Business Acumen" }));
    await user.type(comment(), "It is about money.");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await pass(UNDO_MS);
    await waitFor(() => expect(api.asked(DECIDE)).toHaveLength(1));
    expect(api.asked(DECIDE)[0]!.body).toMatchObject({
      awarded: [{ credit_type: "pdu", line: 1, credits: "1.5" }],
      corrections: { labels: [{ line: 1, labels: { category: "business" } }] },
    });
  });

  it("tell in the history what they were before and after", async () => {
    const event = {
      version: 2,
      at: "2026-11-20T08:00:00Z",
      actor: { kind: "staff" as const, id: "r", name: "Demo Reviewer" },
      action: "approve" as const,
      from_status: "pending" as const,
      to_status: "approved" as const,
      comment: "It is about money.",
      reason: null,
      usual_reason: null,
      rejected: null,
      changes: [{ field: "claims.pdu.2.labels.category", before: "power", after: "business" }],
    };
    await open({ one: { claims: two, events: [event] }, more: setUp });
    const told = screen.getByText(/PDU \(2\): Talent Triangle/).closest("li");
    expect(told).toHaveTextContent("Power Skills");
    expect(told).toHaveTextContent("Business Acumen");
  });
});
