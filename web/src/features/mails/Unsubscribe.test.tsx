// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { expect, it } from "vitest";
import { type MailLink, mailLinkIn } from "../../shared/mailLink";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER } from "../../testing/users";
import Unsubscribe from "./Unsubscribe";

const POST = "POST /unsubscribe";
const TOKEN = "demo.learner-1.decision.c2lnbmF0dXJl";
const FACE = { name: "Academy of Fire Safety", accent: null, logo: null };

function open(link: MailLink | undefined = mailLinkIn(`#${TOKEN}`), routes: Routes = {}) {
  const api = serve({ [POST]: { done: true }, ...routes });
  return { api, ...renderPage(<Unsubscribe link={link} face={FACE} />, { user: LEARNER }) };
}

it("switches nothing off until somebody presses", async () => {
  const { api, user } = open();
  expect(screen.getByRole("heading", { name: "Stop these mails?" })).toBeVisible();
  expect(screen.getByText("Academy of Fire Safety")).toBeVisible();
  expect(screen.getByText(/Decisions on your certificates/)).toBeVisible();
  expect(api.asked(POST)).toEqual([]);
  await user.click(screen.getByRole("button", { name: "Stop them" }));
  expect(await screen.findByRole("heading", { name: "These mails are stopped" })).toBeVisible();
  expect(api.asked(POST)).toHaveLength(1);
  expect(screen.queryByRole("button", { name: "Stop them" })).toBeNull();
});

it("can be pressed again where it did not work", async () => {
  const { api, user } = open(undefined, { [POST]: refuse(503, "unavailable") });
  await user.click(screen.getByRole("button", { name: "Stop them" }));
  expect(await screen.findByRole("alert")).toBeVisible();
  api.answer({ [POST]: { done: true } });
  await user.click(screen.getByRole("button", { name: "Stop them" }));
  expect(await screen.findByRole("heading", { name: "These mails are stopped" })).toBeVisible();
});

it.each(["", "#", "#demo.learner-1.decision", "#%E0%A4%A", "#a.b.c.d.e"])(
  "says that a link is not whole: %s",
  (hash) => {
    expect(mailLinkIn(hash)).toBeUndefined();
  },
);

it("leads to the portal where the link is not whole", () => {
  const api = serve({});
  renderPage(<Unsubscribe link={undefined} face={undefined} />, { user: LEARNER });
  expect(screen.getByText(/^This link is not whole/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Stop them" })).toBeNull();
  expect(screen.getByRole("link", { name: "Choose your mails" })).toHaveAttribute("href", "/notifications");
  expect(api.asked(POST)).toEqual([]);
});

it("names no kind that this portal does not know", () => {
  open(mailLinkIn("#demo.learner-1.newer.c2lnbmF0dXJl"));
  expect(screen.getByText(/mails like the one you came from/)).toBeVisible();
});
