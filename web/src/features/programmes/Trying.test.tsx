// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import type { Effect, Holder, HoldingStanding, PackExample, Trial } from "../../api/types";
import { formatDay } from "../../text/format";
import { academy, academyProgramme, effect, page, programme, TRIANGLE } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER, REVIEWER } from "../../testing/users";
import { Effects } from "./Effects";
import Holders from "./Holders";
import { STANDINGS } from "./state";
import TryPage from "./TryPage";

vi.setConfig({ testTimeout: 60_000 });

const ONE = "GET /admin/academies/{academy_id}/programmes/{programme_id}";
const PACK = "GET /admin/academies/{academy_id}/programme-packs/{pack_id}";
const TRY = "POST /admin/academies/{academy_id}/programmes/{programme_id}/try";
const EFFECTS = "POST /admin/academies/{academy_id}/programmes/{programme_id}/effects";
const HOLDERS = "GET /admin/academies/{academy_id}/programmes/{programme_id}/holders";

const figures = {
  starts_on: "2024-01-01",
  ends_on: "2026-12-31",
  have: "59",
  waiting: "0",
  needed: "60",
  missing: "1",
  asked: true,
  why_not: null,
  done: false,
};
const cycle: NonNullable<Trial["cycle"]> = {
  number: 1,
  starts_on: "2024-01-01",
  ends_on: "2026-12-31",
  planned_end: "2026-12-31",
  days_left: 100,
  ended: false,
  exempt: false,
  counted: "59",
  waiting: "0",
  carried_in: "0",
  carried_out: "0",
  backfilled: "0",
  done: false,
  missing: "1",
  least: [],
  helps: [],
  nodes: [
    {
      id: "total",
      name: "60 credits in three years",
      kind: "at_least",
      asked: true,
      why_not: null,
      done: false,
      missing: "1",
      figures: [figures],
      of: [],
      chosen: [],
    },
  ],
};
const trial: Trial = {
  day: "2026-09-22",
  missing_facts: [],
  standing: "on_track",
  cycle,
  cycles: [cycle],
  lines: [],
  outside: [],
};
const example: PackExample = {
  name: "One short",
  holding: {
    programme: "pmi",
    held_since: "2024-01-01",
    number: null,
    birth_month: 7,
    birth_year: null,
    facts: { role: "lead-auditor" },
    hired_on: "2023-05-01",
    waivers: [{ kind: "let_off", on: "2024-05-01", requirement: "business" }],
    confirmed: [{ requirement: "total", on: "2024-06-01" }],
  },
  certificates: [
    {
      earned_on: "2024-05-01",
      credit_type: "pdu",
      credits: "59",
      labels: { category: "power" },
      status: "pending",
      reported_on: "2024-06-01",
    },
  ],
  day: "2026-01-01",
  expected: {
    starts_on: "2024-01-01",
    ends_on: "2026-12-31",
    counted: "59",
    done: false,
    carried_in: null,
    missing_facts: [],
    requirements: { total: { have: "59", needed: "60", missing: "1", waiting: null, chosen: null } },
  },
};

