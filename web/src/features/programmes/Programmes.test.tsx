// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Effect, PackExample, ProgrammeState } from "../../api/types";
import { formatDay } from "../../text/format";
import { academy, academyProgramme, creditType, effect, me, page, programme } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import PackPage from "./PackPage";
import ProgrammePage from "./ProgrammePage";
import Programmes from "./Programmes";

const LIST = "GET /admin/academies/{academy_id}/programmes";
const ONE = "GET /admin/academies/{academy_id}/programmes/{programme_id}";
const PACKS = "GET /admin/academies/{academy_id}/programme-packs";
const PACK = "GET /admin/academies/{academy_id}/programme-packs/{pack_id}";
const INSTALL = "POST /admin/academies/{academy_id}/programmes";
const EFFECTS = "POST /admin/academies/{academy_id}/programmes/{programme_id}/effects";
const SAVE = "PUT /admin/academies/{academy_id}/programmes/{programme_id}";

const cpe = creditType({
  labels: [
    {
      id: "area",
      name: "Subject area",
      required: false,
      choices: [{ id: "business", name: "Business Acumen", retired: false }],
    },
  ],
});
const shipped = programme({ id: "pmi", name: "Shipped Programme" });
const pack = {
  id: shipped.id,
  programme: shipped,
  credit_types: [{ id: "pdu", name: "PDU", unit: "PDU", step: "0.25", labels: cpe.labels }],
};

const example: PackExample = {
  name: "One short",
  holding: {
    programme: "pmi",
    held_since: "2024-01-01",
    number: null,
    birth_month: null,
    birth_year: null,
    facts: {},
    hired_on: null,
    waivers: [],
    confirmed: [],
  },
  certificates: [
    {
      earned_on: "2024-05-01",
      credit_type: "pdu",
      credits: "59",
      labels: { area: "business" },
      status: "approved",
      reported_on: null,
    },
  ],
  day: "2026-01-01",
  expected: {
    starts_on: "2024-01-01",
    ends_on: "2026-12-31",
    counted: "59",
    carried_in: null,
    done: false,
    missing_facts: [],
    requirements: { total: { have: "59", needed: "60", missing: "1", waiting: null, chosen: null } },
  },
};

function served(routes: Routes = {}, role: "administrator" | "reviewer" = "administrator") {
  return serve({
    ...academy(role),
    "GET /admin/academies/{academy_id}/me": me(role, { credit_types: [cpe] }),
    "GET /admin/academies/{academy_id}/credit-types": { items: [cpe] },
    [LIST]: { items: [] },
    [PACKS]: { items: [pack] },
    [EFFECTS]: { day: "2026-11-26", ...page<Effect>([]) },
    [PACK]: ({ path }) =>
      path["pack_id"] === "pmi" ? { ...pack, examples: [example] } : refuse(404, "not-found"),
    ...routes,
  });
}

const openList = () => renderPage(<Programmes />, { route: "/console/programmes", user: REVIEWER });

describe("the list", () => {
  it("shows the academy's own by their state, and leads to each", async () => {
    const states: ProgrammeState[] = ["retired", "draft", "in_force"];
    served({
      [LIST]: {
        items: states.map((state) =>
          academyProgramme({ id: state, state, programme: programme({ id: state, name: `Is ${state}` }) }),
        ),
      },
    });
    openList();
    const own = within(await screen.findByRole("region", { name: "Your programmes" }));
    const cards = await own.findAllByRole("listitem");
    expect(cards.map((card) => within(card).getByRole("link").textContent)).toEqual([
      "Is in_force",
      "Is draft",
      "Is retired",
    ]);
    expect(cards[0]).toHaveTextContent("In force");
    expect(within(cards[0]!).getByRole("link")).toHaveAttribute("href", "/console/programmes/in_force");
  });

  it("says that there is none yet", async () => {
    served();
    openList();
    expect(await screen.findByRole("heading", { name: "No programmes yet" })).toBeVisible();
  });

  it("installs a shipped one with one button", async () => {
    const api = served({ [INSTALL]: academyProgramme({ id: "pmi", programme: shipped, pack: "pmi" }) });
    const { user, address } = openList();
    await user.click(await screen.findByRole("button", { name: "Install Shipped Programme" }));
    await waitFor(() => expect(address()).toBe("/console/programmes/pmi"));
    expect(api.asked(INSTALL)[0]).toMatchObject({ body: { pack: "pmi", state: "draft" } });
    expect(screen.getByRole("status")).toHaveTextContent("installed as a draft");
  });

  it("says why one could not be installed", async () => {
    served({ [INSTALL]: refuse(409, "taken") });
    const { user } = openList();
    await user.click(await screen.findByRole("button", { name: "Install Shipped Programme" }));
    expect(await screen.findByRole("alert")).toBeVisible();
  });

  it("leads to the one that was installed", async () => {
    served({ [LIST]: { items: [academyProgramme({ id: "pmi", pack: "pmi", programme: shipped })] } });
    openList();
    expect(await screen.findByRole("link", { name: "Installed: open it" })).toHaveAttribute(
      "href",
      "/console/programmes/pmi",
    );
    expect(screen.queryByRole("button", { name: /Install/ })).toBeNull();
  });

  it("is only read by a reviewer", async () => {
    served({}, "reviewer");
    openList();
    expect(await screen.findByRole("link", { name: "Shipped Programme" })).toBeVisible();
    expect(screen.queryByRole("button", { name: /Install/ })).toBeNull();
    expect(screen.queryByRole("link", { name: /Adapt|Write/ })).toBeNull();
  });

  it("can be read again where it could not be", async () => {
    const api = served({ [PACKS]: refuse(400, "invalid-input") });
    const { user } = openList();
    const again = await screen.findByRole("button", { name: "Try again" });
    api.answer({ [PACKS]: { items: [pack] } });
    await user.click(again);
    expect(await screen.findByRole("link", { name: "Shipped Programme" })).toBeVisible();
  });
});

