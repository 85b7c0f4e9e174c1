// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Link } from "react-router";
import { describe, expect, it, vi } from "vitest";
import type { AcademyProgramme } from "../../api/types";
import { academy, academyProgramme, creditType, effect, me, page, programme } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Adapt from "./Adapt";
import Builder from "./Builder";

// Long forms, typed into key by key.
vi.setConfig({ testTimeout: 60_000 });

const ONE = "GET /admin/academies/{academy_id}/programmes/{programme_id}";
const EFFECTS = "POST /admin/academies/{academy_id}/programmes/{programme_id}/effects";
const SAVE = "PUT /admin/academies/{academy_id}/programmes/{programme_id}";

const cpe = creditType({
  labels: [
    {
      id: "area",
      name: "Area",
      required: false,
      choices: [
        { id: "business", name: "Business", retired: false },
        { id: "technical", name: "Technical", retired: false },
      ],
    },
  ],
});

interface Opened {
  routes?: Routes;
  kept?: AcademyProgramme;
  role?: "administrator" | "reviewer";
  isNew?: boolean;
}

async function open({ routes, kept = academyProgramme({ version: 3 }), role, isNew }: Opened = {}) {
  const api = serve({
    ...academy(role ?? "administrator"),
    "GET /admin/academies/{academy_id}/me": me(role ?? "administrator", { credit_types: [cpe] }),
    "GET /admin/academies/{academy_id}/credit-types": { items: [cpe] },
    [ONE]: kept,
    [EFFECTS]: { day: "2026-11-26", ...page([effect()]) },
    [SAVE]: ({ body }) => ({ ...kept, programme: body.programme, version: kept.version + 1 }),
    ...routes,
  });
  const pages = (
    <>
      <Builder />
      <Link to="/console/queue">Queue</Link>
    </>
  );
  const shown = renderPage(pages, {
    route: isNew ? "/console/programmes/new" : "/console/programmes/board/edit",
    path: isNew ? "/console/programmes/new" : "/console/programmes/:programmeId/edit",
    user: REVIEWER,
  });
  if (role !== "reviewer") await screen.findByRole("heading", { level: 1 });
  const { user } = shown;
  const fill = async (name: string | RegExp, words: string) => {
    const field = screen.getByLabelText<HTMLInputElement>(name, { selector: "input" });
    await user.clear(field);
    if (words) await user.paste(words);
  };
  const press = (name: string | RegExp) => user.click(screen.getByRole("button", { name }));
  const choose = async (field: RegExp, option: string | RegExp) => {
    await press(field);
    await user.click(await screen.findByRole("option", { name: option }));
  };
  const reads = () => within(screen.getByRole("region", { name: "As it reads" }));
  const tree = () => within(screen.getByRole("list", { name: "Requirements" }));
  const sent = () => api.asked(SAVE)[0]!.body.programme.versions[0]!;
  return { ...shown, api, fill, press, choose, reads, tree, sent };
}

const inTree = (name: RegExp) => screen.getByRole("button", { name, expanded: false });

