// @vitest-environment happy-dom
import { fireEvent, screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { Link } from "react-router";
import { academy, settings } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { makeGate, refuse, refuseField, type Routes, serve, UNREACHABLE } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Desk from "./Desk";

const READ = "GET /admin/academies/{academy_id}/settings";
const SAVE = "PUT /admin/academies/{academy_id}/settings";
const DAYS = { name: "Promise: decided within so many days" };

async function open(routes: Routes, role: "reviewer" | "administrator" = "administrator") {
  const api = serve({ ...academy(role), ...routes });
  const page = (
    <>
      <Desk />
      <Link to="/console/queue">Queue</Link>
    </>
  );
  const { user, address } = renderPage(page, {
    route: "/console/desk",
    path: "/console/desk",
    user: REVIEWER,
  });
  await screen.findByRole("textbox", DAYS);
  const type = async (field: HTMLElement, words: string) => {
    await user.clear(field);
    if (words) await user.type(field, words);
  };
  return {
    api,
    user,
    address,
    type,
    save: () => user.click(screen.getByRole("button", { name: "Save changes" })),
  };
}

const days = () => screen.getByRole<HTMLInputElement>("textbox", DAYS);
const reasons = () =>
  screen.getAllByLabelText<HTMLInputElement>(/reason/i, { selector: "input[name$=text]" });

it("shows the settings, and saves them on the version that was read", async () => {
  const { api, save, type } = await open({ [SAVE]: settings({ review_days: 7, version: 4 }) });
  await type(days(), "7");
  await save();
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]).toMatchObject({
    ifMatch: '"3"',
    body: { review_days: 7, name: "Demo Academy" },
  });
  expect(days().value).toBe("7");
});

it.each([
  ["", /needed/],
  ["0", /at least 1/],
  ["366", /at most 365/],
  ["two", /whole number/],
])("says before it is sent what is wrong with “%s” days, and goes there", async (typed, words) => {
  const { api, save, type } = await open({});
  await type(days(), typed);
  await save();
  await waitFor(() => expect(days()).toHaveAccessibleDescription(words));
  expect(document.activeElement).toBe(days());
  expect(api.asked(SAVE)).toEqual([]);
  await type(days(), "5");
  expect(days()).toBeValid();
});

it("shows at its field what the API says, until that is changed", async () => {
  const { save, type } = await open({ [SAVE]: refuseField("reasons.0.text", "not_one_line") });
  await type(reasons()[0]!, "Unreadable");
  await save();
  await waitFor(() => expect(reasons()[0]).toBeInvalid());
  expect(document.activeElement).toBe(reasons()[0]);
  await type(reasons()[0]!, "Cannot be read");
  expect(reasons()[0]).toBeValid();
});

it("lists what has no field of its own", async () => {
  const { save, type } = await open({ [SAVE]: refuseField("reasons.0.id", "repeated") });
  await type(days(), "7");
  await save();
  expect(await screen.findByRole("alert")).toHaveTextContent("Must be given once");
});

it("gives a new reason an id of its own", async () => {
  const { api, user, save } = await open({ [SAVE]: settings({ version: 4 }) });
  await user.click(screen.getByRole("button", { name: /Add/ }));
  await user.type(reasons()[1]!, "Zu spät: Größe");
  await save();
  await screen.findByText("The settings were saved.", { selector: "[role=status]" });
  expect(api.asked(SAVE)[0]!.body.reasons[1]).toMatchObject({
    id: "zu-spa-t-gro-e",
    text: "Zu spät: Größe",
  });
});

it("offers what is there now where somebody else was faster", async () => {
  const { api, user, save, type } = await open({ [SAVE]: refuse(412, "stale-version") });
  await type(days(), "7");
  await save();
  const show = await screen.findByRole("button", { name: "Show it as it is now" });
  expect(days().value).toBe("7");
  api.answer({ [READ]: settings({ review_days: 9, version: 4 }) });
  await user.click(show);
  await waitFor(() => expect(days().value).toBe("9"));
});

it("keeps what was typed where nothing answers", async () => {
  const { save, type } = await open({ [SAVE]: UNREACHABLE });
  await type(days(), "7");
  await save();
  await screen.findByRole("alert");
  expect(days().value).toBe("7");
});

it("sends it once, however often that is asked for", async () => {
  const gate = makeGate();
  const { api, save, type } = await open({ [SAVE]: gate.wait(settings({ version: 4 })) });
  await type(days(), "7");
  await save();
  await save();
  gate.open();
  await screen.findByText("The settings were saved.", { selector: "[role=status]" });
  expect(api.asked(SAVE)).toHaveLength(1);
});

it("can only be looked at by a reviewer", async () => {
  await open({}, "reviewer");
  expect(days()).toHaveAttribute("readonly");
  expect(screen.queryByRole("button", { name: "Save changes" })).toBeNull();
});

it("asks before it is left unsaved, and not after it was saved", async () => {
  const { user, address, save, type } = await open({ [SAVE]: settings({ review_days: 7, version: 4 }) });
  await type(days(), "7");
  await user.click(screen.getByRole("link", { name: "Queue" }));
  await user.click(await screen.findByRole("button", { name: "Stay here" }));
  expect([address(), days().value]).toEqual(["/console/desk", "7"]);
  await save();
  await screen.findByText("The settings were saved.", { selector: "[role=status]" });
  await user.click(screen.getByRole("link", { name: "Queue" }));
  await waitFor(() => expect(address()).toBe("/console/queue"));
});

