// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import type { Result } from "../../api/types";
import { academy, queued, review } from "../../testing/records";
import { giveLocks } from "../../testing/locks";
import { renderPage } from "../../testing/renderPage";
import { makeGate, type Routes, serve, UNREACHABLE } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import { BulkDecision } from "./BulkDecision";

const SEND = "POST /admin/academies/{academy_id}/decisions";
const id = (at: number) => `01JD00000000000000000000${String(at).padStart(2, "0")}`;
const items = (count: number) =>
  Array.from({ length: count }, (_, at) => queued({ id: id(at), title: `Course ${at + 1}` }));

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

const done = (one: { learner_id: string; certificate_id: string }): Result => ({
  learner_id: one.learner_id,
  certificate_id: one.certificate_id,
  outcome: "done",
  status: 200,
  certificate: review({ id: one.certificate_id, status: "approved", version: 2 }),
  problem: null,
});

function open(routes: Routes, action: "approve" | "decline" = "approve", chosen = items(2)) {
  const onClose = vi.fn();
  const api = serve({ ...academy(), ...routes });
  const shown = renderPage(<BulkDecision action={action} items={chosen} onClose={onClose} />, {
    user: REVIEWER,
  });
  return { api, onClose, ...shown };
}

const press = async (user: ReturnType<typeof open>["user"], name: string) =>
  user.click(await screen.findByRole("button", { name }));

it("names what it decides on, what is left out, and why", async () => {
  const [good, own, taken, waiting] = items(4) as [ReturnType<typeof queued>, ...ReturnType<typeof queued>[]];
  const lease = {
    principal: "other",
    name: "Second Reviewer",
    until: new Date(Date.now() + 6e5).toISOString(),
  };
  open({}, "approve", [
    good,
    { ...own!, learner_id: REVIEWER.id },
    { ...taken!, assignment: lease },
    { ...waiting!, file: { state: "waiting" } as never },
  ]);
  const dialog = await screen.findByRole("dialog", { name: "Approve 1 certificate" });
  const names = within(dialog).getByRole("list", { name: "What this decides on" });
  expect(within(names).getAllByRole("listitem")).toHaveLength(1);
  expect(names).toHaveTextContent("Course 1 Demo Learner");
  expect(within(dialog).getByText("3 are left out")).toBeVisible();
  expect(dialog).toHaveTextContent("Course 2: it is your own");
  expect(dialog).toHaveTextContent("Course 3: Second Reviewer is at it until");
  expect(dialog).toHaveTextContent("Course 4: its file is not accepted yet");
});

it("asks for a reason and a comment before it declines", async () => {
  const { api, user, onClose } = open({ [SEND]: ({ body }) => ({ items: body.items.map(done) }) }, "decline");
  await press(user, "Decline 2 certificates");
  expect(await screen.findByText("Choose a reason: the learner sees it.")).toBeVisible();
  expect(screen.getByText("This is needed.")).toBeVisible();
  await user.click(screen.getByRole("radio", { name: "The file cannot be read" }));
  await user.type(screen.getByLabelText(/^Comment/), "It is blurred.");
  await press(user, "Decline 2 certificates");
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  expect(api.asked(SEND)[0]!.body.items[1]).toMatchObject({
    action: "decline",
    reason: "unreadable",
    comment: "It is blurred.",
    version: 1,
  });
});

it("tells while it goes on what became of each, in parts of twenty", async () => {
  const gate = makeGate();
  let parts = 0;
  const { api, user, onClose } = open(
    {
      [SEND]: ({ body }) => {
        const answer = { items: body.items.map(done) };
        return (parts += 1) === 1 ? answer : gate.wait(answer)();
      },
    },
    "approve",
    items(30),
  );
  await press(user, "Approve 30 certificates");
  await waitFor(() => expect(screen.getAllByText("Decided")).toHaveLength(20));
  expect(screen.getAllByText("waits")).toHaveLength(10);
  expect(screen.getByRole("progressbar", { name: "Deciding" })).toHaveAttribute("aria-valuetext", "20 of 30");
  gate.open();
  await waitFor(() => expect(onClose).toHaveBeenCalledTimes(1));
  expect(api.asked(SEND).map(({ body }) => body.items.length)).toEqual([20, 10]);
});

it("says of each why it was refused, and sends again only what nobody knows of", async () => {
  const problem = {
    type: "urn:certfolio:problem:stale-version" as const,
    title: "",
    status: 412,
    detail: "It changed since you read it.",
  };
  const { api, user, onClose } = open(
    {
      [SEND]: ({
        body: {
          items: [first, second, third],
        },
      }) => ({
        items: [
          done(first!),
          { ...done(second!), outcome: "refused", status: 412, certificate: null, problem: problem },
          { ...done(third!), outcome: "not_tried", status: 503, certificate: null, problem: null },
        ],
      }),
    },
    "approve",
    items(3),
  );
  await press(user, "Approve 3 certificates");
  const report = await screen.findByRole("dialog", { name: "1 of 3 decisions saved." });
  const listed = within(report)
    .getAllByRole("listitem")
    .map((item) => item.textContent);
  expect(listed[0]).toContain("Course 2");
  expect(listed[1]).toContain("not tried yet");
  expect(listed[2]).toContain("Course 1");
  api.answer({ [SEND]: ({ body }) => ({ items: body.items.map(done) }) });
  await press(user, "Send the remaining one again");
  expect(await screen.findByRole("dialog", { name: "2 of 3 decisions saved." })).toBeVisible();
  expect(api.asked(SEND)[1]!.body.items).toHaveLength(1);
  await user.click(screen.getAllByRole("button", { name: "Close" }).at(-1)!);
  expect(onClose).toHaveBeenCalledTimes(1);
  expect(onClose.mock.calls[0]![0]).toHaveLength(2);
});

it("keeps what was filled in where nothing could be sent", async () => {
  const { user } = open({ [SEND]: UNREACHABLE });
  await user.type(await screen.findByLabelText(/^Comment/), "Well done.");
  await press(user, "Approve 2 certificates");
  expect(await screen.findByRole("alert")).toHaveTextContent("The server cannot be reached.");
  expect(screen.getByLabelText(/^Comment/)).toHaveValue("Well done.");
});