describe("trying", () => {
  function open(routes: Routes = {}) {
    const api = serve({
      ...academy("administrator"),
      [ONE]: academyProgramme({ pack: "pmi" }),
      [PACK]: {
        id: "pmi",
        programme: programme({ id: "pmi" }),
        credit_types: [
          { id: "pdu", name: "Development units", unit: "PDU", step: "0.25", labels: [TRIANGLE] },
        ],
        examples: [example],
      },
      [TRY]: trial,
      "GET /admin/academies/{academy_id}/learners": page([
        {
          learner_id: LEARNER.id,
          name: LEARNER.name,
          mail: LEARNER.email,
          external_id: null,
          language: null,
          hired_on: null,
          left_on: null,
          version: 1,
        } as never,
      ]),
      ...routes,
    });
    const shown = renderPage(<TryPage />, {
      route: "/console/programmes/board/try",
      path: "/console/programmes/:programmeId/try",
      user: REVIEWER,
    });
    return { ...shown, api };
  }

  it("shows what an example is said to come to beside what is computed", async () => {
    const { api, user } = open();
    await user.click(await screen.findByText("One short"));
    await user.click(screen.getByRole("button", { name: "Compute One short" }));
    const table = within(await screen.findByRole("table", { name: /One short/ }));
    expect(table.getByRole("row", { name: /60 credits in three years: Needed/ })).toHaveTextContent(
      /60.*60.*Yes/,
    );
    expect(screen.getByText("As expected")).toBeVisible();
    expect(api.asked(TRY)[0]).toMatchObject({
      path: { programme_id: "board" },
      body: { day: "2026-01-01", holding: { held_since: "2024-01-01" }, lines: [{ credits: "59" }] },
    });
    expect(api.asked(TRY)[0]!.body.holding).not.toHaveProperty("programme");
  });

  it("tells an example in words, not in ids", async () => {
    const { user } = open();
    await user.click(await screen.findByText("One short"));
    const told = screen.getByText("One short").closest("details")!;
    expect(told).toHaveTextContent(/Month of birth\s*July/);
    expect(told).toHaveTextContent(/Role\s*Lead auditor/);
    expect(told).toHaveTextContent(`Day of hiring${formatDay("2023-05-01")}`);
    expect(told).toHaveTextContent(/“8 credits in business” is let off/);
    expect(told).toHaveTextContent(/“60 credits in three years” confirmed for/);
    expect(
      within(told).getByText(
        `${formatDay("2024-05-01")} · 59 credits · Development units · Talent Triangle: Power Skills · ` +
          `Pending · reported on ${formatDay("2024-06-01")}`,
      ),
    ).toBeVisible();
  });

  it("says where an example comes to something else", async () => {
    const { user } = open({ [TRY]: { ...trial, cycles: [{ ...cycle, counted: "40" }] } });
    await user.click(await screen.findByText("One short"));
    await user.click(screen.getByRole("button", { name: "Compute One short" }));
    expect(await screen.findByText("Otherwise than expected")).toBeVisible();
  });

  it("shows the report of a real learner, found by name", async () => {
    const { api, user } = open();
    const who = await screen.findByRole("combobox", { name: "Whose certificates" });
    expect(screen.getByRole("button", { name: "Show the report" })).toBeDisabled();
    await user.type(who, "Demo");
    await user.click(await screen.findByRole("option", { name: /Demo Learner/ }));
    await user.click(screen.getByRole("button", { name: "Show the report" }));
    expect(await screen.findByText("On track")).toBeVisible();
    expect(screen.getByText("60 credits in three years")).toBeVisible();
    expect(api.asked(TRY)[0]).toMatchObject({ body: { learner_id: LEARNER.id, holding: null } });
  });

  it("says why it could not be tried", async () => {
    const { user } = open({ [TRY]: refuse(400, "invalid-input") });
    await user.click(await screen.findByText("One short"));
    await user.click(screen.getByRole("button", { name: "Compute One short" }));
    expect(await screen.findByRole("alert")).toBeVisible();
  });
});

describe("what a change would do", () => {
  it("is shown for each holder, and counted", async () => {
    serve({
      ...academy("administrator"),
      [EFFECTS]: {
        day: "2026-11-26",
        ...page([
          effect({}),
          effect({
            holding_id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7F",
            name: "Other",
            changed: false,
            before: null,
            after: null,
          }),
        ]),
      },
    });
    renderPage(<Effects programme={programme()} />, { user: REVIEWER });
    const table = within(await screen.findByRole("table"));
    expect(table.getByRole("row", { name: /Demo Learner/ })).toHaveTextContent(
      /50 missing.*40 missing.*Changes/,
    );
    expect(table.getByRole("row", { name: /Other/ })).toHaveTextContent(/No cycle.*Stays/);
    expect(screen.getByText("Something changes for 1 of the 2 looked at.")).toBeVisible();
  });

  it("says that more of it could not be read, and reads on", async () => {
    const api = serve({
      ...academy("administrator"),
      [EFFECTS]: ({ query }) =>
        query["cursor"]
          ? refuse(400, "invalid-input")
          : {
              day: "2026-11-26",
              ...page(
                Array.from({ length: 10 }, (_, at) => effect({ holding_id: `${at}` })),
                "next",
              ),
            },
    });
    const { user } = renderPage(<Effects programme={programme()} />, { user: REVIEWER });
    await user.click(await screen.findByRole("button", { name: "Load more" }));
    const again = within(await screen.findByRole("alert")).getByRole("button", { name: "Try again" });
    expect(screen.getAllByRole("row")).toHaveLength(11);
    api.answer({ [EFFECTS]: { day: "2026-11-26", ...page([effect({ name: "Last of them" })]) } });
    await user.click(again);
    expect(await screen.findByRole("row", { name: /Last of them/ })).toBeVisible();
    expect(screen.queryByRole("alert")).toBeNull();
  });

  it("is nothing where nobody holds it", async () => {
    serve({ ...academy("administrator"), [EFFECTS]: { day: "2026-11-26", ...page<Effect>([]) } });
    renderPage(<Effects programme={programme()} />, { user: REVIEWER });
    expect(await screen.findByText("Nobody holds it yet.")).toBeVisible();
  });
});

