// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { CertificateEvent, CertificateWithHistory, InspectedFile } from "../../api/types";
import { certificate, creditType, TRIANGLE } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER } from "../../testing/users";
import { formatDay } from "../../text/format";
import CertificatePage from "./CertificatePage";

beforeEach(() => localStorage.clear());

const story = (change: Partial<CertificateWithHistory> = {}): CertificateWithHistory => ({
  ...certificate(),
  events: [],
  ...change,
});

const file = (change: Partial<InspectedFile> = {}): InspectedFile => ({
  upload_id: "u",
  name: "certificate.pdf",
  content_type: "application/pdf",
  size: 1000,
  sha256: "0",
  state: "accepted",
  reason: null,
  values: {},
  explanation: null,
  ...change,
});

const happened = (change: Partial<CertificateEvent>): CertificateEvent => ({
  version: 1,
  at: "2026-11-20T08:00:00Z",
  actor: { kind: "learner", id: LEARNER.id, name: LEARNER.name },
  action: "submit",
  from_status: null,
  to_status: "pending",
  comment: null,
  reason: null,
  usual_reason: null,
  rejected: null,
  changes: [],
  ...change,
});

const decision = {
  outcome: "request_changes" as const,
  at: "2026-11-20T08:00:00Z",
  by: { kind: "staff" as const, id: "reviewer", name: "Demo Reviewer" },
  comment: "Page 2 is missing.",
  reason: null,
  rejected: null,
  answers: [],
  waited_seconds: null,
};

function open(shown: CertificateWithHistory, routes: Routes = {}, search = "") {
  const api = serve({
    "GET /certificates/{certificate_id}": shown,
    "GET /credit-types": { items: [creditType()] },
    "GET /statement": { items: [] },
    "GET /certificates/{certificate_id}/outlook": {
      ahead: 3,
      ahead_is_exact: true,
      expected_on: "2026-12-01",
      due_on: "2026-12-03",
      overdue: false,
      based_on: 20,
    },
    "GET /certificates/{certificate_id}/pages": refuse(409, "file-not-available"),
    ...routes,
  });
  const route = `/certificates/${shown.id}${search}`;
  return { api, ...renderPage(<CertificatePage />, { route, path: "/certificates/:certificateId" }) };
}

