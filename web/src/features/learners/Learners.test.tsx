// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import type { Learner, PeriodStatement, StaffCertificateRecord } from "../../api/types";
import { academy, certificate, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import LearnerPage from "./Learner";
import Learners from "./Learners";

const saved: string[] = [];
vi.mock("../../shared/download", () => ({
  download: async (link: () => Promise<{ name: string }>) => saved.push((await link()).name),
}));

const LIST = "GET /admin/academies/{academy_id}/learners";
const ADD = "POST /admin/academies/{academy_id}/learners";
const ONE = "GET /admin/academies/{academy_id}/learners/{learner_id}";
const SAVE = "PUT /admin/academies/{academy_id}/learners/{learner_id}";
const PORTFOLIO = "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates";
const TRANSCRIPT = "GET /admin/academies/{academy_id}/learners/{learner_id}/transcript";
const TRANSCRIPTS = "GET /admin/academies/{academy_id}/learners/{learner_id}/transcripts";
const ACCOUNT = "GET /admin/academies/{academy_id}/learners/{learner_id}/statement";

const learner = (change: Partial<Learner> = {}): Learner => ({
  learner_id: "first",
  name: "First Learner",
  mail: "first@demo.example",
  external_id: null,
  hired_on: null,
  version: 2,
  ...change,
});
const TWO = [
  learner(),
  learner({ learner_id: "second", name: "Second Learner", mail: "second@demo.example" }),
];

function list(routes: Routes = {}, route = "/console/learners") {
  const api = serve({ ...academy(), [LIST]: page(TWO), ...routes });
  return { api, ...renderPage(<Learners />, { user: REVIEWER, route }) };
}

it("lists learners, and leads to each", async () => {
  list();
  const link = await screen.findByRole("link", { name: "Second Learner" });
  expect(link).toHaveAttribute("href", "/console/learners/second");
});

it("looks for words of the name, and keeps them in the address", async () => {
  const { api, user, address } = list();
  await screen.findByRole("link", { name: "First Learner" });
  api.answer({ [LIST]: page([TWO[1]!]) });
  await user.type(screen.getByRole("searchbox"), "sec");
  await waitFor(() => expect(screen.queryByRole("link", { name: "First Learner" })).toBeNull());
  expect(api.asked(LIST).at(-1)!.query["search"]).toBe("sec");
  expect(address()).toBe("/console/learners?search=sec");
});

it("keeps who was chosen while others are looked for, and enters for all of them", async () => {
  const { api, user, address } = list();
  await user.click(await screen.findByRole("checkbox", { name: "Select First Learner" }));
  api.answer({ [LIST]: page([TWO[1]!]) });
  await user.type(screen.getByRole("searchbox"), "sec");
  await waitFor(() => expect(screen.queryByRole("link", { name: "First Learner" })).toBeNull());
  await user.click(screen.getByRole("checkbox", { name: "Select Second Learner" }));
  await user.click(screen.getByRole("button", { name: "Enter for 2 learners" }));
  expect(address()).toBe("/console/learners/enter");
});

it("says that nobody was found, and what to try", async () => {
  list({ [LIST]: page([]) }, "/console/learners?search=nobody");
  expect(await screen.findByRole("heading", { name: "Nobody found" })).toBeVisible();
});

it("leads an academy without learners to invite them", async () => {
  list({ [LIST]: page([]) });
  await screen.findByRole("heading", { name: "Nobody is here yet" });
  for (const link of screen.getAllByRole("link", { name: "Invite learners" }))
    expect(link).toHaveAttribute("href", "/console/learners/invite");
});

it("says that the list could not be read, and reads it again", async () => {
  const { api, user } = list({ [LIST]: refuse(500, "internal-error") });
  const retry = await screen.findByRole("button", { name: "Try again" });
  api.answer({ [LIST]: page(TWO) });
  await user.click(retry);
  expect(await screen.findByRole("link", { name: "First Learner" })).toBeVisible();
});

it("adds a learner, and says at its field what is wrong", async () => {
  const { api, user, address } = list({ [ADD]: refuseField("mail", "mail_not_invitable") });
  await user.click(await screen.findByRole("button", { name: "Add learner" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add learner" }));
  const send = () => user.click(dialog.getByRole("button", { name: "Add learner" }));
  await send();
  expect(dialog.getByRole("textbox", { name: "Name" })).toHaveAccessibleDescription(/needed/);
  await user.click(dialog.getByRole("textbox", { name: "Name" }));
  await user.paste("Third Learner");
  const mail = dialog.getByRole("textbox", { name: "Mail address" });
  await user.click(mail);
  await user.paste("third@demo.example");
  await send();
  await waitFor(() => expect(mail).toBeInvalid());
  api.answer({ [ADD]: learner({ learner_id: "third", name: "Third Learner" }) });
  await send();
  await waitFor(() => expect(address()).toBe("/console/learners/third"));
  expect(api.asked(ADD).at(-1)!.body).toEqual({
    name: "Third Learner",
    mail: "third@demo.example",
    external_id: null,
    hired_on: null,
  });
});

it("takes the hiring date as people write it, and refuses what is no day", async () => {
  const { api, user } = list({ [ADD]: learner({ learner_id: "third", name: "Third Learner" }) });
  await user.click(await screen.findByRole("button", { name: "Add learner" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Add learner" }));
  const send = () => user.click(dialog.getByRole("button", { name: "Add learner" }));
  const type = async (name: string, words: string) => {
    const field = dialog.getByRole("textbox", { name: new RegExp(`^${name}`) });
    await user.clear(field);
    await user.click(field);
    await user.paste(words);
    return field;
  };
  await type("Name", "Third Learner");
  await type("Mail address", "third@demo.example");
  const hired = await type("Hiring date", "31 February 2024");
  await send();
  expect(hired).toBeInvalid();
  expect(api.asked(ADD)).toHaveLength(0);
  await type("Hiring date", "29 February 2024");
  await send();
  await waitFor(() => expect(api.asked(ADD).at(-1)?.body).toMatchObject({ hired_on: "2024-02-29" }));
});

const record = (change: Partial<StaffCertificateRecord> = {}): StaffCertificateRecord => ({
  ...certificate(),
  document_says: "unread",
  assignment: null,
  ...change,
});

function one(routes: Routes = {}, tab = "") {
  const approved = record({
    id: "01JD0000000000000000000002",
    title: "Fire safety",
    status: "approved",
    decision: {
      outcome: "approve",
      at: "2026-11-21T08:00:00Z",
      by: { kind: "staff", id: REVIEWER.id, name: "Demo Reviewer" },
      comment: "Well done.",
      reason: null,
      answers: [],
      waited_seconds: 60,
      rejected: null,
    },
  });
  const api = serve({
    ...academy(),
    [ONE]: { ...learner({ external_id: "E-4711" }), undeliverable: null },
    [PORTFOLIO]: page([record(), approved]),
    [ACCOUNT]: { items: [] },
    ...routes,
  });
  const shown = renderPage(<LearnerPage />, {
    user: REVIEWER,
    route: `/console/learners/first${tab && `?tab=${tab}`}`,
    path: "/console/learners/:learnerId",
  });
  return { api, ...shown };
}

it("shows a learner's certificates, and leads to each", async () => {
  one();
  expect(await screen.findByText("first@demo.example · E-4711")).toBeVisible();
  const table = within(await screen.findByRole("table", { name: "Certificates" }));
  expect(table.getByRole("link", { name: "Fire safety" })).toHaveAttribute(
    "href",
    expect.stringMatching(/^\/console\/queue\/.*01JD0000000000000000000002$/),
  );
});

it("shows what was decided, by whom and with which words", async () => {
  const { user } = one();
  await user.click(await screen.findByRole("tab", { name: "Decisions" }));
  const entry = within(await screen.findByRole("listitem"));
  expect(entry.getByRole("link", { name: "Fire safety" })).toBeVisible();
  expect(entry.getByText(/by Demo Reviewer/)).toBeVisible();
  expect(entry.getByText("Well done.")).toBeVisible();
});

it("says that nothing was decided, and that there are no credits", async () => {
  const { user } = one({ [PORTFOLIO]: page([]) }, "decisions");
  expect(await screen.findByRole("heading", { name: "Nothing has been decided yet" })).toBeVisible();
  await user.click(screen.getByRole("tab", { name: "Credits" }));
  expect(await screen.findByRole("heading", { name: "No credits yet" })).toBeVisible();
});

it("saves a learner's transcript from where their credits are", async () => {
  const file = {
    url: "https://files.example/1",
    expires_at: "2026-01-01T00:00:00Z",
    name: "transcript-2026-01-01.pdf",
    content_type: "application/pdf",
    size: 4,
  };
  const period: PeriodStatement = {
    credit_type: "cpe",
    period: "2026",
    starts_on: "2026-01-01",
    ends_on: "2026-12-31",
    rules_version: 1,
    claimed: "0.00",
    awarded: "1.00",
    carried_in: "0.00",
    applied: "1.00",
    carried_out: "0.00",
    lapsed: "0.00",
    target: null,
    cap: null,
    remaining: null,
    fact_missing: null,
    line_count: 1,
  };
  const { api, user } = one(
    { [ACCOUNT]: { items: [period] }, [TRANSCRIPT]: { transcript: null, file }, [TRANSCRIPTS]: page([]) },
    "statement",
  );
  await user.click(await screen.findByRole("button", { name: "Transcript" }));
  const dialog = within(screen.getByRole("dialog", { name: "Transcript" }));
  expect(dialog.getByText(/the certificates of First Learner/)).toBeVisible();
  await user.click(dialog.getByRole("button", { name: "Save transcript" }));
  await waitFor(() => expect(saved).toEqual([file.name]));
  expect(api.asked(TRANSCRIPT).map(({ query, path }) => [query, path["learner_id"]])).toEqual([
    [{ format: "pdf", language: "en" }, "first"],
  ]);
});

it("leads to entering a certificate on the learner's behalf", async () => {
  const { user, address } = one();
  await user.click(await screen.findByRole("link", { name: "Enter a certificate" }));
  expect(address()).toBe("/console/learners/enter");
});

it("shows what is known of who is on no list yet", async () => {
  one({ [ONE]: refuse(404, "not-found") });
  expect(await screen.findByText(/before the academy kept a list/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Edit" })).toBeNull();
});

it("changes what the academy says of a learner, on the version that was read", async () => {
  const { api, user } = one({ [SAVE]: refuse(412, "stale-version") });
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  const dialog = within(await screen.findByRole("dialog", { name: "Edit learner" }));
  await user.type(dialog.getByRole("textbox", { name: "Name" }), "!");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  const show = await dialog.findByRole("button", { name: "Show it as it is now" });
  api.answer({
    [ONE]: { ...learner({ name: "Theirs", version: 3 }), undeliverable: null },
    [SAVE]: learner({ name: "Theirs!", version: 4 }),
  });
  await user.click(show);
  await waitFor(() => expect(dialog.getByRole("textbox", { name: "Name" })).toHaveValue("Theirs"));
  await user.type(dialog.getByRole("textbox", { name: "Name" }), "!");
  await user.click(dialog.getByRole("button", { name: "Save changes" }));
  expect(await screen.findByRole("heading", { level: 1, name: "Theirs!" })).toBeVisible();
  expect(api.asked(SAVE).map(({ ifMatch }) => ifMatch)).toEqual(['"2"', '"3"']);
});

it("says that mail does not reach a learner", async () => {
  one({
    [ONE]: { ...learner(), undeliverable: { why: "bounced", at: "2026-11-21T08:00:00Z" } },
  });
  expect(await screen.findByText("Mail does not reach this learner")).toBeVisible();
  expect(screen.getByText(/^Mail to first@demo\.example came back on/)).toBeVisible();
});
