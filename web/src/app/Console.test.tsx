// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { secondFactorAsked } from "../session/secondFactor";
import { academy, me, page, queued } from "../testing/records";
import { giveLocks } from "../testing/locks";
import { renderPage } from "../testing/renderPage";
import { refuse, serve } from "../testing/serve";
import { LEARNER, REVIEWER } from "../testing/users";
import Console from "./Console";

const ME = "GET /admin/academies/{academy_id}/me";
const QUEUE = {
  ...academy(),
  "GET /admin/academies/{academy_id}/reviews": page([queued({ title: "Ethics in practice" })]),
  "GET /admin/academies/{academy_id}/reviews/totals": { totals: null, overdue: null },
};

const open = (route = "/console/queue", user = REVIEWER) =>
  renderPage(<Console />, { route, path: "/console/*", user });

/** Who signs in as somebody else exchanges a token for credentials anew. */
let visitors = 0;
const visitor = () => ({
  ...REVIEWER,
  id: `33333333-3333-4333-8333-${String((visitors += 1)).padStart(12, "0")}`,
});

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});
afterEach(() => secondFactorAsked.answer(false));

/** Let requests wait until all that are expected beside each other are there. */
function hold() {
  const answer = globalThis.fetch;
  let waiting: { name: string; go: () => void }[] = [];
  const asked: string[] = [];
  vi.stubGlobal("fetch", (target: string | Request, options?: RequestInit) => {
    const request = new Request(target, options);
    const action = request.headers.get("x-amz-target")?.split(".").at(-1);
    const name = action ?? `${request.method} ${new URL(request.url).pathname.split("/").slice(4).join("/")}`;
    asked.push(name);
    return new Promise<Response>((resolve, reject) => {
      waiting.push({ name, go: () => void answer(target, options).then(resolve, reject) });
    });
  });
  const release = async (...names: string[]) => {
    await waitFor(() => expect(waiting.map(({ name }) => name).sort()).toEqual(names.sort()));
    const these = waiting;
    waiting = [];
    for (const { go } of these) go();
  };
  return { asked, release };
}

describe("the console's start", () => {
  const PAGE = ["GET me", "GET reviews", "GET reviews/totals"];

  it("takes two steps: credentials, then everything at once", async () => {
    serve(QUEUE);
    const user = visitor();
    const identity = { user: user.id, pool: "identities", id: "identity" };
    localStorage.setItem("certfolio.identity", JSON.stringify(identity));
    const { asked, release } = hold();
    open("/console/queue", user);
    await release("GetCredentialsForIdentity");
    await release(...PAGE);
    expect(await screen.findByRole("link", { name: "Ethics in practice" })).toBeVisible();
    expect(asked).toHaveLength(4);
  });

  it("asks for an identity once", async () => {
    serve(QUEUE);
    const { release } = hold();
    open("/console/queue", visitor());
    await release("GetId");
    await release("GetCredentialsForIdentity");
    await release(...PAGE);
    expect(await screen.findByRole("link", { name: "Ethics in practice" })).toBeVisible();
    expect(localStorage.getItem("certfolio.identity")).toContain('"id":"identity"');
  });

  const { learner_id, id } = queued();
  it.each([
    [
      "a certificate",
      `queue/${learner_id}/${id}?status=approved`,
      `learners/${learner_id}/certificates/${id}`,
    ],
    ["the changes", "changes", "changes"],
    ["a learner", `learners/${learner_id}`, `learners/${learner_id}`],
  ])("begins with what the address asks for: %s", async (_, address, path) => {
    serve(QUEUE);
    const { asked, release } = hold();
    open(`/console/${address}`, visitor());
    await release("GetId");
    await release("GetCredentialsForIdentity");
    await waitFor(() => expect(asked).toEqual(expect.arrayContaining(["GET me", `GET ${path}`])));
  });
});

describe("who may not open the console", () => {
  it("is told so as a learner, without a question to the API", () => {
    const api = serve({});
    open("/console/queue", LEARNER);
    expect(screen.getByRole("heading", { name: "This part is for the academy's staff" })).toBeVisible();
    expect(screen.getByRole("link", { name: "Go to your certificates" })).toHaveAttribute(
      "href",
      "/certificates",
    );
    expect(api.log).toEqual([]);
  });

  it("is told whom to ask when the staff list does not name them", async () => {
    serve({ ...QUEUE, [ME]: refuse(403, "forbidden") });
    open();
    expect(await screen.findByRole("heading", { name: "You are not on the staff list" })).toBeVisible();
    expect(screen.getByText(/reviewer@demo.example/)).toBeVisible();
  });

  it("sets up a second factor first where the academy asks for one", async () => {
    const without = { ...me(), second_factor: { enabled: false, required: true }, set_up: null };
    const api = serve({
      ...QUEUE,
      [ME]: without,
      "POST /admin/academies/{academy_id}/second-factor": { enabled: false, required: true },
    });
    const { user } = open();
    await waitFor(() => expect(secondFactorAsked.state()).toBe(true));
    secondFactorAsked.answer(false);
    const again = await screen.findByRole("button", { name: "Set it up now" });
    await user.click(again);
    await waitFor(() => expect(secondFactorAsked.state()).toBe(true));
    api.answer({ [ME]: me() });
    secondFactorAsked.answer(true);
    expect(await screen.findByRole("link", { name: "Ethics in practice" })).toBeVisible();
  });

  it("tries again what could not be loaded", async () => {
    const api = serve({ ...QUEUE, [ME]: refuse(500, "internal-error") });
    const { user } = open();
    await screen.findByRole("alert");
    api.answer({ [ME]: me() });
    await user.click(screen.getByRole("button", { name: "Try again" }));
    expect(await screen.findByRole("link", { name: "Ethics in practice" })).toBeVisible();
  });
});
