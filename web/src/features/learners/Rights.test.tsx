// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Membership } from "../../api/types";
import { academy, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import LearnerPage from "./Learner";

const ONE = "GET /admin/academies/{academy_id}/learners/{learner_id}";
const PORTFOLIO = "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates";
const READ = "GET /admin/academies/{academy_id}/learners/{learner_id}/membership";
const SAVE = "PUT /admin/academies/{academy_id}/learners/{learner_id}/membership";
const ERASE = "POST /admin/academies/{academy_id}/learners/{learner_id}/erasure";

const membership = (change: Partial<Membership> = {}): Membership => ({
  active: true,
  left_at: null,
  hold_since: null,
  hold_reason: null,
  erasure_asked_at: null,
  erasure: null,
  export: null,
  version: 0,
  ...change,
});
const ERASURE = {
  state: "clearing" as const,
  started_at: "2026-11-26T12:00:00Z",
  ended_at: null,
  erased: { certificates: 3, files: 12 },
};

const EXPORT = "POST /admin/academies/{academy_id}/learners/{learner_id}/export";
const EXPORTED = {
  state: "working" as const,
  files: 3,
  asked_at: "2026-11-26T12:00:00Z",
  kept_until: "2026-11-27T12:00:00Z",
  url: null,
  size: null,
};
const saved: string[] = [];
vi.mock("../../shared/download", () => ({
  download: async (link: () => Promise<{ url: string; name: string }>) => {
    const { url, name } = await link();
    saved.push(`${url} ${name}`);
  },
}));

async function open(routes: Routes = {}, role: "administrator" | "reviewer" = "administrator") {
  const api = serve({
    ...academy(role),
    [ONE]: {
      learner_id: "first",
      name: "First Learner",
      mail: "first@demo.example",
      external_id: null,
      hired_on: null,
      undeliverable: null,
      version: 2,
    },
    [PORTFOLIO]: page([]),
    [READ]: membership(),
    ...routes,
  });
  const shown = renderPage(<LearnerPage />, {
    user: REVIEWER,
    route: "/console/learners/first?tab=rights",
    path: "/console/learners/:learnerId",
  });
  await screen.findByRole("heading", { name: "First Learner" });
  return { api, ...shown };
}

it("is not offered to reviewers", async () => {
  await open({}, "reviewer");
  expect(screen.queryByRole("tab", { name: "Rights" })).toBeNull();
});

it("deactivates once it was asked, and reactivates", async () => {
  const { api, user } = await open({
    [SAVE]: membership({ active: false, left_at: "2026-11-26T12:00:00Z", version: 1 }),
  });
  await user.click(await screen.findByRole("button", { name: "Deactivate" }));
  const asked = await screen.findByRole("alertdialog", { name: "Deactivate First Learner?" });
  await user.click(within(asked).getByRole("button", { name: "Deactivate" }));
  expect(await screen.findByText(/^Deactivated on/)).toBeVisible();
  expect(api.asked(SAVE).at(-1)!.body).toEqual({ active: false, hold_reason: null });
  api.answer({ [SAVE]: membership({ version: 2 }) });
  await user.click(screen.getByRole("button", { name: "Reactivate" }));
  expect(await screen.findByText("This learner can sign in.")).toBeVisible();
  expect(api.asked(SAVE).at(-1)!.body).toEqual({ active: true, hold_reason: null });
});

it("begins a legal hold with a reason, and ends it", async () => {
  const { api, user } = await open({
    [SAVE]: membership({ hold_since: "2026-11-26T12:00:00Z", hold_reason: "A claim is pending", version: 1 }),
  });
  await user.click(await screen.findByRole("button", { name: "Begin the hold" }));
  const reason = screen.getByRole("textbox", { name: /^Reason/ });
  expect(api.asked(SAVE)).toEqual([]);
  expect(reason).toBeInvalid();
  await user.type(reason, "A claim is pending");
  await user.click(screen.getByRole("button", { name: "Begin the hold" }));
  expect(await screen.findByRole("button", { name: "End the hold" })).toBeVisible();
  expect(screen.getByText(/^Since .*: A claim is pending$/)).toBeVisible();
  expect(api.asked(SAVE)[0]!.body).toEqual({ active: true, hold_reason: "A claim is pending" });
  api.answer({ [SAVE]: membership({ version: 2 }) });
  await user.click(screen.getByRole("button", { name: "End the hold" }));
  expect(await screen.findByRole("button", { name: "Begin the hold" })).toBeVisible();
});

it("says that somebody else was faster", async () => {
  const { user } = await open({
    [READ]: membership({ active: false, left_at: "2026-11-26T12:00:00Z", version: 1 }),
    [SAVE]: refuse(412, "stale-version"),
  });
  await user.click(await screen.findByRole("button", { name: "Reactivate" }));
  expect(await screen.findByText("What you see now is the latest.")).toBeVisible();
});

it("erases only who was typed, and shows how far it has come", async () => {
  const { api, user } = await open({ [ERASE]: () => ({ ...ERASURE }) });
  await user.click(await screen.findByRole("button", { name: "Erase" }));
  const asked = await screen.findByRole("alertdialog", { name: "Erase First Learner for good?" });
  const typed = within(asked).getByRole("textbox", { name: /Type First Learner to confirm/ });
  await user.type(typed, "First");
  await user.click(within(asked).getByRole("button", { name: "Erase for good" }));
  expect(typed).toHaveAccessibleDescription(/not the same/);
  expect(api.asked(ERASE)).toEqual([]);
  await user.type(typed, " Learner");
  api.answer({ [READ]: membership({ active: false, erasure: ERASURE }) });
  await user.click(within(asked).getByRole("button", { name: "Erase for good" }));
  expect(await screen.findByText("3 certificates, 12 files, 0 other records")).toBeVisible();
  expect(screen.getByRole("progressbar", { name: "Erasing" })).toBeVisible();
  expect(screen.queryByRole("button", { name: "Deactivate" })).toBeNull();
});

it("puts an export together, and downloads it", async () => {
  const { api, user } = await open({ [EXPORT]: EXPORTED });
  await user.click(await screen.findByRole("button", { name: "Put it together" }));
  expect(await screen.findByRole("progressbar", { name: "Being put together" })).toBeVisible();
  expect(api.asked(EXPORT)).toHaveLength(1);
});

it("downloads what is ready by a link that was made just now, and says what failed", async () => {
  const ready = { ...EXPORTED, state: "ready" as const, url: "https://files.example/1", size: 2048 };
  const { api, user } = await open({ [READ]: membership({ export: ready }) });
  const button = await screen.findByRole("button", { name: "Download" });
  api.answer({ [READ]: membership({ export: { ...ready, url: "https://files.example/2" } }) });
  await user.click(button);
  await vi.waitFor(() => expect(saved).toEqual(["https://files.example/2 export-2026-11-26.zip"]));
  api.answer({ [READ]: membership({ export: { ...EXPORTED, state: "failed" } }) });
  await user.click(button);
  expect(await screen.findByText(/could not be put together/)).toBeVisible();
});

it("says what speaks against it", async () => {
  const { user } = await open({
    [ERASE]: refuse(409, "erasure-withheld", { values: { reasons: ["legal_hold"] } }),
  });
  await user.click(await screen.findByRole("button", { name: "Erase" }));
  await user.type(await screen.findByRole("textbox", { name: /Type First Learner/ }), "First Learner");
  await user.click(screen.getByRole("button", { name: "Erase for good" }));
  expect(await screen.findByText(/under a legal hold: end it first/)).toBeVisible();
});

it("names what has to stay, until when and why", async () => {
  const kept = {
    reason: "The chamber's rules",
    until: "2032-03-01",
    certificates: [{ certificate_id: "01", title: "First aid", until: "2032-03-01" }],
  };
  const { user } = await open({
    [ERASE]: refuse(409, "erasure-withheld", { values: { reasons: ["retention"] }, kept }),
  });
  await user.click(await screen.findByRole("button", { name: "Erase" }));
  await user.type(await screen.findByRole("textbox", { name: /Type First Learner/ }), "First Learner");
  await user.click(screen.getByRole("button", { name: "Erase for good" }));
  expect(await screen.findByText(/has to keep certificates of theirs/)).toBeVisible();
  expect(screen.getByText("1 certificate has to stay until Mar 1, 2032")).toBeVisible();
  expect(screen.getByText("The chamber's rules")).toBeVisible();
  expect(screen.getByText("First aid, until Mar 1, 2032")).toBeVisible();
});

it("shows that the learner asked for it", async () => {
  await open({ [READ]: membership({ erasure_asked_at: "2026-11-25T12:00:00Z" }) });
  expect(await screen.findByText(/^This learner asked on/)).toBeVisible();
});

it("shows that it is done", async () => {
  const erasure = { ...ERASURE, state: "done" as const, ended_at: "2026-11-26T13:00:00Z" };
  await open({ [READ]: membership({ active: false, erasure }) });
  expect(await screen.findByText(/Nothing of this learner is left/)).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
});
