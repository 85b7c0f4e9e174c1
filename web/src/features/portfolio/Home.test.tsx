// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { PeriodStatement } from "../../api/types";
import { giveLocks } from "../../testing/locks";
import { certificate, creditType, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER } from "../../testing/users";
import Home from "./Home";

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

const NoneHeld = () => null;

const year = new Date().getFullYear();

const period = (change: Partial<PeriodStatement> = {}): PeriodStatement => ({
  credit_type: "cpe",
  period: String(year),
  starts_on: `${year}-01-01`,
  ends_on: `${year}-12-31`,
  rules_version: 1,
  claimed: "4.00",
  awarded: "12.50",
  carried_in: "0.00",
  applied: "12.50",
  carried_out: "0.00",
  lapsed: "0.00",
  target: "20.00",
  cap: null,
  remaining: "7.50",
  fact_missing: null,
  line_count: 3,
  ...change,
});

type Listed = ReturnType<typeof certificate>[];

const home = (
  { all = [certificate({ title: "Newest" })], sentBack = [], expiring = [] }: Record<string, Listed> = {},
  more: Routes = {},
) =>
  serve({
    "GET /certificates": ({ query }) =>
      page(
        query["status"] === "changes_requested" ? sentBack : query["status"] === "expiring" ? expiring : all,
      ),
    "GET /credit-types": { items: [creditType()] },
    "GET /statement": { items: [period()] },
    ...more,
  });

const decision = (comment: string | null) => ({
  outcome: "request_changes" as const,
  at: "2026-11-20T08:00:00Z",
  by: { kind: "staff" as const, id: "reviewer", name: "Demo Reviewer" },
  comment,
  reason: null,
  rejected: null,
  answers: [],
  waited_seconds: null,
});

const needs = async () =>
  within(await screen.findByRole("region", { name: "Needs your attention" })).getAllByRole("listitem");

