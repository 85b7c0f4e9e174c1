// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER } from "../../testing/users";
import MyData from "./MyData";

const READ = "GET /membership";
const EXPORT = "POST /membership/export";
const ASK = "POST /membership/erasure-request";

function open(routes: Routes = {}) {
  const api = serve({
    [READ]: { erasure_asked_at: null, kept: null, export: null },
    [ASK]: { erasure_asked_at: "2026-11-26T12:00:00Z", kept: null, export: null },
    ...routes,
  });
  return { api, ...renderPage(<MyData />, { user: LEARNER }) };
}

it("asks the academy once it was confirmed", async () => {
  const { api, user } = open();
  await user.click(await screen.findByRole("button", { name: "Ask to be erased" }));
  const asked = await screen.findByRole("alertdialog");
  expect(api.asked(ASK)).toEqual([]);
  await user.click(within(asked).getByRole("button", { name: "Send the request" }));
  expect(await screen.findByText(/^You asked your academy on/)).toBeVisible();
  expect(api.asked(ASK)).toHaveLength(1);
});

it("has an export put together", async () => {
  const { api, user } = open({
    [EXPORT]: {
      state: "working",
      files: 0,
      asked_at: "2026-11-26T12:00:00Z",
      kept_until: "2026-11-27T12:00:00Z",
      url: null,
      size: null,
    },
  });
  await user.click(await screen.findByRole("button", { name: "Put it together" }));
  expect(await screen.findByRole("progressbar", { name: "Being put together" })).toBeVisible();
  expect(api.asked(EXPORT)).toHaveLength(1);
});

it("says that it was asked before", async () => {
  open({ [READ]: { erasure_asked_at: "2026-11-25T12:00:00Z", kept: null, export: null } });
  expect(await screen.findByText(/^You asked your academy on/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Ask to be erased" })).toBeNull();
});

it("says why it could not be asked", async () => {
  const { user } = open({ [ASK]: refuse(409, "being-erased") });
  await user.click(await screen.findByRole("button", { name: "Ask to be erased" }));
  await user.click(
    within(await screen.findByRole("alertdialog")).getByRole("button", { name: "Send the request" }),
  );
  expect(await screen.findByText(/is erasing, or has erased/)).toBeVisible();
});

it("says that it could not be read", async () => {
  open({ [READ]: refuse(503, "unavailable") });
  expect(await screen.findByText("This could not be loaded")).toBeVisible();
});

it("names what has to stay, until when and why, once it was asked", async () => {
  const certificates = Array.from({ length: 12 }, (_, at) => ({
    certificate_id: `0${at}`,
    title: `Certificate ${at + 1}`,
    until: "2032-03-01",
  }));
  const kept = { reason: "The chamber's rules", until: "2032-03-01", certificates };
  open({ [READ]: { erasure_asked_at: "2026-11-25T12:00:00Z", kept, export: null } });
  expect(await screen.findByText(/^12 certificates have to stay, the last until Mar 1, 2032/)).toBeVisible();
  expect(screen.getByText("The chamber's rules")).toBeVisible();
  expect(screen.getByText("Certificate 10, until Mar 1, 2032")).toBeVisible();
  expect(screen.getByText("and 2 more")).toBeVisible();
});
