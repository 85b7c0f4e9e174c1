// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { academy, member, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Staff from "./Staff";

const LIST = "GET /admin/academies/{academy_id}/staff";
const INVITE = "POST /admin/academies/{academy_id}/staff";
const SAVE = "PUT /admin/academies/{academy_id}/staff/{principal}";
const REMOVE = "DELETE /admin/academies/{academy_id}/staff/{principal}";
const LEARNERS = "GET /admin/academies/{academy_id}/learners";

const me = member({ role: "administrator" });
const other = member({
  principal: "44444444-4444-4444-8444-444444444444",
  name: "Other Reviewer",
  invited: true,
  version: 5,
});
const system = member({ principal: "123456789012.importer", name: "Importer" });

async function open(routes: Routes = {}, role: "administrator" | "reviewer" = "administrator") {
  const api = serve({
    ...academy(role),
    [LIST]: { items: [me, other, system] },
    [LEARNERS]: page([]),
    ...routes,
  });
  const { user } = renderPage(<Staff />, { user: REVIEWER });
  await screen.findByText(role === "administrator" ? "Other Reviewer" : /Only administrators/);
  const dialog = async (name: string | RegExp) => within(await screen.findByRole("dialog", { name }));
  const fill = async (field: HTMLElement, words: string) => {
    await user.clear(field);
    if (words) await user.paste(words);
  };
  return { api, user, dialog, fill };
}

const row = (name: string) => within(screen.getByRole("row", { name: new RegExp(name) }));

it("shows who is on the staff, and how each comes in", async () => {
  await open();
  expect(row("Other Reviewer").getByText("Invited, has not signed in yet")).toBeVisible();
  expect(row("Importer").getByText("123456789012.importer")).toBeVisible();
  expect(row("Demo Reviewer").getByText("Administrator")).toBeVisible();
  expect(row("Demo Reviewer").getByRole("button", { name: /Another administrator/ })).toBeDisabled();
  expect(screen.getByText("Your second factor is on")).toBeVisible();
});

it("invites somebody, and says what they do next", async () => {
  const { api, user, dialog, fill } = await open({
    [INVITE]: { ...other, next_steps: ["open_mail", "set_password"] },
  });
  await user.click(screen.getByRole("button", { name: "Add to staff" }));
  const form = await dialog("Add to staff");
  await user.click(form.getByRole("button", { name: "Invite" }));
  expect(form.getByRole("combobox", { name: "Mail address" })).toBeInvalid();
  await fill(form.getByRole("combobox", { name: "Mail address" }), "other@demo.example");
  await fill(form.getByRole("textbox", { name: "Name" }), "Other Reviewer");
  await user.click(form.getByRole("radio", { name: "Administrator" }));
  await user.click(form.getByRole("button", { name: "Invite" }));
  const next = await dialog("Other Reviewer was added to the staff");
  expect(next.getAllByRole("listitem")).toHaveLength(2);
  expect(next.getByText(/just sent to other@demo.example/)).toBeVisible();
  expect(api.asked(INVITE)[0]!.body).toEqual({
    mail: "other@demo.example",
    name: "Other Reviewer",
    role: "administrator",
  });
});

it("picks a learner by name", async () => {
  const learner = {
    learner_id: "first",
    name: "First Learner",
    mail: "first@demo.example",
    external_id: null,
    hired_on: null,
    version: 1,
  };
  const { user, dialog } = await open({ [LEARNERS]: page([learner]) });
  await user.click(screen.getByRole("button", { name: "Add to staff" }));
  const form = await dialog("Add to staff");
  await user.type(form.getByRole("combobox", { name: "Mail address" }), "fir");
  await user.click(await screen.findByRole("option", { name: /first@demo.example/ }));
  expect(screen.getByRole("combobox", { name: "Mail address" })).toHaveValue("first@demo.example");
  await waitFor(() => expect(screen.getByRole("textbox", { name: "Name" })).toHaveValue("First Learner"));
});