const holder = (standing: HoldingStanding): Holder => ({
  learner_id: standing,
  name: `Is ${standing}`,
  holding_id: standing,
  state: "confirmed",
  standing,
  starts_on: "2024-01-01",
  ends_on: "2026-12-31",
  days_left: 35,
  counted: "12",
  missing: "48",
  missing_facts: [],
});

describe("those who hold it", () => {
  const standings = Object.keys(STANDINGS) as HoldingStanding[];
  function open(route = "/console/programmes/board/holders", routes: Routes = {}) {
    const api = serve({
      ...academy("reviewer"),
      [ONE]: academyProgramme({ state: "in_force" }),
      [HOLDERS]: ({ query }) => ({
        day: "2026-11-26",
        ...page(standings.filter((one) => !query["standing"] || one === query["standing"]).map(holder)),
      }),
      ...routes,
    });
    const shown = renderPage(<Holders />, {
      route,
      path: "/console/programmes/:programmeId/holders",
      user: REVIEWER,
    });
    return { ...shown, api };
  }

  it("stand in a word each, and lead to the credential on the learner's page", async () => {
    open();
    const rows = await screen.findAllByRole("row");
    expect(rows).toHaveLength(standings.length + 1);
    expect(screen.getByRole("row", { name: /Is behind/ })).toHaveTextContent(/Behind.*48/);
    expect(screen.getByRole("link", { name: "Is behind" })).toHaveAttribute(
      "href",
      "/console/learners/behind?tab=credentials&credential=behind",
    );
    expect(screen.getByText("6 in all")).toBeVisible();
  });

  it("are narrowed to one word, which the address keeps", async () => {
    const { api, user, address } = open();
    await screen.findAllByRole("row");
    await user.click(screen.getByRole("button", { name: /Show only/ }));
    await user.click(await screen.findByRole("option", { name: "Behind" }));
    await waitFor(() => expect(address()).toBe("/console/programmes/board/holders?standing=behind"));
    await waitFor(() => expect(screen.getAllByRole("row")).toHaveLength(2));
    expect(api.asked(HOLDERS).at(-1)!.query["standing"]).toBe("behind");
  });

  it("are loaded further, and said to be more", async () => {
    const { api, user } = open(undefined, {
      [HOLDERS]: ({ query }) => ({
        day: "2026-11-26",
        ...page(
          Array.from({ length: 20 }, (_, at) => ({
            ...holder("behind"),
            holding_id: `${query["cursor"] ?? ""}${at}`,
          })),
          query["cursor"] ? null : "next",
        ),
      }),
    });
    expect(await screen.findByText("20 loaded so far")).toBeVisible();
    await user.click(screen.getByRole("button", { name: /more/i }));
    expect(await screen.findByText("40 in all")).toBeVisible();
    expect(api.asked(HOLDERS)).toHaveLength(2);
  });

  it("could not be read any further, which is said", async () => {
    const { user } = open(undefined, {
      [HOLDERS]: ({ query }) =>
        query["cursor"]
          ? refuse(400, "invalid-input")
          : {
              day: "2026-11-26",
              ...page(
                Array.from({ length: 20 }, (_, at) => ({ ...holder("behind"), holding_id: `${at}` })),
                "next",
              ),
            },
    });
    await user.click(await screen.findByRole("button", { name: /more/i }));
    expect(within(await screen.findByRole("alert")).getByRole("button", { name: "Try again" })).toBeVisible();
    expect(screen.getAllByRole("row")).toHaveLength(21);
  });

  it("are nobody yet", async () => {
    open(undefined, { [HOLDERS]: { day: "2026-11-26", ...page<Holder>([]) } });
    expect(await screen.findByRole("heading", { name: "Nobody here" })).toBeVisible();
  });
});
