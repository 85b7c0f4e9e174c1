// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Link } from "react-router";
import { expect, it, vi } from "vitest";
import { academy, creditType, me } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import CreditTypeForm from "./CreditTypeForm";

// It is the longest form of all, typed into key by key.
vi.setConfig({ testTimeout: 20_000 });

const ME = "GET /admin/academies/{academy_id}/me";
const LIST = "GET /admin/academies/{academy_id}/credit-types";
const SAVE = "PUT /admin/academies/{academy_id}/credit-types/{credit_type_id}";
const RETIRE = "DELETE /admin/academies/{academy_id}/credit-types/{credit_type_id}";
const LIST_PAGE = "/console/credit-types";

const cpe = creditType({ name: "CPE", version: 4 });

interface Opened {
  routes?: Routes;
  id?: string;
  role?: "administrator" | "reviewer";
}

async function open({ routes = {}, id = "cpe", role = "administrator" }: Opened = {}) {
  const api = serve({
    ...academy(role),
    [ME]: me(role, { credit_types: [cpe] }),
    [LIST]: { items: [cpe] },
    ...routes,
  });
  const page = (
    <>
      <CreditTypeForm />
      <Link to="/console/queue">Queue</Link>
    </>
  );
  const shown = renderPage(page, {
    route: `${LIST_PAGE}/${id}`,
    path: `${LIST_PAGE}/:typeId`,
    user: REVIEWER,
  });
  await screen.findByRole("heading", { level: 1 }, { timeout: 10_000 });
  const { user } = shown;
  const fill = async (name: string, words: string) => {
    await user.clear(field(name));
    if (words) await user.paste(words);
  };
  const press = (name: string) =>
    user.click(screen.getByText(name, { selector: "button, button *" }).closest("button")!);
  return { ...shown, api, fill, press };
}

// By labels: to reckon every role of so long a form takes seconds.
const field = (name: string) =>
  screen.getByLabelText<HTMLInputElement>(new RegExp(`^${name}`), { selector: "input" });

it("saves on the version that was read, and goes back to the list", async () => {
  const { api, fill, press, address } = await open({ routes: { [SAVE]: { ...cpe, version: 5 } } });
  await fill("Most per certificate", "10,5");
  await press("Save changes");
  await waitFor(() => expect(address()).toBe(LIST_PAGE));
  expect(api.asked(SAVE)[0]).toMatchObject({
    path: { credit_type_id: "cpe" },
    ifMatch: '"4"',
    body: { name: "CPE", maximum: "10.5", period_rules: { target: "20" } },
  });
  expect(screen.getByRole("status")).toHaveTextContent("CPE was saved.");
});

it("begins with a template, of which everything can be changed", async () => {
  const { api, fill, press, user } = await open({ id: "new", routes: { [SAVE]: creditType() } });
  await user.click(screen.getByRole("link", { name: "Training hours" }));
  await waitFor(() => expect(field("Name")).toHaveValue("Training hours"));
  await fill("Short id", "Course Hours");
  expect(field("Short id")).toHaveValue("course-hours");
  await press("Add credit type");
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  const [asked] = api.asked(SAVE);
  expect(asked).toMatchObject({ path: { credit_type_id: "course-hours" }, body: { unit: "hours" } });
  expect(asked!.ifMatch).toBeUndefined();
});

it("says at its field what is missing, and what the API says", async () => {
  const { api, fill, press } = await open({
    routes: { [SAVE]: refuseField("minimum", "not_multiple_of_step") },
  });
  await fill("Name", "");
  await fill("Step", "a half");
  await press("Save changes");
  await waitFor(() => expect(field("Name")).toHaveAccessibleDescription(/needed/));
  expect(field("Name")).toHaveFocus();
  expect(field("Step")).toBeInvalid();
  expect(api.asked(SAVE)).toEqual([]);
  await fill("Name", "CPE");
  await fill("Step", "0.5");
  await press("Save changes");
  await waitFor(() => expect(field("Least per certificate")).toBeInvalid());
});

it("keeps what is typed where somebody else was faster, until theirs is asked for", async () => {
  const { api, fill, press } = await open({ routes: { [SAVE]: refuse(412, "stale-version") } });
  await fill("Most per certificate", "10");
  const theirs = { ...cpe, maximum: "30.00", version: 5 };
  api.answer({ [LIST]: { items: [theirs] } });
  await press("Save changes");
  await screen.findByText("Somebody else changed this meanwhile");
  await waitFor(() => expect(api.asked(LIST)).not.toEqual([]));
  expect(field("Most per certificate")).toHaveValue("10");
  await press("Show it as it is now");
  await waitFor(() => expect(field("Most per certificate")).toHaveValue("30"));
  api.answer({ [SAVE]: { ...theirs, version: 6 } });
  await fill("Most per certificate", "10");
  await press("Save changes");
  await waitFor(() => expect(api.asked(SAVE).at(-1)!.ifMatch).toBe('"5"'));
});

