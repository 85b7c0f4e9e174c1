// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { HoldingForecast } from "../../api/types";
import { line } from "../../testing/holdings";
import { creditType } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { HoldingForecasts } from "./HoldingForecasts";

const SUMS = { starts_on: "2024-03-10", ends_on: "2027-03-09", waiting: "0.00", done: false };

const forecast = (change: Partial<HoldingForecast> = {}): HoldingForecast => ({
  id: "01JD0000000000000000000007",
  programme: "pmp",
  programme_name: "Project Management Professional",
  number: null,
  state: "confirmed",
  missing_facts: [],
  before: { ...SUMS, counted: "30.00", missing: "30.00" },
  after: { ...SUMS, counted: "34.00", missing: "26.00" },
  lines: [line({ checks: [] })],
  filled: [
    { id: "total", name: "60 PDU in three years", before: "30.00", after: "26.00" },
    { id: "business", name: "At least 4 in Business Acumen", before: "4.00", after: "0.00" },
  ],
  helps: [{ credit_type: "pdu", labels: { skill: "power-skills" }, serves: ["total"] }],
  ...change,
});

const TYPES = [
  creditType({
    id: "pdu",
    name: "PDU",
    labels: [
      {
        id: "skill",
        name: "Skill",
        required: false,
        choices: [{ id: "power-skills", name: "Power Skills", retired: false }],
      },
    ],
  }),
];

const show = (...holdings: HoldingForecast[]) =>
  renderPage(<HoldingForecasts holdings={holdings} types={TYPES} />);

it("says what more would count, what would be missing, and which label helps most", () => {
  show(forecast());
  expect(screen.getByText("4 more would count")).toBeVisible();
  expect(screen.getByText("60 PDU in three years: 26 missing instead of 30")).toBeVisible();
  expect(screen.getByText("At least 4 in Business Acumen: reached")).toBeVisible();
  expect(screen.getByText("What would help most: Power Skills · PDU")).toBeVisible();
});

it("says that a cycle would be done", () => {
  show(forecast({ after: { ...SUMS, counted: "60.00", missing: "0.00", done: true }, filled: [] }));
  expect(screen.getByText("30 more would count · its cycle would be done")).toBeVisible();
  expect(screen.queryByText(/help most/)).toBeNull();
});

it("says why nothing would count", () => {
  const checks = [
    { rule: "decided" as const, kept: false, requirement: null },
    { rule: "recognised" as const, kept: false, requirement: null },
  ];
  const same = { ...SUMS, counted: "30.00", missing: "30.00" };
  show(forecast({ after: same, filled: [], helps: [], lines: [line({ checks })] }));
  expect(screen.getByText("Nothing more would count · Not of a kind that counts here")).toBeVisible();
});

it("is not there for who has no credential", () => {
  show();
  expect(screen.queryByRole("list")).toBeNull();
});