describe("a shipped programme", () => {
  const open = (id = "pmi") =>
    renderPage(<PackPage />, {
      route: `/console/programmes/packs/${id}`,
      path: "/console/programmes/packs/:packId",
      user: REVIEWER,
    });

  it("is read as sentences, with its source and what is not sure", async () => {
    served();
    open();
    expect(
      await screen.findByText(
        "At least 8 credits where Subject area is “Business Acumen” in every cycle of 3 years.",
      ),
    ).toBeVisible();
    expect(screen.getByText("A cycle lasts 3 years, counted from the day certified.")).toBeVisible();
    expect(screen.getByRole("link", { name: /board\.example\/handbook/ })).toHaveAttribute(
      "href",
      "https://board.example/handbook",
    );
    expect(screen.getByText(/Whether giving back is limited/)).toBeVisible();
    expect(screen.getByRole("link", { name: "Adapt as your own" })).toHaveAttribute(
      "href",
      "/console/programmes/packs/pmi/adapt",
    );
  });

  it("says what comes with it, and shows its worked examples", async () => {
    served();
    const { user } = open();
    expect(await screen.findByRole("region", { name: "Credit types that come with it" })).toHaveTextContent(
      /PDU.*Subject area/,
    );
    await user.click(screen.getByText("One short"));
    expect(screen.getByText(/59 credits count in the cycle/)).toBeVisible();
    expect(screen.getByText(/59 credits · PDU · Subject area: Business Acumen/)).toBeVisible();
  });

  it("that does not exist is not found", async () => {
    served();
    open("none");
    expect(await screen.findByRole("heading", { name: /not/i })).toBeVisible();
  });
});

