// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { CertificateWithHistory, Forecast } from "../../api/types";
import { certificate, creditType } from "../../testing/records";
import { giveLocks } from "../../testing/locks";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import Edit from "./Edit";

const nothing: Forecast = {
  before: [],
  after: [],
  duplicates: [],
  holdings: [],
  found: [],
  found_labels: [],
};
const sentBack = (change: Partial<CertificateWithHistory> = {}): CertificateWithHistory => ({
  ...certificate({ title: "Erste Hilfe", status: "changes_requested", version: 3 }),
  decision: {
    outcome: "request_changes",
    by: { kind: "reviewer", id: "r", name: "Demo Reviewer" },
    at: "2026-11-21T08:00:00Z",
    reason: null,
    comment: "Which day was it?",
  } as never,
  events: [],
  ...change,
});

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

function open(shown = sentBack(), routes: Routes = {}) {
  const api = serve({
    "GET /credit-types": { items: [creditType()] },
    "GET /certificates/{certificate_id}": shown,
    "POST /certificates/forecast": nothing,
    ...routes,
  });
  const route = `/certificates/${shown.id}/edit`;
  return { api, ...renderPage(<Edit />, { route, path: "/certificates/:certificateId/edit" }) };
}

const title = () => screen.findByRole<HTMLInputElement>("textbox", { name: /What did you earn/ });
const save = () => screen.getByRole("button", { name: "Save and resubmit" });

describe("what was sent back", () => {
  it("is edited beside what was asked, and handed in again", async () => {
    const { user, api, address } = open(undefined, {
      "PUT /certificates/{certificate_id}": ({ body }) => certificate({ ...(body as object), version: 4 }),
    });
    expect(await screen.findByText("Which day was it?")).toBeVisible();
    expect(await title()).toHaveValue("Erste Hilfe");
    await waitFor(async () => expect(await title()).toHaveFocus());
    await user.type(await title(), " II");
    await user.click(save());
    await waitFor(() => expect(address()).toMatch(/^\/certificates\/[^/]+$/));
    const told = await screen.findAllByText("“Erste Hilfe II” was saved and is in review again.");
    expect(told[0]).toBeVisible();
    const [sent] = api.asked("PUT /certificates/{certificate_id}");
    expect(sent).toMatchObject({ ifMatch: '"3"', body: { title: "Erste Hilfe II" } });
  });

  it("keeps what was typed where somebody else was faster, and leads to what is there", async () => {
    const { user } = open(undefined, {
      "PUT /certificates/{certificate_id}": refuse(412, "stale-version"),
    });
    await user.type(await title(), " II");
    await user.click(save());
    expect(await screen.findByText("This certificate changed meanwhile")).toBeVisible();
    expect(await title()).toHaveValue("Erste Hilfe II");
    expect(screen.getByRole("link", { name: "Show the certificate as it is now" })).toHaveAttribute(
      "href",
      `/certificates/${certificate().id}`,
    );
  });

  it("is offered as it was changed and not saved, and can be begun anew", async () => {
    const { user, unmount } = open();
    await user.type(await title(), " II");
    unmount();
    open();
    await user.click(await screen.findByRole("button", { name: "Go on with it: Erste Hilfe II" }));
    expect(await title()).toHaveValue("Erste Hilfe II");
    await user.click(screen.getByRole("button", { name: "Start over" }));
    expect(await title()).toHaveValue("Erste Hilfe");
  });

  it.each([
    ["was decided on", { status: "approved" }],
    ["staff entered", { entered_on_behalf: true }],
  ] as const)("cannot be edited where it %s, and says so", async (_, change) => {
    open(sentBack(change));
    expect(await screen.findByText("This can no longer be edited")).toBeVisible();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("is not found where it is nobody's", async () => {
    open(undefined, { "GET /certificates/{certificate_id}": refuse(404, "not-found") });
    expect(await screen.findByText("There is nothing here")).toBeVisible();
  });
});
