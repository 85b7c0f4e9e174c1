// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import { meOptions } from "../api/queries/staff/academy";
import type { NewsItem, NewsPage } from "../api/types";
import { giveLocks } from "../testing/locks";
import { me } from "../testing/records";
import { renderPage } from "../testing/renderPage";
import { refuse, type Routes, serve } from "../testing/serve";
import { LEARNER, REVIEWER } from "../testing/users";
import News from "./News";

const NEWS = "GET /news";
const READ = "POST /news/read";
const STAFF_NEWS = "GET /admin/academies/{academy_id}/news";
const STAFF_READ = "POST /admin/academies/{academy_id}/news/read";

const item = (change: Partial<NewsItem> = {}): NewsItem => ({
  id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E.2",
  kind: "CertificateApproved",
  certificate_id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
  learner_id: LEARNER.id,
  title: "First aid at work",
  at: "2026-03-02T10:30:00Z",
  unread: true,
  actor_kind: "staff",
  status: "approved",
  expires_on: null,
  days_left: null,
  renewed_by: null,
  due_on: null,
  holding_id: null,
  programme_name: null,
  requirements: [],
  done: false,
  ends_on: null,
  missing: null,
  ...change,
});

const page = (items: NewsItem[], unread = items.filter((one) => one.unread).length): NewsPage => ({
  items,
  next_cursor: null,
  unread,
  mark: items.length ? 1772447400000000 : null,
});

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

function open(routes: Routes) {
  const api = serve({ [READ]: { unread: 0 }, ...routes });
  return { api, ...renderPage(<News isConsole={false} />, { user: LEARNER }) };
}

