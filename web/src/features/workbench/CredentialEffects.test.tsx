// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import type { HoldingForecast } from "../../api/types";
import { renderPage } from "../../testing/renderPage";
import CredentialEffects from "./CredentialEffects";

const SUMS = { starts_on: "2024-03-10", ends_on: "2027-03-09", waiting: "0.00", done: false };

const effect = (after: HoldingForecast["after"], programme_name = "Security"): HoldingForecast => ({
  id: programme_name,
  programme: "security",
  programme_name,
  number: null,
  state: "confirmed",
  missing_facts: [],
  before: { ...SUMS, counted: "30.00", missing: "30.00" },
  after,
  lines: [],
  filled: [],
  helps: [],
});

it("says in one line what an award does to each credential that it moves", () => {
  renderPage(
    <CredentialEffects
      holdings={[
        effect({ ...SUMS, counted: "34.00", missing: "26.00" }),
        effect({ ...SUMS, counted: "60.00", missing: "0.00", done: true }, "Nursing"),
        effect({ ...SUMS, counted: "30.00", missing: "30.00" }, "Accounting"),
        effect(null, "Auditing"),
      ]}
    />,
  );
  expect(screen.getAllByRole("listitem").map(({ textContent }) => textContent)).toEqual([
    "Security: 4 more would count, 26 missing",
    "Nursing: 30 more would count, and its cycle would be done",
  ]);
});

it("says nothing where it moves none", () => {
  renderPage(<CredentialEffects holdings={[effect({ ...SUMS, counted: "30.00", missing: "30.00" })]} />);
  expect(screen.queryByRole("list")).toBeNull();
});
