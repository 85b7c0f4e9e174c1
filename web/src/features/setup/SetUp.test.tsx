// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import type { CreditType, Learner, Settings, StaffMember } from "../../api/types";
import { creditType, me, member, page, settings } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import SetUp from "./SetUp";

const STAFF = "GET /admin/academies/{academy_id}/staff";
const LEARNERS = "GET /admin/academies/{academy_id}/learners";

const learner = (learner_id: string): Learner => ({
  learner_id,
  name: "Demo Learner",
  mail: "demo@demo.example",
  external_id: null,
  hired_on: null,
  version: 1,
});

interface Given {
  role?: StaffMember["role"];
  told?: Settings;
  credit_types?: CreditType[];
  learners?: string[];
}

const routes = ({ role = "administrator", told = settings(), credit_types = [], learners = [] }: Given) => ({
  "GET /admin/academies/{academy_id}/me": me(role, { settings: told, credit_types }),
  "GET /admin/academies/{academy_id}/settings": told,
  "GET /admin/academies/{academy_id}/credit-types": { items: credit_types },
  [STAFF]: { items: [member({ role })] },
  [LEARNERS]: page(learners.map(learner)),
});

/** As an academy is on its first day. */
const NEW: Given = { told: settings({ name: null, version: 0 }), learners: [REVIEWER.id] };
const READY: Given = {
  told: settings({ accent: "#7a1f5c" }),
  credit_types: [creditType()],
  learners: ["first"],
};

beforeEach(() => localStorage.clear());

const open = (given: Given, more: Routes = {}) => {
  const api = serve({ ...routes(given), ...more });
  return { api, ...renderPage(<SetUp />, { user: REVIEWER }) };
};
const step = async (name: string) => {
  const heading = await screen.findByRole("heading", { level: 2, name: new RegExp(`^${name}`) });
  return within(heading.closest("li")!);
};

it("leads a new administrator from the first step on", async () => {
  open(NEW);
  const first = await step("Name, logo");
  expect(first.getByRole("link", { name: "Set up the academy" })).toHaveAttribute(
    "href",
    "/console/set-up/academy",
  );
  expect(screen.getByRole("progressbar", { name: "Steps done" })).toHaveAttribute("value", "0");
  expect(screen.getAllByRole("listitem")[0]).toHaveAttribute("aria-current", "step");
});

it("does not take who set it up for a learner", async () => {
  open(NEW);
  expect((await step("Invite learners")).getByRole("link", { name: "Invite learners" })).toBeVisible();
});

it("knows from the data what is done, and goes on with what is next", async () => {
  open({ ...READY, learners: [] });
  expect((await step("The first credit type \\(done\\)")).getByText("CPE hours")).toBeVisible();
  expect((await step("Name, logo")).getByText("Europe/Vienna; decided within 5 days")).toBeVisible();
  const next = screen.getByRole("heading", { level: 2, name: "Invite learners" }).closest("li");
  expect(next).toHaveAttribute("aria-current", "step");
});

it("counts a credit type that was retired as none", async () => {
  open({ ...READY, credit_types: [creditType({ retired: true })] });
  expect(
    (await step("The first credit type")).getByRole("link", { name: "Choose a template" }),
  ).toBeVisible();
});

it("says once that all is ready, and gets out of the way", async () => {
  open(READY).unmount();
  const first = open(READY);
  expect(await screen.findByText("Your academy is ready")).toBeVisible();
  expect(screen.queryByRole("progressbar")).toBeNull();
  first.unmount();
  open(READY);
  expect(await screen.findByRole("link", { name: "Review settings" })).toBeVisible();
  expect(screen.queryByText("Your academy is ready")).toBeNull();
});

it("shows a reviewer what is set up, and who can change it", async () => {
  open({ ...NEW, role: "reviewer" });
  expect(await screen.findByText("Only administrators can change this.")).toBeVisible();
  expect(screen.queryByRole("link")).toBeNull();
});

it("says that it could not be read", async () => {
  open(NEW, { [LEARNERS]: refuse(500, "internal-error") });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});