it("says how much is unread, and that it was read once it was opened", async () => {
  const { api, user } = open({ [NEWS]: page([item(), item({ id: "other", unread: false })]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  const list = within(await screen.findByRole("dialog", { name: "News" }));
  expect(list.getAllByRole("listitem")).toHaveLength(2);
  await waitFor(() => expect(api.asked(READ).map(({ body }) => body)).toEqual([{ mark: 1772447400000000 }]));
  await user.keyboard("{Escape}");
  expect(await screen.findByRole("button", { name: "News, nothing unread" })).toBeVisible();
});

it("leads to the certificate", async () => {
  const { user, address } = open({ [NEWS]: page([item()]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  await user.click(await screen.findByRole("link", { name: "First aid at work" }));
  expect(address()).toBe("/certificates/01JD8Z6V9Q3T5W7X9Y1Z3A5C7E");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("leads to the credential that it is about, and says when all is met", async () => {
  const told = item({
    kind: "RequirementMet",
    holding_id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7H",
    programme_name: "Certified Example",
    requirements: ["60 PDU"],
    done: true,
    ends_on: "2027-03-09",
  });
  const { user, address } = open({ [NEWS]: page([told]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  expect(await screen.findByText("First aid at work completes the cycle to Mar 9, 2027")).toBeVisible();
  await user.click(await screen.findByRole("link", { name: "Certified Example" }));
  expect(address()).toBe("/credentials/01JD8Z6V9Q3T5W7X9Y1Z3A5C7H");
});

const WORDS: Record<NewsItem["kind"], string> = {
  CertificateSubmitted: "Entered for you by your academy",
  CertificateEdited: "Changed by your academy",
  CertificateApproved: "Approved",
  CertificateDeclined: "Declined",
  CertificateChangesRequested: "Changes are asked for",
  CertificateWithdrawn: "Withdrawn by your academy",
  CertificateReopened: "The decision was taken back; it is reviewed again",
  CertificateRevoked: "The approval was revoked",
  CertificateDisputed: "The learner disputes it",
  CertificateSuperseded: "Superseded by its renewal",
  CertificateRestored: "Valid again, as its renewal is no longer approved",
  CertificateExpiring: "Expires in 7 days, on Mar 9, 2026",
  CertificateExpired: "Expired on Mar 9, 2026",
  CertificateRenewed: "Renewed",
  CertificateAssigned: "Given to you for review",
  RecordsDue: "Your academy will remove its records on Apr 1, 2026",
  RequirementMet: "First aid at work completes: 8 in Business Acumen and 60 PDU",
  CycleEndsSoon: "Ends in 7 days, on Mar 31, 2026, and something is missing",
};

it.each(Object.entries(WORDS))("says of %s: %s", async (kind, words) => {
  const told = item({
    kind: kind as NewsItem["kind"],
    days_left: 7,
    expires_on: "2026-03-09",
    due_on: "2026-04-01",
    ends_on: "2026-03-31",
    requirements: ["8 in Business Acumen", "60 PDU"],
  });
  const { user } = open({ [NEWS]: page([told]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  expect(await screen.findByText(words)).toBeVisible();
});

it("says what to do about a file that was refused", async () => {
  const told = item({ kind: "CertificateChangesRequested", actor_kind: "system" });
  const { user } = open({ [NEWS]: page([told]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  expect(await screen.findByText(/please hand in another one/)).toBeVisible();
});

it("says that a certificate is gone", async () => {
  const { user } = open({ [NEWS]: page([item({ title: null })]) });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  expect(await screen.findByText("A certificate that is not there any more")).toBeVisible();
});

it("says that nothing happened, and notes nothing", async () => {
  const { api, user } = open({ [NEWS]: page([]) });
  await user.click(await screen.findByRole("button", { name: "News, nothing unread" }));
  expect(await screen.findByText("Nothing happened in the last 90 days.")).toBeVisible();
  expect(api.asked(READ)).toEqual([]);
});

it("says that it could not be read", async () => {
  const { user } = open({ [NEWS]: refuse(503, "unavailable") });
  await user.click(screen.getByRole("button", { name: "News, nothing unread" }));
  expect(await screen.findByText("This could not be loaded")).toBeVisible();
});

it("shows administrators in the console what they are told, and where to look at it", async () => {
  const told = item({ kind: "CertificateDisputed", actor_kind: "learner", status: "pending" });
  const api = serve({ [STAFF_NEWS]: page([told]), [STAFF_READ]: { unread: 0 } });
  const { client, user, address } = renderPage(<News isConsole />, { user: REVIEWER });
  client.setQueryData(meOptions("demo").queryKey, me("administrator") as never);
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  await waitFor(() => expect(api.asked(STAFF_READ)).toHaveLength(1));
  await user.click(await screen.findByRole("link", { name: "First aid at work" }));
  expect(address()).toBe(`/console/queue/${LEARNER.id}/01JD8Z6V9Q3T5W7X9Y1Z3A5C7E`);
});

it("shows reviewers what they were given, and leads there", async () => {
  const told = item({ kind: "CertificateAssigned", status: "pending" });
  serve({ [STAFF_NEWS]: page([told]), [STAFF_READ]: { unread: 0 } });
  const { client, user, address } = renderPage(<News isConsole />, { user: REVIEWER });
  client.setQueryData(meOptions("demo").queryKey, me("reviewer") as never);
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  expect(await screen.findByText("Given to you for review")).toBeVisible();
  await user.click(await screen.findByRole("link", { name: "First aid at work" }));
  expect(address()).toBe(`/console/queue/${LEARNER.id}/01JD8Z6V9Q3T5W7X9Y1Z3A5C7E`);
});

it("has nothing in the console before it is known who one is", () => {
  serve({});
  renderPage(<News isConsole />, { user: REVIEWER });
  expect(screen.queryByRole("button")).toBeNull();
});

it("shows older ones to who wants to see them", async () => {
  const { api, user } = open({
    [NEWS]: ({ query }) =>
      query.limit === "100"
        ? page([item(), item({ id: "older", title: "Older" })])
        : { ...page([item()]), next_cursor: "more" },
  });
  await user.click(await screen.findByRole("button", { name: "News, 1 unread" }));
  await user.click(await screen.findByRole("button", { name: "Show older" }));
  expect(await screen.findByText("Older")).toBeVisible();
  expect(api.asked(NEWS).map(({ query }) => query.limit)).toEqual(["20", "100"]);
});

it.each([
  ["administrator", /no learner disputed anything, and nobody gave you anything/],
  ["reviewer", /nobody gave you anything for review/],
] as const)("says to one who is %s that there is nothing", async (role, words) => {
  serve({ [STAFF_NEWS]: page([]) });
  const { client, user } = renderPage(<News isConsole />, { user: REVIEWER });
  client.setQueryData(meOptions("demo").queryKey, me(role) as never);
  await user.click(await screen.findByRole("button", { name: "News, nothing unread" }));
  expect(await screen.findByText(words)).toBeVisible();
});
