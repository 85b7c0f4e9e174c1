// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { PeriodStatement, StatementLine } from "../../api/types";
import { creditType, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import Credits from "./Credits";

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
  line_count: 2,
  ...change,
});

const line = (change: Partial<StatementLine> = {}): StatementLine => ({
  certificate_id: "c1",
  title: "Course",
  earned_on: `${year}-01-02`,
  carried_from: null,
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

  it("can be tried again where they could not be loaded", async () => {
    const api = credits([], { "GET /statement": refuse(500, "internal-error") });
    const { user } = renderPage(<Credits />);
    await screen.findByText("This could not be loaded");
    api.answer({ "GET /statement": { items: [period(year)] } });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("heading", { name: "CPE hours" })).toBeVisible();
  });
});