it("asks before it is left unsaved", async () => {
  const { fill, press, user, address } = await open();
  await fill("Most per certificate", "10");
  await user.click(screen.getByRole("link", { name: "Queue" }));
  await user.click(await screen.findByRole("button", { name: "Stay here" }));
  expect(address()).toBe(`${LIST_PAGE}/cpe`);
  await press("Cancel");
  await user.click(await screen.findByRole("button", { name: "Leave" }));
  await waitFor(() => expect(address()).toBe(LIST_PAGE));
});

it("retires it once that is confirmed", async () => {
  const { api, press, user, address } = await open({ routes: { [RETIRE]: { ...cpe, retired: true } } });
  await press("Retire");
  const ask = within(await screen.findByRole("alertdialog", { name: "Retire CPE?" }));
  await user.click(ask.getByRole("button", { name: "Retire" }));
  await waitFor(() => expect(address()).toBe(LIST_PAGE));
  expect(api.asked(RETIRE)[0]!.ifMatch).toBe('"4"');
});

it("can only be looked at by a reviewer", async () => {
  await open({ role: "reviewer" });
  expect(field("Name")).toHaveAttribute("readonly");
  expect(screen.getByText(/Only administrators/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Save changes" })).toBeNull();
});

it("asks for labels and their choices, which get their ids from their names", async () => {
  const { api, fill, press } = await open({ routes: { [SAVE]: { ...cpe, version: 5 } } });
  await press("Add a label");
  await waitFor(() => expect(field("What is asked")).toHaveFocus());
  await fill("What is asked", "Catégorie");
  await fill("Choice 1", "Ways of Working");
  await press("Add a choice");
  await waitFor(() => expect(field("Choice 2")).toHaveFocus());
  await press("Save changes");
  expect(await screen.findByText("This is needed.")).toBeVisible();
  expect(api.asked(SAVE)).toHaveLength(0);
  await fill("Choice 2", " Ways of working ");
  await press("Save changes");
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]!.body).toMatchObject({
    labels: [
      {
        id: "categorie",
        name: "Catégorie",
        required: true,
        choices: [
          { id: "ways-of-working", name: "Ways of Working", retired: false },
          { id: "ways-of-working-2", name: "Ways of working", retired: false },
        ],
      },
    ],
  });
});

it("keeps the ids of labels that are renamed, and retires a choice instead of losing its name", async () => {
  const category = {
    id: "category",
    name: "Category",
    required: false,
    choices: [
      { id: "work", name: "Ways of Working", retired: false },
      { id: "power", name: "Power Skills", retired: false },
    ],
  };
  const pdu = { ...cpe, labels: [category] };
  const { api, fill, press, user } = await open({
    routes: { [ME]: me("administrator", { credit_types: [pdu] }), [SAVE]: pdu },
  });
  await fill("What is asked", "Talent Triangle");
  await user.click(screen.getByRole("button", { name: "Retire: Power Skills" }));
  expect(await screen.findByText("Retired: what was said before stays")).toBeVisible();
  await press("Save changes");
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]!.body).toMatchObject({
    labels: [
      {
        ...category,
        name: "Talent Triangle",
        choices: [category.choices[0], { ...category.choices[1], retired: true }],
      },
    ],
  });
});

it("offers a year from the hiring date and credits that expire, and says when a change begins", async () => {
  const hiring = creditType({
    name: "CPE",
    version: 4,
    claimed: true,
    rules_in_force: {
      ...cpe.rules_in_force,
      period: { kind: "hiring_year" },
      expires_after_months: 12,
    },
    rules: [],
  });
  const { api, fill, press, user } = await open({
    routes: {
      [SAVE]: { ...cpe, version: 5 },
      [LIST]: { items: [hiring] },
      [ME]: me("administrator", { credit_types: [hiring] }),
    },
  });
  expect(screen.getByRole("radio", { name: /Year from the hiring date/ })).toBeChecked();
  expect(screen.getByText(/begins for each learner with the next year from their hiring date/)).toBeVisible();
  expect(field("Credits expire after so many months")).toHaveValue("12");
  await fill("Credits expire after so many months", "601");
  await press("Save changes");
  expect(api.asked(SAVE)).toHaveLength(0);
  await fill("Credits expire after so many months", "24");
  await user.click(screen.getByRole("radio", { name: /Calendar year/ }));
  await user.click(screen.getByRole("radio", { name: /Year from the hiring date/ }));
  await press("Save changes");
  await waitFor(() =>
    expect(api.asked(SAVE)[0]?.body).toMatchObject({
      period_rules: { period: { kind: "hiring_year" }, expires_after_months: 24 },
    }),
  );
});