describe("a programme that is there", () => {
  it("is changed, read as a sentence at once, and saved on the version that was read", async () => {
    const { api, user, fill, press, reads, address } = await open();
    await user.click(inTree(/^8 credits in business/));
    await fill(/^At least so many credits/, "10");
    expect(
      reads().getByText("At least 10 credits where Area is “Business” in every cycle of 3 years."),
    ).toBeVisible();
    await press("Save changes");
    await waitFor(() => expect(address()).toBe("/console/programmes/board"));
    expect(api.asked(SAVE)[0]).toMatchObject({
      ifMatch: '"3"',
      body: { state: "draft", programme: { versions: [{ requires: [{ id: "total" }, { credits: "10" }] }] } },
    });
  });

  it("gets another minimum by a label, with its choices ticked", async () => {
    const { user, fill, press, choose, sent, api } = await open();
    await press("Add a requirement");
    await user.click(await screen.findByRole("menuitem", { name: /^At least/ }));
    await fill(/^In the body’s words/, "5 technical");
    await fill(/^At least so many credits/, "5,5");
    await choose(/Which credits count for it/, "By a label");
    await choose(/^Label|Choose.*Label/, "Area");
    await user.click(screen.getByRole("checkbox", { name: "Technical" }));
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(sent().requires[2]).toMatchObject({
      kind: "at_least",
      id: "rule-3",
      name: "5 technical",
      credits: "5.5",
      which: { kind: "label", label: "area", one_of: ["technical"] },
    });
  });

  it("is put in another order by keys, and says where each stands", async () => {
    const { user, tree, press, sent, api } = await open();
    const first = inTree(/^60 credits/);
    first.focus();
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    const names = () =>
      tree()
        .getAllByRole("button", { expanded: false })
        .map(({ textContent }) => textContent);
    await waitFor(() => expect(names()[0]).toMatch(/^8 credits/));
    await waitFor(() => expect(inTree(/^60 credits/)).toHaveFocus());
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(sent().requires.map(({ id }) => id)).toEqual(["business", "total"]);
  });

  it("loses a requirement, and gains a copy, by its menu", async () => {
    const { user, press, sent, api } = await open();
    await press("More for 8 credits in business");
    await user.click(await screen.findByRole("menuitem", { name: "Copy" }));
    await press("More for 60 credits in three years");
    await user.click(await screen.findByRole("menuitem", { name: "Remove" }));
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(sent().requires.map(({ id }) => id)).toEqual(["business", "business-2"]);
  });

  it("becomes alternatives, with another inside", async () => {
    const { user, fill, press, choose, sent, api } = await open();
    await user.click(inTree(/^8 credits/));
    await choose(/Kind of requirement/, /^One of these/);
    await press("Add to “8 credits in business”");
    await user.click(await screen.findByRole("menuitem", { name: /^Confirmed by staff/ }));
    await fill(/^In the body’s words/, "An article");
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(sent().requires[1]).toMatchObject({
      kind: "any_of",
      of: [
        { kind: "at_least", credits: "8" },
        { kind: "confirmed", name: "An article" },
      ],
    });
  });

  it("counts from another day, carries over, fills up and takes late reports", async () => {
    const { user, fill, press, choose, sent, api } = await open();
    await choose(/Cycles are counted/, /^From a day of the calendar/);
    await fill(/^Months in a cycle/, "24");
    await user.click(screen.getByRole("switch", { name: /go on into the next cycle/ }));
    await fill(/^At most so many credits/, "20");
    await fill(/^Earned in the last/, "12");
    await user.click(screen.getByRole("switch", { name: /fill the cycle before/ }));
    await user.click(screen.getByRole("switch", { name: /Late reports/ }));
    await fill(/^And days/, "30");
    await user.click(screen.getByRole("switch", { name: /first cycle asks nothing/ }));
    await press("Add a conversion");
    await fill(/^So many units/, "50");
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(sent()).toMatchObject({
      cycle: { anchor: { kind: "fixed_day", month: 1, day: 1 }, months: 24, first_exempt: true },
      carry: { beyond: "total", limit: "20", months: 12, times: 1 },
      backfill: { fills: "total" },
      report_within: { months: 0, days: 30 },
      conversions: [{ units: "50", credits: "1" }],
    });
  });

  it("gets a new version, which is the last one from another day on", async () => {
    const { api, user, fill, press } = await open({ kept: academyProgramme({ state: "in_force" }) });
    expect(screen.getByText(/This version has begun/)).toBeVisible();
    await press("New version");
    expect(screen.queryByText(/This version has begun/)).toBeNull();
    await user.click(inTree(/^8 credits/));
    await fill(/^At least so many credits/, "12");
    await press("Save changes");
    const ask = within(await screen.findByRole("alertdialog"));
    expect(await ask.findByRole("row", { name: /Demo Learner/ })).toHaveTextContent(/50 missing.*40 missing/);
    expect(api.asked(EFFECTS)[0]!.body.programme.versions).toHaveLength(2);
    expect(api.asked(SAVE)).toEqual([]);
    await user.click(ask.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    const { versions } = api.asked(SAVE)[0]!.body.programme;
    expect(versions.map(({ requires }) => (requires[1] as { credits: string }).credits)).toEqual(["8", "12"]);
    expect(api.asked(SAVE)[0]!.body.state).toBe("in_force");
  });

  it("says what is missing, and leads there", async () => {
    const { api, user, press, fill } = await open();
    await user.click(inTree(/^8 credits/));
    await fill(/^At least so many credits/, "many");
    await user.click(screen.getByRole("button", { name: /^8 credits in business/, expanded: true }));
    await press("Save changes");
    expect(await screen.findByRole("alert")).toHaveTextContent("One thing is not right yet");
    expect(screen.getByLabelText(/^At least so many credits/)).toHaveFocus();
    expect(screen.getByLabelText(/^At least so many credits/)).toBeInvalid();
    expect(api.asked(SAVE)).toEqual([]);
  });

  it("says what the server finds wrong at its field, until that is changed", async () => {
    const { press, fill } = await open({
      routes: { [SAVE]: refuseField("programme.versions.0.requires.1.credits", "not_an_amount") },
    });
    await press("Save changes");
    await waitFor(() => expect(screen.getByLabelText(/^At least so many credits/)).toBeInvalid());
    const alert = within(screen.getByRole("alert"));
    expect(alert.getByRole("button", { name: "8 credits in business" })).toBeVisible();
    await fill(/^At least so many credits/, "9");
    expect(screen.getByLabelText(/^At least so many credits/)).toBeValid();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("that learners go by leads from the question to the field that is refused", async () => {
    const { api, user, press } = await open({
      kept: academyProgramme({ state: "in_force" }),
      routes: { [SAVE]: refuseField("programme.versions.0.requires.1.credits", "not_an_amount") },
    });
    await press("Save changes");
    const ask = within(await screen.findByRole("alertdialog"));
    await user.click(ask.getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(api.asked(SAVE)).toEqual([]);
    await press("Save changes");
    const again = within(await screen.findByRole("alertdialog"));
    await again.findByRole("table");
    await user.click(again.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await waitFor(() => expect(screen.getByLabelText(/^At least so many credits/)).toHaveFocus());
  });

  it("keeps what is written where somebody else was faster, until theirs is asked for", async () => {
    const { api, press, fill } = await open({ routes: { [SAVE]: refuse(412, "stale-version") } });
    await fill(/^Name of the programme/, "Mine");
    api.answer({ [ONE]: academyProgramme({ version: 4, programme: programme({ name: "Theirs" }) }) });
    await press("Save changes");
    await screen.findByText("Somebody else changed this meanwhile");
    expect(screen.getByLabelText(/^Name of the programme/)).toHaveValue("Mine");
    await press("Show it as it is now");
    await waitFor(() => expect(screen.getByLabelText(/^Name of the programme/)).toHaveValue("Theirs"));
    api.answer({ [SAVE]: academyProgramme({ version: 5 }) });
    await press("Save changes");
    await waitFor(() => expect(api.asked(SAVE).at(-1)!.ifMatch).toBe('"4"'));
  });

  it("asks before it is left unsaved", async () => {
    const { user, fill, address } = await open();
    await fill(/^Name of the programme/, "Mine");
    await user.click(screen.getByRole("link", { name: "Queue" }));
    await user.click(await screen.findByRole("button", { name: "Stay here" }));
    expect(address()).toBe("/console/programmes/board/edit");
  });

  it("is written as JSON, too", async () => {
    const { user, press } = await open();
    await press("As JSON");
    const dialog = within(await screen.findByRole("dialog"));
    const text = dialog.getByRole<HTMLTextAreaElement>("textbox");
    expect(JSON.parse(text.value)).toMatchObject({ id: "board", versions: [{ requires: [{}, {}] }] });
    await user.clear(text);
    await user.paste("{");
    await user.click(dialog.getByRole("button", { name: "Use this" }));
    expect(text).toBeInvalid();
    await user.clear(text);
    await user.paste('{"versions": []}');
    await user.click(dialog.getByRole("button", { name: "Use this" }));
    expect(text).toBeInvalid();
    await user.clear(text);
    await user.paste(JSON.stringify({ ...programme(), id: "other", name: "Pasted" }));
    await user.click(dialog.getByRole("button", { name: "Use this" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(screen.getByLabelText(/^Name of the programme/)).toHaveValue("Pasted");
    expect(screen.getByLabelText(/^Short id/)).toHaveValue("board");
  });
});

describe("a new programme", () => {
  it("is made by an id that follows its name", async () => {
    const { api, user, fill, press } = await open({ isNew: true });
    await fill(/^Name of the programme/, "Own Certificate");
    await fill(/^Source/, "Our rules");
    await press("Add a requirement");
    await user.click(await screen.findByRole("menuitem", { name: /^Confirmed by staff/ }));
    await fill(/^In the body’s words/, "A talk");
    await press("Save as a draft");
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(api.asked(SAVE)[0]).toMatchObject({
      path: { programme_id: "own-certificate" },
      body: { state: "draft", pack: null, programme: { id: "own-certificate" } },
    });
    expect(api.asked(SAVE)[0]!.ifMatch).toBeUndefined();
  });

  it("says what is missing by the names of its fields", async () => {
    const { press } = await open({ isNew: true });
    await press("Save as a draft");
    const alert = within(await screen.findByRole("alert"));
    expect(alert.getAllByRole("button").map(({ textContent }) => textContent)).toEqual([
      "Name of the programme",
      "Short id",
      "Source",
    ]);
    expect(screen.getByLabelText(/^Name of the programme/)).toHaveFocus();
  });

  it("is not written by a reviewer", async () => {
    await open({ role: "reviewer" });
    expect(await screen.findByText(/Only administrators/)).toBeVisible();
  });
});

describe("a shipped programme that is adapted", () => {
  it("is taken over under a name and an id of one's own, then edited", async () => {
    const INSTALL = "POST /admin/academies/{academy_id}/programmes";
    const api = serve({
      ...academy("administrator"),
      "GET /admin/academies/{academy_id}/programme-packs/{pack_id}": {
        id: "pmi",
        programme: programme({ id: "pmi", name: "Shipped" }),
        credit_types: [],
        examples: [],
      },
      [INSTALL]: academyProgramme({ id: "ours" }),
    });
    const { user, address } = renderPage(<Adapt />, {
      route: "/console/programmes/packs/pmi/adapt",
      path: "/console/programmes/packs/:packId/adapt",
      user: REVIEWER,
    });
    await user.type(await screen.findByLabelText(/^Name of the programme/), "Our Own");
    expect(screen.getByLabelText(/^Short id/)).toHaveValue("our-own");
    await user.click(screen.getByRole("button", { name: "Take over and edit" }));
    await waitFor(() => expect(address()).toBe("/console/programmes/ours/edit"));
    expect(api.asked(INSTALL)[0]).toMatchObject({ body: { pack: "pmi", id: "our-own", name: "Our Own" } });
  });
});
