// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import type { Learner } from "../../api/types";
import { academy, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { type Asked, refuse, refuseField, type Routes, serve, UNREACHABLE } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import InviteLearners from "./InviteLearners";

const FIND = "GET /admin/academies/{academy_id}/learners";
const ADD = "POST /admin/academies/{academy_id}/learners";

const learner = (change: Partial<Learner> = {}): Learner => ({
  learner_id: "33333333-3333-4333-8333-333333333333",
  name: "Demo Learner",
  mail: "demo@demo.example",
  external_id: null,
  hired_on: null,
  version: 1,
  ...change,
});
const added = ({ body }: Asked<typeof ADD>) => learner(body);
const LIST = "Name;Mail\nDemo Learner;demo@demo.example\nSecond Learner;second@demo.example";

beforeEach(() => sessionStorage.clear());

async function open(routes: Routes = {}, pasted = LIST) {
  const api = serve({ ...academy("administrator"), [FIND]: page([]), [ADD]: added, ...routes });
  const { user, unmount } = renderPage(<InviteLearners />, { user: REVIEWER });
  const field = await screen.findByRole("textbox", { name: "Names and mail addresses" });
  await user.click(field);
  if (pasted) await user.paste(pasted);
  await user.click(screen.getByRole("button", { name: "Look through the list" }));
  return { api, user, unmount };
}

const row = (who: string) => within(screen.getByRole("row", { name: new RegExp(who) }));
const invite = (count: number) =>
  screen.getByRole("button", { name: new RegExp(`^Invite ${count} learner`) });

it("shows what was understood before anything is sent, and sends it", async () => {
  const { api, user } = await open();
  expect(row("Demo Learner").getByText("Will be invited")).toBeVisible();
  expect(api.asked(ADD)).toEqual([]);
  await user.click(invite(2));
  expect(await screen.findByText("2 were invited.")).toBeVisible();
  expect(api.asked(ADD).map(({ body }) => body)).toEqual([
    { name: "Demo Learner", mail: "demo@demo.example", external_id: null },
    { name: "Second Learner", mail: "second@demo.example", external_id: null },
  ]);
  expect(row("Second Learner").getByText("Invited")).toBeVisible();
});

it("says that nobody was found in it", async () => {
  await open({}, "");
  const field = screen.getByRole("textbox", { name: "Names and mail addresses" });
  expect(field).toHaveAccessibleDescription(/Nobody was found/);
  expect(field).toHaveFocus();
});

it("leaves out what cannot be sent, and says why", async () => {
  const { api, user } = await open(
    {},
    "Demo Learner <demo@demo.example>\nNo Address\nAgain <demo@demo.example>",
  );
  expect(row("No Address").getByText("No mail address")).toBeVisible();
  expect(row("Again").getByText("Twice in the list")).toBeVisible();
  await user.click(invite(1));
  expect(await screen.findByText("1 was invited, 2 rows were left out.")).toBeVisible();
  expect(api.asked(ADD)).toHaveLength(1);
});

it("takes somebody off the list", async () => {
  const { user } = await open();
  await user.click(screen.getByRole("button", { name: "Take Demo Learner off the list" }));
  expect(screen.queryByText("Demo Learner")).toBeNull();
  expect(invite(1)).toBeEnabled();
});

it("invites nobody again who is known already", async () => {
  const known = learner({ name: "Known Learner", mail: "Demo@demo.example" });
  const { api, user } = await open({
    [FIND]: ({ query }) => page(query["search"]!.startsWith("demo") ? [known] : []),
  });
  await user.click(invite(2));
  expect(await screen.findByText("1 was invited, 1 was known already.")).toBeVisible();
  expect(row("Demo Learner").getByText("Known already")).toBeVisible();
  expect(api.asked(ADD).map(({ body }) => body.name)).toEqual(["Second Learner"]);
});

it("says of whom it was refused and why, and tries those again", async () => {
  const { api, user } = await open({
    [ADD]: (asked) =>
      asked.body.name === "Demo Learner" ? refuseField("mail", "mail_not_invitable") : added(asked),
  });
  await user.click(invite(2));
  expect(await screen.findByText("1 was invited, 1 was refused.")).toBeVisible();
  expect(row("Demo Learner").getByText(/cannot be invited|can be invited/i)).toBeVisible();
  api.answer({ [ADD]: added });
  await user.click(screen.getByRole("button", { name: "Try the refused ones again" }));
  expect(await screen.findByText("2 were invited.")).toBeVisible();
});

it("stops where nothing answers, and goes on from there", async () => {
  const { api, user } = await open({
    [ADD]: (asked) => (asked.body.name === "Demo Learner" ? added(asked) : UNREACHABLE),
  });
  await user.click(invite(2));
  expect(await screen.findByText("It stopped on the way")).toBeVisible();
  api.answer({ [ADD]: added });
  await user.click(screen.getByRole("button", { name: "Go on with the last one" }));
  expect(await screen.findByText("2 were invited.")).toBeVisible();
  expect(api.asked(ADD).filter(({ body }) => body.name === "Demo Learner")).toHaveLength(1);
});

it("waits a moment where the API asks for it", async () => {
  let tries = 0;
  const { user } = await open({
    [ADD]: (asked) => ((tries += 1) === 1 ? refuse(503, "unavailable", { retryAfter: 1 }) : added(asked)),
  });
  await user.click(invite(2));
  expect(await screen.findByText("2 were invited.")).toBeVisible();
});

it("goes on where it was after the page was left", async () => {
  const { api, user, unmount } = await open({
    [ADD]: (asked) => (asked.body.name === "Demo Learner" ? added(asked) : UNREACHABLE),
  });
  await user.click(invite(2));
  await screen.findByText("It stopped on the way");
  unmount();
  api.answer({ [ADD]: added });
  const again = renderPage(<InviteLearners />, { user: REVIEWER });
  expect(row("Demo Learner").getByText("Invited")).toBeVisible();
  await again.user.click(screen.getByRole("button", { name: "Go on with the last one" }));
  expect(await screen.findByText("2 were invited.")).toBeVisible();
  expect(api.asked(ADD).filter(({ body }) => body.name === "Demo Learner")).toHaveLength(1);
});

it("begins with another list", async () => {
  const { user } = await open();
  await user.click(screen.getByRole("button", { name: "Use another list" }));
  expect(await screen.findByRole("textbox", { name: "Names and mail addresses" })).toHaveValue("");
});