it("is left where that is confirmed", async () => {
  const { user, address, type } = await open({});
  await type(days(), "7");
  await user.click(screen.getByRole("link", { name: "Queue" }));
  await user.click(await screen.findByRole("button", { name: "Leave" }));
  await waitFor(() => expect(address()).toBe("/console/queue"));
});

it("saves the days on which learners are reminded, as they are typed", async () => {
  const { api, save, type } = await open({ [SAVE]: settings({ reminders: { days: [90, 14] } }) });
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Remind learners of what expires" });
  expect(field).toHaveValue("60, 30, 7, 0");
  await type(field, "14 90");
  await save();
  await waitFor(() => expect(api.asked(SAVE)[0]).toMatchObject({ body: { reminders: { days: [14, 90] } } }));
  expect(field).toHaveValue("90, 14");
});

it("saves for how many months records stay, and that others stay for good", async () => {
  const kept = {
    declined: 24,
    withdrawn: null,
    expired: null,
    leavers: null,
    notice_days: 14,
    prescribed: null,
  };
  const { api, save, type } = await open({ [SAVE]: settings({ retention: kept }) });
  const field = screen.getByRole<HTMLInputElement>("textbox", { name: "Declined certificates" });
  expect(field).toHaveValue("");
  await type(field, "24");
  await type(screen.getByRole("textbox", { name: "Announce it so many days before" }), "14");
  await save();
  await waitFor(() => expect(api.asked(SAVE)[0]).toMatchObject({ body: { retention: kept } }));
  expect(field).toHaveValue("24");
});

const MONTHS = { name: "Keep approved certificates for so many months" };
const WHY = { name: "What prescribes it" };

it("saves what has to stay, and why", async () => {
  const prescribed = { months: 72, reason: "The chamber's rules" };
  const { api, save, type } = await open({
    [SAVE]: settings({ retention: { ...settings().retention, prescribed } }),
  });
  await type(screen.getByRole("textbox", MONTHS), "72");
  await type(screen.getByRole("textbox", WHY), "The chamber's rules");
  await save();
  await waitFor(() => expect(api.asked(SAVE)[0]).toMatchObject({ body: { retention: { prescribed } } }));
  expect(screen.getByRole("textbox", MONTHS)).toHaveValue("72");
});

it.each([
  ["72", "", WHY],
  ["", "The chamber's rules", MONTHS],
  ["601", "The chamber's rules", MONTHS],
])("does not send “%s” months and “%s” of what has to stay", async (months, reason, wrong) => {
  const { api, save, type } = await open({});
  await type(screen.getByRole("textbox", MONTHS), months);
  await type(screen.getByRole("textbox", WHY), reason);
  await save();
  await waitFor(() => expect(screen.getByRole("textbox", wrong)).toBeInvalid());
  expect(api.asked(SAVE)).toEqual([]);
});

it.each(["", "6", "366"])("does not send “%s” days of notice", async (typed) => {
  const { api, save, type } = await open({});
  const field = screen.getByRole("textbox", { name: "Announce it so many days before" });
  await type(field, typed);
  await save();
  await waitFor(() => expect(field).toBeInvalid());
  expect(api.asked(SAVE)).toEqual([]);
});

it.each(["0", "601", "two"])("says before it is sent what is wrong with “%s” months", async (typed) => {
  const { api, save, type } = await open({});
  const field = screen.getByRole("textbox", { name: "Learners who left" });
  await type(field, typed);
  await save();
  await waitFor(() => expect(field).toBeInvalid());
  expect(api.asked(SAVE)).toEqual([]);
});

it.each(["soon", "366", "1.5", "-3", "1,2,3,4,5,6,7,8,9,10,11"])(
  "does not send “%s” as such days",
  async (typed) => {
    const { api, save, type } = await open({});
    const field = screen.getByRole("textbox", { name: "Remind learners of what expires" });
    await type(field, typed);
    await save();
    await waitFor(() => expect(field).toHaveAccessibleDescription(/Whole numbers from 0 to 365/));
    expect(api.asked(SAVE)).toEqual([]);
  },
);

it("chooses quiet hours, and whether mails name who decided", async () => {
  const { api, user, save } = await open({ [SAVE]: settings({ version: 4 }) });
  await user.click(screen.getByRole("switch", { name: "Mails say by name who decided" }));
  fireEvent.change(screen.getByLabelText(/^Quiet from/), { target: { value: "20:30" } });
  await save();
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]).toMatchObject({
    body: { mails: { quiet: true, quiet_from: "20:30", quiet_to: "07:00", names_deciders: false } },
  });
});

it("says what is no time of day before it is sent", async () => {
  const { api, save, type } = await open({});
  await type(screen.getByLabelText(/^Quiet from/), "9 pm");
  await save();
  await waitFor(() => expect(screen.getByLabelText(/^Quiet from/)).toBeInvalid());
  expect(api.asked(SAVE)).toEqual([]);
});

it("asks for no hours where none are quiet", async () => {
  const { user } = await open({});
  await user.click(screen.getByRole("switch", { name: "Quiet hours" }));
  expect(screen.queryByLabelText(/^Quiet from/)).toBeNull();
});