describe("a learner's home", () => {
  it("says of a credit type whose years begin on the hiring date that this is missing", async () => {
    const unlaid = period({
      period: "no hiring date",
      starts_on: "1950-01-01",
      ends_on: null,
      awarded: "0.00",
      applied: "0.00",
      target: null,
      remaining: null,
      fact_missing: "hired_on",
    });
    home({}, { "GET /statement": { items: [unlaid] } });
    renderPage(<Home Credentials={NoneHeld} />);
    const shown = within(await screen.findByRole("region", { name: "Your progress" }));
    expect(shown.getByText("No hiring date")).toBeVisible();
    expect(shown.getByText(/Nothing counts until the academy enters it\./)).toBeVisible();
    expect(shown.queryByRole("meter")).toBeNull();
  });

  it("leads with what a reviewer asks for, in a line, and the way to do it", async () => {
    const sentBack = [
      certificate({
        title: "Two pages",
        status: "changes_requested",
        decision: decision("Page 2 is missing."),
      }),
    ];
    home({ sentBack });
    renderPage(<Home Credentials={NoneHeld} />);
    const [need] = await needs();
    expect(need).toHaveTextContent("Changes requested");
    expect(need).toHaveTextContent("Page 2 is missing.");
    expect(within(need!).getByRole("link", { name: "Edit and resubmit: Two pages" })).toHaveAttribute(
      "href",
      `/certificates/${sentBack[0]!.id}/edit`,
    );
  });

  it("says of a refused file what to do, before all else", async () => {
    const file = {
      upload_id: "u",
      name: "photo.jpg",
      content_type: "image/jpeg" as const,
      size: 1,
      sha256: "0",
      state: "rejected" as const,
      reason: "damaged" as const,
      values: {},
      explanation: "The file is damaged.",
    };
    const sentBack = [
      certificate({
        id: "1",
        title: "Unclear",
        status: "changes_requested",
        decision: decision("Say more."),
      }),
      certificate({ id: "2", title: "Torn", status: "changes_requested", file }),
    ];
    home({ sentBack });
    renderPage(<Home Credentials={NoneHeld} />);
    const [first, second] = await needs();
    expect(first).toHaveTextContent("The file was not accepted");
    expect(first).toHaveTextContent(/damaged or incomplete/);
    expect(within(first!).getByRole("link", { name: "Choose another file: Torn" })).toBeVisible();
    expect(second).toHaveTextContent("Unclear");
  });

  it("tells how long what expires is still valid", async () => {
    const soon = new Date(Date.now() + 20 * 86_400_000).toISOString().slice(0, 10);
    home({ expiring: [certificate({ title: "First aid", status: "approved", expires_on: soon })] });
    renderPage(<Home Credentials={NoneHeld} />);
    const [need] = await needs();
    expect(need).toHaveTextContent(/(19|20|21) more days/);
  });

  it("leads from what expires to its renewal, until that is handed in", async () => {
    const ends = { status: "approved", standing: "expiring", expires_on: "2026-12-20" } as const;
    const waits = certificate({ ...ends, title: "Being renewed", renewed_by: "01JD0000000000000000000009" });
    home({ expiring: [certificate({ ...ends, title: "Runs out" }), waits] });
    renderPage(<Home Credentials={NoneHeld} />);
    const [need, ...others] = await needs();
    expect(within(need!).getByRole("link", { name: "Renew: Runs out" })).toHaveAttribute(
      "href",
      `/certificates/${certificate().id}/renew`,
    );
    expect(others).toHaveLength(0);
  });

  it("leaves to staff what staff entered", async () => {
    home({ sentBack: [certificate({ status: "changes_requested", entered_on_behalf: true })] });
    renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByText("All clear. Nothing needs you right now.")).toBeVisible();
  });

  it("leads back to a draft", async () => {
    localStorage.setItem(
      `certfolio.draft/${LEARNER.id}/new/d1`,
      JSON.stringify({
        at: Date.now(),
        draft: { id: "d1", title: "Half a course", issuer: "", earnedOn: "", expiresOn: "", lines: [] },
      }),
    );
    home();
    renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByText("Half a course")).toBeVisible();
    expect(screen.getByRole("link", { name: "Go on: Half a course" })).toHaveAttribute(
      "href",
      "/certificates/new",
    );
  });

  it("says how far one is to the target, and what is next", async () => {
    home();
    renderPage(<Home Credentials={NoneHeld} />);
    const progress = within(await screen.findByRole("region", { name: "Your progress" }));
    expect(progress.getByText("12.5")).toBeVisible();
    expect(progress.getByText("of 20 hours")).toBeVisible();
    expect(progress.getByText("4 in review")).toBeVisible();
    expect(progress.getByText("Add certificates for 3.5 more hours to reach the target.")).toBeVisible();
    expect(progress.getByRole("meter", { name: "CPE hours" })).toHaveAttribute("aria-valuenow", "12.5");
  });

  it("shows no progress where there is nothing to reach, and of no period but the present one", async () => {
    home(
      {},
      {
        "GET /statement": {
          items: [
            period({ credit_type: "other", target: null, remaining: null }),
            period({ starts_on: "2020-01-01", ends_on: "2020-12-31", period: "2020" }),
          ],
        },
      },
    );
    renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByRole("link", { name: "Newest" })).toBeVisible();
    expect(screen.queryByRole("region", { name: "Your progress" })).toBeNull();
  });

  it("leads who has nothing yet to the first certificate", async () => {
    home({ all: [] });
    renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByRole("heading", { level: 1, name: "Welcome, Demo Learner" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Add certificate" })).toHaveAttribute(
      "href",
      "/certificates/new",
    );
    expect(screen.queryByText(/All clear/)).toBeNull();
  });

  it("asks five things, all at once", async () => {
    const api = home();
    renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByRole("link", { name: "Newest" })).toBeVisible();
    expect(api.log).toHaveLength(5);
  });

  it("shows what could be read beside what could not, which is tried again", async () => {
    const api = home({}, { "GET /statement": refuse(500, "internal-error") });
    const { user } = renderPage(<Home Credentials={NoneHeld} />);
    expect(await screen.findByText("This could not be loaded")).toBeVisible();
    expect(await screen.findByRole("link", { name: "Newest" })).toBeVisible();
    api.answer({ "GET /statement": { items: [period()] } });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("region", { name: "Your progress" })).toBeVisible();
    expect(screen.queryByText("This could not be loaded")).toBeNull();
  });
});

it("does not say that all is clear where a credential needs the learner", async () => {
  const Pressing = ({ onPressing }: { onPressing: (presses: boolean) => void }) => (
    <button onClick={() => onPressing(true)}>It presses</button>
  );
  home();
  const { user } = renderPage(<Home Credentials={Pressing} />);
  expect(await screen.findByText(/All clear/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "It presses" }));
  expect(screen.queryByText(/All clear/)).toBeNull();
});
