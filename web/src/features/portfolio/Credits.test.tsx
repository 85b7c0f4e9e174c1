// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, it, vi } from "vitest";
import type { Pack, PeriodStatement, StatementLine } from "../../api/types";
import { creditType, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { makeGate, refuse, type Routes, serve } from "../../testing/serve";
import Credits from "./Credits";

const saved: string[] = [];
vi.mock("../../shared/download", () => ({
  download: async (link: () => Promise<{ name: string }>) => saved.push((await link()).name),
}));

vi.mock("../../shared/wait", () => ({ wait: () => Promise.resolve() }));

async function choose(user: UserEvent, label: RegExp, option: string) {
  await user.click(screen.getByRole("button", { name: label }));
  await user.click(await screen.findByRole("option", { name: option }));
}

const year = new Date().getFullYear();

const period = (of: number, change: Partial<PeriodStatement> = {}): PeriodStatement => ({
  credit_type: "cpe",
  period: String(of),
  starts_on: `${of}-01-01`,
  ends_on: `${of}-12-31`,
  rules_version: 1,
  claimed: "0.00",
  awarded: "20.00",
  carried_in: "0.00",
  applied: "20.00",
  carried_out: "0.00",
  lapsed: "0.00",
  target: "20.00",
  cap: null,
  remaining: "0.00",
  fact_missing: null,
  line_count: 2,
  ...change,
});

const line = (change: Partial<StatementLine> = {}): StatementLine => ({
  certificate_id: "c1",
  line: 0,
  title: "Course",
  earned_on: `${year}-01-02`,
  carried_from: null,
  good_through: null,
  credits: "2.00",
  applied: "2.00",
  carried_out: "0.00",
  lapsed: "0.00",
  counted: "in_full",
  why: null,
  why_code: null,
  why_values: null,
  ...change,
});

const credits = (periods: PeriodStatement[], more: Routes = {}) =>
  serve({
    "GET /statement": { items: periods },
    "GET /credit-types": { items: [creditType()] },
    "GET /transcripts": page([]),
    "GET /statement/lines": page([
      line(),
      line({
        certificate_id: "c2",
        title: "Another",
        applied: "0.00",
        counted: "not",
        why: "no credits were awarded",
        why_code: "nothing_awarded",
      }),
    ]),
    ...more,
  });

const file = {
  url: "https://files.example/1",
  expires_at: "2026-01-01T00:00:00Z",
  name: "transcript-2026-01-01.pdf",
  content_type: "application/pdf",
  size: 4,
};

describe("credits", () => {
  it("say what counts in the present period, and read its lines when they are wanted", async () => {
    const api = credits([period(year)]);
    const { user } = renderPage(<Credits />);
    const shown = within(await screen.findByRole("region", { name: `CPE hours, ${year}` }));
    expect(shown.getByText("You have reached the target.")).toBeVisible();
    expect(api.asked("GET /statement/lines")).toHaveLength(0);
    await user.click(shown.getByText("2 certificates"));
    const table = within(await shown.findByRole("table"));
    expect(table.getByRole("row", { name: /Course/ })).toHaveTextContent("In full");
    const another = table.getByRole("row", { name: /Another/ });
    expect(another).toHaveTextContent("Does not count");
    expect(another).toHaveTextContent("No credits were awarded.");
  });

  it("say that the hiring date is missing, and that nothing is counted yet", async () => {
    const unlaid = period(year, {
      period: "no hiring date",
      starts_on: "1950-01-01",
      ends_on: null,
      awarded: "0.00",
      applied: "0.00",
      target: null,
      remaining: null,
      fact_missing: "hired_on",
      line_count: 1,
    });
    credits([unlaid], {
      "GET /statement/lines": page([
        line({
          applied: "0.00",
          counted: "not_yet",
          why: "in English",
          why_code: "hiring_date_missing",
        }),
      ]),
    });
    const { user } = renderPage(<Credits />);
    const shown = within(await screen.findByRole("region", { name: "CPE hours, No hiring date" }));
    expect(
      shown.getByText(
        "The hiring date is missing, from which periods are counted. Nothing counts until the academy enters it.",
      ),
    ).toBeVisible();
    await user.click(shown.getByText("1 certificate"));
    const row = await shown.findByRole("row", { name: /Course/ });
    expect(row).toHaveTextContent("Not counted yet: the hiring date is missing.");
  });

  it("say through when credits are good, and which were", async () => {
    credits([period(year)], {
      "GET /statement/lines": page([
        line({ good_through: "2099-01-02" }),
        line({
          certificate_id: "c2",
          title: "Another",
          good_through: "2001-06-30",
          applied: "0.00",
          lapsed: "2.00",
          counted: "not",
          why: "in English",
          why_code: "expired",
        }),
        line({
          certificate_id: "c3",
          title: "Earlier",
          applied: "0.00",
          lapsed: "2.00",
          counted: "not",
          why: "in English",
          why_code: "before_hired",
        }),
      ]),
    });
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByText("2 certificates"));
    const table = within(await screen.findByRole("table"));
    expect(table.getByRole("row", { name: /Course/ })).toHaveTextContent(/good through .*2099/);
    const another = table.getByRole("row", { name: /Another/ });
    expect(another).toHaveTextContent(/The credits were good through .*2001\./);
    expect(another).not.toHaveTextContent(/· good through/);
    expect(table.getByRole("row", { name: /Earlier/ })).toHaveTextContent("Earned before the hiring date.");
  });

  it("name the days before the hiring date by it", async () => {
    credits([
      period(year),
      period(year - 1, { period: "before 2024-03-15", applied: "0.00", target: null, remaining: null }),
    ]);
    renderPage(<Credits />);
    expect(await screen.findByText(/^Before .*2024$/)).toBeVisible();
  });

  it("fold earlier periods to their results", async () => {
    credits([period(year), period(year - 1, { applied: "17.00", remaining: "3.00" })]);
    const { user } = renderPage(<Credits />);
    expect(await screen.findByText("17 of 20")).toBeVisible();
    await user.click(screen.getByText(String(year - 1)));
    expect(await screen.findByText("This period ended 3 hours short of its target.")).toBeVisible();
  });

  it("keep few of many lines in the page", async () => {
    const lines = Array.from({ length: 500 }, (_, at) =>
      line({ certificate_id: `c${at}`, title: `Lesson ${at}` }),
    );
    credits([period(year, { line_count: 500 })], { "GET /statement/lines": page(lines) });
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByText("500 certificates"));
    const table = await screen.findByRole("table");
    expect(table).toHaveAttribute("aria-rowcount", "501");
    expect(within(table).getAllByRole("row").length).toBeLessThan(lines.length);
  });

  it("lead who has none to the first certificate", async () => {
    credits([]);
    renderPage(<Credits />);
    expect(await screen.findByRole("heading", { name: "No credits yet" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Add certificate" })).toBeVisible();
  });

  it("are saved as the transcript that is asked for", async () => {
    const api = credits([period(year), period(year - 1)], {
      "GET /transcript": { transcript: null, file },
    });
    saved.length = 0;
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByRole("button", { name: "Transcript" }));
    const dialog = within(screen.getByRole("dialog", { name: "Transcript" }));
    await user.click(dialog.getByRole("radio", { name: /Table \(CSV/ }));
    await choose(user, /Period/, String(year - 1));
    await choose(user, /Credit type/, "CPE hours");
    await choose(user, /Status/, "Approved");
    await choose(user, /Language/, "Deutsch");
    await user.click(dialog.getByRole("button", { name: "Save transcript" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(api.asked("GET /transcript").map(({ query }) => query)).toEqual([
      {
        format: "csv",
        period: String(year - 1),
        credit_type: "cpe",
        status: "approved",
        language: "de",
      },
    ]);
    expect(saved).toEqual([file.name]);
  });

  it("are saved as a table of credentials, of which nothing is left out", async () => {
    const api = credits([period(year)], { "GET /transcript": { transcript: null, file } });
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByRole("button", { name: "Transcript" }));
    const dialog = within(screen.getByRole("dialog", { name: "Transcript" }));
    await choose(user, /Status/, "Approved");
    await user.click(dialog.getByRole("radio", { name: /Table of credentials/ }));
    expect(dialog.queryByRole("combobox", { name: /Status/ })).toBeNull();
    await user.click(dialog.getByRole("button", { name: "Save transcript" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(api.asked("GET /transcript").map(({ query }) => query)).toEqual([
      { format: "credentials", language: "en" },
    ]);
  });

  it("are saved with all certificates once these are put together", async () => {
    const pack: Pack = {
      id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
      form: "zip",
      state: "working",
      files: 3,
      done: 1,
      asked_at: "2026-01-01T00:00:00Z",
      kept_until: "2026-01-02T00:00:00Z",
      file: null,
    };
    const gate = makeGate();
    const api = credits([period(year)], {
      "POST /transcripts": pack,
      "GET /transcripts/{transcript_id}": gate.wait({ ...pack, state: "ready", done: 3, file }),
    });
    saved.length = 0;
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByRole("button", { name: "Transcript" }));
    await user.click(screen.getByRole("radio", { name: "With all certificates (ZIP)" }));
    await user.click(screen.getByRole("button", { name: "Save transcript" }));
    expect(await screen.findByRole("progressbar", { name: /Putting the certificates/ })).toHaveAttribute(
      "aria-valuetext",
      "1 of 3",
    );
    expect(saved).toEqual([]);
    gate.open();
    await waitFor(() => expect(saved).toEqual([file.name]));
    expect(api.asked("POST /transcripts").map(({ body }) => body)).toEqual([{ form: "zip", language: "en" }]);
    expect(screen.queryByRole("dialog")).toBeNull();
  });

  it("say that the certificates could not be put together", async () => {
    credits([period(year)], {
      "POST /transcripts": {
        id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
        form: "pdf",
        state: "failed",
        files: 0,
        done: 0,
        asked_at: "2026-01-01T00:00:00Z",
        kept_until: "2026-01-02T00:00:00Z",
        file: null,
      },
    });
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByRole("button", { name: "Transcript" }));
    await user.click(screen.getByRole("radio", { name: "With all certificates (PDF)" }));
    await user.click(screen.getByRole("button", { name: "Save transcript" }));
    expect(await screen.findByText(/could not be put together/)).toBeVisible();
  });

  it("say why a transcript could not be made, and let it be tried again", async () => {
    const api = credits([period(year)], { "GET /transcript": refuse(503, "unavailable") });
    saved.length = 0;
    const { user } = renderPage(<Credits />);
    await user.click(await screen.findByRole("button", { name: "Transcript" }));
    await user.click(screen.getByRole("button", { name: "Save transcript" }));
    expect(await screen.findByText("The transcript could not be made")).toBeVisible();
    api.answer({ "GET /transcript": { transcript: null, file } });
    await user.click(screen.getByRole("button", { name: "Save transcript" }));
    await waitFor(() => expect(saved).toEqual([file.name]));
  });

  it("can be tried again where they could not be loaded", async () => {
    const api = credits([], { "GET /statement": refuse(500, "internal-error") });
    const { user } = renderPage(<Credits />);
    await screen.findByText("This could not be loaded");
    api.answer({ "GET /statement": { items: [period(year)] } });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "CPE hours" })).toBeVisible();
  });
});