describe("a certificate", () => {
  it.each<[string, Partial<CertificateWithHistory>]>([
    ["A reviewer looks at it. There is nothing for you to do.", {}],
    [
      "Your file is being checked. A reviewer sees it right after that.",
      { file: file({ state: "waiting" }) },
    ],
    ["Change what the reviewer asks for, and send it again.", { status: "changes_requested", decision }],
    [
      "Your academy entered this certificate, and is putting it right. You need not do anything.",
      { status: "changes_requested", entered_on_behalf: true },
    ],
    ["It is approved and counts. There is nothing left to do.", { status: "approved", standing: "active" }],
    [
      `Its validity ended on ${formatDay("2026-10-01")}. The credits stay counted.`,
      { status: "approved", standing: "expired", expires_on: "2026-10-01" },
    ],
    ["It was not accepted and does not count.", { status: "declined" }],
    ["You took it back. It is not reviewed and does not count.", { status: "withdrawn" }],
    ["Its approval was taken back, and it no longer counts.", { status: "revoked" }],
  ])("says what is next: %s", async (sentence, change) => {
    open(story(change));
    expect(await screen.findByText(sentence)).toBeVisible();
  });

  it("says what to expect while it waits", async () => {
    open(story());
    const outlook = within(await screen.findByRole("group", { name: "What to expect" }));
    expect(outlook.getByText("3 before yours")).toBeVisible();
    expect(outlook.getByText(formatDay("2026-12-01"))).toBeVisible();
  });

  it("says why a file was refused, and leads to another one", async () => {
    const refused = file({ state: "rejected", reason: "encrypted", explanation: "x" });
    open(story({ status: "changes_requested", decision, file: refused }));
    expect(await screen.findByText(/asks for a password/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Edit and resubmit" })).toHaveAttribute(
      "href",
      `/certificates/${certificate().id}/edit`,
    );
  });

  it("tells what each line says of itself, of which several may be of one type", async () => {
    const labelled = (category: string, claimed: string) => ({
      credit_type: "cpe",
      labels: { category },
      claimed,
      awarded: null,
    });
    open(
      story({
        claims: [labelled("work", "2.00"), labelled("gone", "3.00")],
        corrections: { "claims.1.labels.category": { stated: "power" } },
      }),
      { "GET /credit-types": { items: [creditType({ labels: [TRIANGLE] })] } },
    );
    const counts = within(await screen.findByRole("region", { name: "What counts" }));
    expect(await counts.findByText("Talent Triangle: Ways of Working")).toBeVisible();
    const put = counts.getByText(/Talent Triangle: gone/);
    expect(put).toHaveTextContent("stated was: Power Skills");
    expect(counts.getAllByRole("heading", { level: 3 })).toHaveLength(2);
  });

  it("tells of each line what counts, and which rule keeps the rest", async () => {
    const { api } = open(
      story({
        status: "approved",
        standing: "active",
        claims: [{ credit_type: "cpe", labels: {}, claimed: "8.00", awarded: "6.00" }],
      }),
      {
        "GET /statement": {
          items: [
            {
              credit_type: "cpe",
              period: "2026",
              starts_on: "2026-01-01",
              ends_on: "2026-12-31",
              rules_version: 1,
              claimed: "0.00",
              awarded: "28.00",
              carried_in: "0.00",
              applied: "25.00",
              carried_out: "2.00",
              lapsed: "1.00",
              target: null,
              cap: "25.00",
              remaining: null,
              fact_missing: null,
              line_count: 1,
            },
          ],
        },
        "GET /statement/lines": {
          items: [
            {
              certificate_id: certificate().id,
              line: 0,
              title: "Course",
              earned_on: "2026-11-01",
              carried_from: null,
              good_through: null,
              credits: "6.00",
              applied: "3.00",
              carried_out: "2.00",
              lapsed: "1.00",
              counted: "in_part",
              why: "in English",
              why_code: "cap_reached",
              why_values: { cap: "25.00", period: "2026", carried_out: "2.00", lapsed: "1.00" },
            },
          ],
          next_cursor: null,
        },
      },
    );
    const counts = within(await screen.findByRole("region", { name: "What counts" }));
    expect(await counts.findByText("In part")).toBeVisible();
    expect(counts.getAllByRole("definition").map(({ textContent }) => textContent)).toEqual(["8", "6", "3"]);
    expect(
      counts.getByText("The cap of 25 for 2026 was reached: 2 carried into the next period, 1 lapsed."),
    ).toBeVisible();
    expect(api.asked("GET /statement/lines")[0]?.query).toMatchObject({ credit_type: "cpe", period: "2026" });
  });

  it("says plainly what it is told by an API that is newer", async () => {
    open({
      ...story({ status: "in_conference" as "pending", kind: "badge" as "external" }),
      events: [
        happened({
          action: "hand_over" as "submit",
          to_status: "in_conference" as "pending",
          actor: { kind: "machine" as "system", id: "robot-1", name: null },
        }),
      ],
    });
    expect(await screen.findByText("In conference")).toBeVisible();
    expect(screen.getByText("Badge")).toBeVisible();
    expect(screen.getByText(/Hand over/).closest("li")).toHaveTextContent("by robot-1");
  });

  it("tells its history, the newest first, with what was said before and after", async () => {
    open(
      story({
        events: [
          happened({}),
          happened({
            version: 2,
            action: "edit",
            changes: [{ field: "title", before: "Corse", after: "Course" }],
          }),
        ],
      }),
    );
    const history = within(await screen.findByRole("region", { name: "History" }));
    const [newest, oldest] = history.getAllByRole("listitem");
    expect(newest).toHaveTextContent("Edited and sent again by you");
    expect(newest).toHaveTextContent("from Corse → to Course");
    expect(oldest).toHaveTextContent("Handed in by you");
  });

  it("is withdrawn once that is confirmed", async () => {
    const { user, api } = open(story(), {
      "DELETE /certificates/{certificate_id}": certificate({ status: "withdrawn", version: 2 }),
    });
    await user.click(await screen.findByRole("button", { name: "Withdraw" }));
    const dialog = within(await screen.findByRole("alertdialog", { name: "Withdraw this certificate?" }));
    api.answer({ "GET /certificates/{certificate_id}": story({ status: "withdrawn", version: 2 }) });
    await user.click(dialog.getByRole("button", { name: "Withdraw certificate" }));
    expect(await screen.findAllByText("The certificate was withdrawn.")).not.toHaveLength(0);
    expect(api.asked("DELETE /certificates/{certificate_id}")[0]?.ifMatch).toBe('"1"');
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
  });

  it("says so where somebody else was faster than a withdrawal", async () => {
    const current = certificate({ status: "approved", standing: "active", version: 2 });
    const { user } = open(story(), {
      "DELETE /certificates/{certificate_id}": refuse(412, "stale-version", { current }),
    });
    await user.click(await screen.findByRole("button", { name: "Withdraw" }));
    await user.click(await screen.findByRole("button", { name: "Withdraw certificate" }));
    expect(await screen.findByText(/Somebody else, or another window, changed it/)).toBeVisible();
  });

  it("is disputed with words where staff entered it", async () => {
    const entered = story({ status: "approved", standing: "active", entered_on_behalf: true });
    const { user, api } = open(entered, {
      "POST /certificates/{certificate_id}/dispute": certificate({ version: 2 }),
    });
    await user.click(await screen.findByRole("button", { name: "This is not right" }));
    const dialog = within(await screen.findByRole("dialog", { name: "Dispute this certificate?" }));
    await user.click(dialog.getByRole("button", { name: "Send to a reviewer" }));
    expect(dialog.getByRole("textbox")).toBeInvalid();
    expect(api.asked("POST /certificates/{certificate_id}/dispute")).toHaveLength(0);
    await user.type(dialog.getByRole("textbox"), "It took two days.");
    await user.click(dialog.getByRole("button", { name: "Send to a reviewer" }));
    expect(await screen.findAllByText(/Your comment was sent/)).not.toHaveLength(0);
    expect(api.asked("POST /certificates/{certificate_id}/dispute")[0]?.body).toEqual({
      comment: "It took two days.",
    });
  });

  it("says what is disputed while a reviewer looks at it again", async () => {
    open(
      story({
        entered_on_behalf: true,
        events: [happened({ action: "dispute", comment: "It took two days.", from_status: "approved" })],
      }),
    );
    const disputed = await screen.findByRole("region", { name: "Disputed by you" });
    expect(disputed).toHaveTextContent("It took two days.");
  });

  it("is shown as large as there is room, with an address of its own", async () => {
    const { user, address } = open(story({ file: file() }));
    await user.click(await screen.findByRole("button", { name: "View certificate" }));
    expect(address()).toMatch(/\?view=1$/);
    const dialog = within(await screen.findByRole("dialog", { name: "Course" }));
    await user.click(dialog.getByRole("button", { name: "Close" }));
    expect(address()).not.toMatch(/view/);
  });

  it.each([
    [404, "not-found" as const],
    [403, "forbidden" as const],
  ])("is not there, whether it is gone or somebody else's (%s)", async (status, code) => {
    open(story(), { "GET /certificates/{certificate_id}": refuse(status, code) });
    expect(await screen.findByRole("heading", { name: "There is nothing here" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Go to the start page" })).toHaveAttribute("href", "/");
  });

  it("can be tried again where it could not be loaded", async () => {
    const { user, api } = open(story(), {
      "GET /certificates/{certificate_id}": refuse(500, "internal-error"),
    });
    await screen.findByText("This could not be loaded");
    api.answer({ "GET /certificates/{certificate_id}": story() });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { level: 1, name: "Course" })).toBeVisible();
  });
});

describe("a certificate and its renewal", () => {
  const OTHER = "01JD0000000000000000000009";
  const ends = { status: "approved", standing: "active", expires_on: "2027-12-20" } as const;
  const renew = () => screen.queryByRole("link", { name: "Renew" });

  it("can be renewed where it ends one day, however far off", async () => {
    open(story(ends));
    expect(await screen.findByRole("link", { name: "Renew" })).toHaveAttribute(
      "href",
      `/certificates/${certificate().id}/renew`,
    );
  });

  it.each([
    ["never ends", { ...ends, expires_on: null }],
    ["is not approved", { ...ends, status: "pending", standing: null }],
    ["is being renewed", { ...ends, renewed_by: OTHER }],
  ] as const)("is not offered to be renewed where it %s", async (_, change) => {
    open(story({ title: "Old", ...change }));
    expect(await screen.findByRole("heading", { name: "Old" })).toBeVisible();
    expect(renew()).toBeNull();
  });

  it("shows what came after it, and what it came after", async () => {
    open(story({ status: "superseded", renews: "01JD0000000000000000000008", renewed_by: OTHER }));
    expect(await screen.findByText("Superseded")).toBeVisible();
    expect(screen.getByRole("link", { name: "Show the renewal" })).toHaveAttribute(
      "href",
      `/certificates/${OTHER}`,
    );
    expect(screen.getByRole("link", { name: "Show the earlier certificate" })).toHaveAttribute(
      "href",
      "/certificates/01JD0000000000000000000008",
    );
  });
});
