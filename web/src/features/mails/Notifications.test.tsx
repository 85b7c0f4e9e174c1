// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import type { MailKind, MailPreferences } from "../../api/types";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER } from "../../testing/users";
import Notifications from "./Notifications";

const READ = "GET /mail-preferences";
const SAVE = "PUT /mail-preferences";
const OF_LEARNERS: MailKind[] = ["decision", "file_refused", "expiry", "credential", "entered"];
const OF_STAFF: MailKind[] = ["digest", "assignment", "dispute"];

const preferences = (
  change: Partial<MailPreferences> & { off?: MailKind[]; kindsOf?: MailKind[] } = {},
): MailPreferences => {
  const { off = [], kindsOf = OF_LEARNERS, ...more } = change;
  return {
    kinds: kindsOf.map((kind) => ({ kind, on: !off.includes(kind) })),
    language: null,
    version: 0,
    ...more,
  };
};

function open(routes: Routes = {}) {
  const api = serve({ [READ]: preferences(), [SAVE]: preferences({ version: 1 }), ...routes });
  return { api, ...renderPage(<Notifications />, { user: LEARNER }) };
}

const DECISIONS = { name: "Decisions on your certificates" };

it("has a switch for each kind that somebody can get, and no other", async () => {
  open();
  const switches = await screen.findAllByRole("switch");
  expect(switches).toHaveLength(OF_LEARNERS.length);
  for (const each of switches) expect(each).toBeChecked();
  expect(screen.queryByRole("heading", { name: "Mails to you as a member of staff" })).toBeNull();
  expect(screen.getByText(/^The news behind the bell stays as it is/)).toBeVisible();
});

it("has those of staff beside those of learners", async () => {
  open({ [READ]: preferences({ kindsOf: [...OF_LEARNERS, ...OF_STAFF], off: ["digest"] }) });
  expect(await screen.findByRole("heading", { name: "Mails to you as a member of staff" })).toBeVisible();
  expect(screen.getByRole("switch", { name: "The daily overview of what waits" })).not.toBeChecked();
});

it("switches a kind off at once", async () => {
  const { api, user } = open({ [SAVE]: preferences({ off: ["decision"], version: 1 }) });
  await user.click(await screen.findByRole("switch", DECISIONS));
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]).toMatchObject({
    body: { off: ["decision"], language: null },
    ifMatch: '"0"',
  });
  expect(screen.getByRole("switch", DECISIONS)).not.toBeChecked();
});

it("keeps what another window chose meanwhile", async () => {
  const { api, user } = open({ [SAVE]: refuse(412, "stale-version") });
  const decisions = await screen.findByRole("switch", DECISIONS);
  api.answer({ [READ]: preferences({ off: ["expiry"], version: 4 }) });
  await user.click(decisions);
  await waitFor(() => expect(api.asked(SAVE).length).toBeGreaterThan(1));
  expect(api.asked(SAVE)[1]).toMatchObject({ body: { off: ["decision", "expiry"] }, ifMatch: '"4"' });
});

it("says what went wrong, and shows what holds", async () => {
  const { user } = open({ [SAVE]: refuse(422, "invalid-input") });
  await user.click(await screen.findByRole("switch", DECISIONS));
  expect(await screen.findByRole("alert")).toBeVisible();
  await waitFor(() => expect(screen.getByRole("switch", DECISIONS)).toBeChecked());
});

it("chooses the language of mails", async () => {
  const { api, user } = open({ [SAVE]: preferences({ language: "de", version: 1 }) });
  await user.click(await screen.findByRole("radio", { name: "Deutsch" }));
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]).toMatchObject({ body: { off: [], language: "de" } });
});

it("says that it cannot be loaded", async () => {
  open({ [READ]: refuse(503, "unavailable") });
  expect(await screen.findByRole("button", { name: "Try again" })).toBeVisible();
});