describe("a programme of the academy's", () => {
  const open = () =>
    renderPage(<ProgrammePage />, {
      route: "/console/programmes/board",
      path: "/console/programmes/:programmeId",
      user: REVIEWER,
    });

  it.each([
    ["draft", "Put in force", "in_force"],
    ["in_force", "Retire", "retired"],
    ["retired", "Bring back", "in_force"],
  ] as const)("that is %s: %s, once that is confirmed", async (state, action, next) => {
    const kept = academyProgramme({ state, version: 4 });
    const api = served({ [ONE]: kept, [SAVE]: { ...kept, state: next, version: 5 } });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: action }));
    expect(api.asked(SAVE)).toEqual([]);
    const ask = within(await screen.findByRole("alertdialog"));
    const go = ask.getByRole("button", { name: next === "retired" ? "Retire" : "Put in force" });
    // It waits for those whom it concerns.
    await waitFor(() => expect(go).toBeEnabled());
    await user.click(go);
    await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    expect(api.asked(SAVE)[0]).toMatchObject({ ifMatch: '"4"', body: { state: next } });
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    expect(screen.getByRole("status")).toBeVisible();
  });

  describe("shows whom it concerns before it is put in force", () => {
    const kept = academyProgramme({ state: "retired", version: 4 });
    async function ask(routes: Routes) {
      const api = served({ [ONE]: kept, [SAVE]: { ...kept, state: "in_force", version: 5 }, ...routes });
      const { user } = open();
      await user.click(await screen.findByRole("button", { name: "Bring back" }));
      const dialog = within(await screen.findByRole("alertdialog"));
      return { api, user, dialog, go: dialog.getByRole("button", { name: "Put in force" }) };
    }

    it("each with what was and what would be, page by page", async () => {
      const { api, user, dialog, go } = await ask({
        [EFFECTS]: ({ query }) => ({
          day: "2026-11-26",
          ...page(
            Array.from({ length: query["cursor"] ? 2 : 10 }, (_, at) =>
              effect({ holding_id: `${query["cursor"] ?? ""}${at}`, changed: at === 0 }),
            ),
            query["cursor"] ? null : "next",
          ),
        }),
      });
      expect(
        await dialog.findByText("Something changes for 1 of the 10 looked at. There are more."),
      ).toBeVisible();
      expect(dialog.getAllByRole("row")[1]).toHaveTextContent(/50 missing.*40 missing.*Changes/);
      await user.click(dialog.getByRole("button", { name: "Load more" }));
      expect(await dialog.findByText("Something changes for 2 of the 12 looked at.")).toBeVisible();
      expect(api.asked(EFFECTS)[0]).toMatchObject({ body: { programme: { id: "board" } } });
      expect(api.asked(SAVE)).toEqual([]);
      await user.click(go);
      await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
    });

    it("which is nobody", async () => {
      const { dialog, go } = await ask({});
      expect(await dialog.findByText("Nobody holds it yet.")).toBeVisible();
      expect(go).toBeEnabled();
    });

    it("and waits for that", async () => {
      let come: (_: unknown) => void = () => undefined;
      const waited = new Promise((done) => (come = done));
      const { dialog, go } = await ask({
        [EFFECTS]: () => waited.then(() => ({ day: "2026-11-26", ...page([effect()]) })),
      });
      expect(go).toBeDisabled();
      expect(dialog.getByRole("button", { name: "Cancel" })).toBeEnabled();
      come(undefined);
      expect(await dialog.findByText("Something changes for the one looked at.")).toBeVisible();
      expect(go).toBeEnabled();
    });

    it("or says that it could not be read, which prevents nobody", async () => {
      const { api, user, dialog, go } = await ask({ [EFFECTS]: refuse(400, "invalid-input") });
      const again = await dialog.findByRole("button", { name: "Try again" });
      expect(go).toBeEnabled();
      api.answer({ [EFFECTS]: { day: "2026-11-26", ...page([effect()]) } });
      await user.click(again);
      expect(await dialog.findByRole("row", { name: /Demo Learner/ })).toBeVisible();
      expect(dialog.queryByRole("alert")).toBeNull();
    });
  });

  it("is retired without asking whom that concerns: it goes on for them", async () => {
    const api = served({ [ONE]: academyProgramme({ state: "in_force" }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Retire" }));
    await screen.findByRole("alertdialog");
    expect(api.asked(EFFECTS)).toEqual([]);
  });

  it("says what to do where somebody else changed it", async () => {
    served({ [ONE]: academyProgramme({ version: 4 }), [SAVE]: refuse(412, "stale-version") });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Put in force" }));
    const ask = within(await screen.findByRole("alertdialog"));
    await user.click(ask.getByRole("button", { name: "Put in force" }));
    expect(await ask.findByRole("alert")).toBeVisible();
  });

  it("shows the rules of today, and those to come behind them", async () => {
    const [first] = programme().versions;
    const later = {
      ...first!,
      begins_on: "2999-01-01",
      cycle: { ...first!.cycle, months: 24 },
    };
    served({
      [ONE]: academyProgramme({ state: "in_force", programme: programme({ versions: [first!, later] }) }),
    });
    const { user } = open();
    expect(await screen.findByText(`From ${formatDay("2024-01-01")} on.`)).toBeVisible();
    await user.click(screen.getByText(`From ${formatDay("2999-01-01")}`));
    expect(screen.getByText("A cycle lasts 2 years, counted from the day certified.")).toBeVisible();
  });

  it("is only read by a reviewer", async () => {
    served({ [ONE]: academyProgramme() }, "reviewer");
    open();
    await screen.findByRole("heading", { name: "Certified Example" });
    expect(screen.queryByRole("button", { name: "Put in force" })).toBeNull();
    expect(screen.queryByRole("link", { name: "Edit" })).toBeNull();
  });

  it("that is not there is not found", async () => {
    served({ [ONE]: refuse(404, "not-found") });
    open();
    expect(await screen.findByRole("heading", { name: /not/i })).toBeVisible();
  });
});
