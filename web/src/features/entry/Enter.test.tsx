// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Learner, Result } from "../../api/types";
import { academy, certificate, page } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Enter from "./Enter";

const ENTER = "POST /admin/academies/{academy_id}/certificates";
const LEARNERS = "GET /admin/academies/{academy_id}/learners";

const learner = (learner_id: string, name: string): Learner => ({
  learner_id,
  name,
  mail: `${learner_id}@demo.example`,
  external_id: null,
  hired_on: null,
  version: 1,
});
const people = [learner("one", "Zoë Nuñez"), learner("two", "Jürgen Groß")];
const done = ({ learner_id }: Learner): Result => ({
  learner_id,
  certificate_id: "1",
  outcome: "done",
  status: 201,
  certificate: {
    ...certificate({ learner_id, title: "Event" }),
    document_says: "unread",
    assignment: null,
  } as never,
  problem: null,
});

function open(routes: Routes = {}) {
  const api = serve({ ...academy(), [LEARNERS]: page(people), ...routes });
  const route = "/console/learners/enter";
  return { api, ...renderPage(<Enter />, { user: REVIEWER, route, path: route }) };
}

async function choose(user: ReturnType<typeof open>["user"], name: string) {
  await user.type(await screen.findByRole("combobox", { name: "Search learners" }), name.slice(0, 2));
  await user.click(await screen.findByRole("option", { name: new RegExp(name) }));
}

async function fill(user: ReturnType<typeof open>["user"]) {
  await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
  for (const [name, typed] of [
    ["Title", "Event"],
    ["Number of credits", "8"],
    ["Date earned", "11/01/2026"],
  ] as const) {
    await user.click(screen.getByRole("textbox", { name }));
    await user.paste(typed);
  }
}

describe("a page to enter certificates", () => {
  it("enters one event for many, each with a result of their own", async () => {
    const { user, api } = open({
      [ENTER]: { items: people.map(done) },
    });
    for (const { name } of people) await choose(user, name);
    await fill(user);
    await user.click(screen.getByRole("radio", { name: /At the academy/ }));
    await user.click(screen.getByRole("button", { name: "Enter for 2 learners" }));
    const made = await screen.findByRole("region", { name: "2 certificates were entered" });
    expect(within(made).getByText("Jürgen Groß")).toBeVisible();
    expect(api.asked(ENTER)[0]?.body).toMatchObject({
      learner_ids: ["one", "two"],
      kind: "academy",
      approve: false,
    });
  });

  it("says for whom it is missing", async () => {
    const { user } = open();
    await fill(user);
    await user.click(screen.getByRole("button", { name: /^Enter/ }));
    expect(await screen.findByText("Choose at least one learner.")).toBeVisible();
    await choose(user, "Zoë Nuñez");
    expect(screen.queryByText("Choose at least one learner.")).toBeNull();
  });

  it("says who was left out, and keeps them for another try", async () => {
    const [one, two] = people as [Learner, Learner];
    const problem = {
      type: "urn:certfolio:problem:forbidden",
      title: "",
      status: 403,
      detail: "Never for yourself.",
    };
    const { user } = open({
      [ENTER]: {
        items: [
          done(one),
          { ...done(two), outcome: "refused", status: 403, certificate: null, problem: problem as never },
        ] as never,
      },
    });
    for (const { name } of people) await choose(user, name);
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Enter for 2 learners" }));
    expect(await screen.findByText("1 learner was left out")).toBeVisible();
    expect(screen.getByRole("button", { name: "Enter certificate" })).toBeVisible();
    expect(within(screen.getByRole("list", { name: "For whom" })).getAllByRole("listitem")).toHaveLength(1);
  });

  it("lets a chosen learner go, and the focus stays", async () => {
    const { user } = open();
    await choose(user, "Zoë Nuñez");
    await user.click(screen.getByRole("button", { name: "Remove Zoë Nuñez" }));
    expect(screen.queryByRole("list", { name: "For whom" })).toBeNull();
    await waitFor(() => expect(screen.getByRole("combobox", { name: "Search learners" })).toHaveFocus());
  });
});
