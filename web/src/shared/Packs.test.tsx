// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { ownTranscripts } from "../api/queries/statement";
import type { Pack } from "../api/types";
import { renderPage } from "../testing/renderPage";
import { refuse, type Routes, serve } from "../testing/serve";
import { LEARNER } from "../testing/users";
import { Packs } from "./Packs";

const LIST = "GET /transcripts";
const READ = "GET /transcripts/{transcript_id}";
const saved: string[] = [];
vi.mock("./download", () => ({
  download: async (link: () => Promise<{ url: string }>) => void saved.push((await link()).url),
}));
beforeEach(() => void saved.splice(0));

const file = (url: string) => ({
  url,
  expires_at: "2026-03-02T10:31:00Z",
  name: "transcript.zip",
  content_type: "application/zip",
  size: 2048,
});
const pack = (change: Partial<Pack> = {}): Pack => ({
  id: "01JD8Z6V9Q3T5W7X9Y1Z3A5C7E",
  form: "zip",
  state: "working",
  files: 8,
  done: 3,
  asked_at: "2026-03-02T10:30:00Z",
  kept_until: "2026-03-03T10:30:00Z",
  file: null,
  ...change,
});
const page = (items: Pack[], next_cursor: string | null = null) => ({ items, next_cursor });

function open(routes: Routes) {
  return { api: serve(routes), ...renderPage(<Packs from={ownTranscripts} />, { user: LEARNER }) };
}

it("says how far one is that is being made", async () => {
  open({ [LIST]: page([pack()]) });
  expect(await screen.findByRole("progressbar", { name: /^ZIP, asked for on/ })).toBeVisible();
  expect(screen.getByText("3 of 8")).toBeVisible();
});

it("saves one that is ready by a link that is made just now", async () => {
  const ready = pack({ state: "ready", done: 8, file: file("https://files.example/listed") });
  const { user } = open({
    [LIST]: page([ready]),
    [READ]: { ...ready, file: file("https://files.example/new") },
  });
  expect(await screen.findByText(/^Ready until/)).toBeVisible();
  await user.click(screen.getByRole("button", { name: "Save" }));
  await waitFor(() => expect(saved).toEqual(["https://files.example/new"]));
});

it("says why one could not be saved", async () => {
  const ready = pack({ state: "ready", done: 8, file: file("https://files.example/listed") });
  const { user } = open({ [LIST]: page([ready]), [READ]: refuse(404, "not-found", { what: "transcript" }) });
  await user.click(await screen.findByRole("button", { name: "Save" }));
  await waitFor(() => expect(screen.queryByText(/^Ready until/)).toBeNull());
  expect(saved).toEqual([]);
});

it("says that one failed", async () => {
  open({ [LIST]: page([pack({ state: "failed" })]) });
  expect(await screen.findByText("It could not be put together. Please try again.")).toBeVisible();
});

it("shows older ones to who wants to see them", async () => {
  const failed = (id: string, asked_at: string) => pack({ id, asked_at, state: "failed" });
  const { api, user } = open({
    [LIST]: ({ query }) =>
      query["cursor"]
        ? page([failed("older", "2026-03-01T10:30:00Z")])
        : page([failed("newer", "2026-03-02T10:30:00Z")], "more"),
  });
  await user.click(await screen.findByRole("button", { name: "Show older" }));
  await waitFor(() => expect(screen.getAllByText(/^ZIP, asked for on/)).toHaveLength(2));
  expect(api.asked(LIST).map(({ query }) => query["cursor"])).toEqual([undefined, "more"]);
  expect(screen.queryByRole("button", { name: "Show older" })).toBeNull();
});

it("has nothing to say where nothing was asked for", async () => {
  const { api } = open({ [LIST]: page([]) });
  await waitFor(() => expect(api.asked(LIST)).toHaveLength(1));
  expect(screen.queryByRole("heading", { name: "Asked for before" })).toBeNull();
});

it("says that they could not be listed", async () => {
  open({ [LIST]: refuse(500, "internal-error") });
  expect(await screen.findByText("Something went wrong on our side. It has been recorded.")).toBeVisible();
});