it("says at its field what the API says", async () => {
  const { user, dialog, fill } = await open({ [INVITE]: refuseField("mail", "mail_not_invitable") });
  await user.click(screen.getByRole("button", { name: "Add to staff" }));
  const form = await dialog("Add to staff");
  await fill(form.getByRole("combobox", { name: "Mail address" }), "other@demo.example");
  await fill(form.getByRole("textbox", { name: "Name" }), "Other");
  await user.click(form.getByRole("button", { name: "Invite" }));
  await waitFor(() => expect(form.getByRole("combobox", { name: "Mail address" })).toBeInvalid());
});

it("adds a system by the role it signs with", async () => {
  const { api, user, dialog, fill } = await open({ [SAVE]: system });
  await user.click(screen.getByRole("button", { name: "Add to staff" }));
  const form = await dialog("Add to staff");
  await user.click(form.getByRole("radio", { name: "A system" }));
  await fill(form.getByRole("textbox", { name: "Account and role" }), "123456789012.importer");
  await fill(form.getByRole("textbox", { name: "Name" }), "Importer");
  await user.click(form.getByRole("button", { name: "Add to staff" }));
  await waitFor(() => expect(screen.getByRole("status")).toHaveTextContent("Importer was saved."));
  expect(api.asked(SAVE)[0]).toMatchObject({
    path: { principal: "123456789012.importer" },
    body: { name: "Importer", role: "reviewer" },
  });
});

it("changes a role on the version that was read, and says who was faster", async () => {
  const { api, user, dialog } = await open({ [SAVE]: refuse(412, "stale-version") });
  await user.click(screen.getByRole("button", { name: "Edit Other Reviewer" }));
  const form = await dialog("Edit Other Reviewer");
  await user.click(form.getByRole("radio", { name: "Administrator" }));
  await user.click(form.getByRole("button", { name: "Save changes" }));
  expect(await form.findByText(/Somebody else changed this/)).toBeVisible();
  expect(api.asked(SAVE)[0]!.ifMatch).toBe('"5"');
});

it("does not let somebody change their own role", async () => {
  const { user, dialog } = await open();
  await user.click(screen.getByRole("button", { name: "Edit Demo Reviewer" }));
  const form = await dialog("Edit Demo Reviewer");
  expect(form.getByRole("radio", { name: "Reviewer" })).toBeDisabled();
});

it("removes somebody once that is confirmed", async () => {
  const { api, user } = await open({ [REMOVE]: other });
  await user.click(screen.getByRole("button", { name: "Remove Other Reviewer" }));
  const ask = within(await screen.findByRole("alertdialog", { name: /Remove Other Reviewer/ }));
  await user.click(ask.getByRole("button", { name: "Cancel" }));
  expect(api.asked(REMOVE)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Remove Other Reviewer" }));
  const again = within(await screen.findByRole("alertdialog"));
  await user.click(again.getByRole("button", { name: "Remove" }));
  await waitFor(() =>
    expect(screen.getByRole("status")).toHaveTextContent("Other Reviewer was removed from the staff."),
  );
  expect(api.asked(REMOVE)[0]!.ifMatch).toBe('"5"');
});

it("says in the question why somebody could not be removed", async () => {
  const { user } = await open({ [REMOVE]: refuse(412, "stale-version") });
  await user.click(screen.getByRole("button", { name: "Remove Other Reviewer" }));
  const ask = within(await screen.findByRole("alertdialog"));
  await user.click(ask.getByRole("button", { name: "Remove" }));
  expect(await ask.findByText(/Somebody else changed this/)).toBeVisible();
});

it("shows a reviewer their own state alone", async () => {
  await open({}, "reviewer");
  expect(screen.queryByRole("table")).toBeNull();
  expect(screen.queryByRole("button", { name: "Add to staff" })).toBeNull();
});
