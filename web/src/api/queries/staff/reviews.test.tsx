// @vitest-environment happy-dom
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import { page, queued, review } from "../../../testing/records";
import { renderPage } from "../../../testing/renderPage";
import { makeGate, refuse, serve } from "../../../testing/serve";
import { REVIEWER } from "../../../testing/users";
import { useListing } from "../../listing";
import type { Status, Verdict } from "../../types";
import { portfolioOptions } from "./learners";
import { assign, decideOnMany, QUEUE_PAGE, reviewOptions, reviewsOptions, takeDecided } from "./reviews";

const REVIEWS = "GET /admin/academies/{academy_id}/reviews";
const ONE = "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";
const ALL = "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates";
const MANY = "POST /admin/academies/{academy_id}/decisions";
const TAKE =
  "PUT /admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}/assignment";

const first = queued({ id: "1", title: "First" });
const second = queued({ id: "2", title: "Second" });
const approve: Verdict = { action: "approve", awarded: [], answers: [], corrections: { labels: [] } };

/** The queue, a learner's certificates, and one of them, side by side. */
function Desk() {
  const queue = useListing(reviewsOptions("demo", {}), QUEUE_PAGE);
  const portfolio = useListing(portfolioOptions("demo", first.learner_id), Infinity);
  const { data: one } = useQuery(reviewOptions("demo", first));
  const client = useQueryClient();
  const take = (status: Status) =>
    takeDecided(client, "demo", review({ ...first, status, version: first.version + 1 }));
  const many = useMutation(decideOnMany("demo"));
  const taking = useMutation(assign("demo"));
  return (
    <>
      <p data-testid="queue">
        {queue.items?.map(({ title, assignment }) => `${title} ${assignment?.name ?? ""}`).join(",")}
      </p>
      <p data-testid="portfolio">
        {portfolio.items?.map(({ title, status }) => `${title} ${status}`).join(",")}
      </p>
      <p data-testid="one">{one && `${one.title} ${one.status} ${one.assignment?.name ?? ""}`}</p>
      <button onClick={() => take("approved")}>Approved</button>
      <button onClick={() => take("pending")}>Reopened</button>
      <button
        onClick={() =>
          many.mutate(
            [first, second].map(({ learner_id, id, version }) => ({
              ...approve,
              learner_id,
              certificate_id: id,
              version,
            })),
          )
        }
      >
        Approve both
      </button>
      <button
        onClick={() =>
          taking.mutate({ ...first, to: { principal: REVIEWER.id, name: "Me" }, me: REVIEWER.id })
        }
      >
        Take
      </button>
    </>
  );
}

const stands = (place: string, words: string) =>
  waitFor(() => expect(screen.getByTestId(place).textContent.trim()).toBe(words));

async function open(more: Parameters<typeof serve>[0] = {}) {
  const api = serve({
    [REVIEWS]: page([first, second]),
    [ONE]: review({ ...first, events: [] }),
    [ALL]: page([review({ ...first })]),
    ...more,
  });
  const shown = renderPage(<Desk />, { user: REVIEWER });
  await stands("queue", "First ,Second");
  await stands("one", "First pending");
  await stands("portfolio", "First pending");
  const press = (name: string) => shown.user.click(screen.getByRole("button", { name }));
  return { api, press };
}

describe("a decision that was taken", () => {
  const approved = review({ ...first, status: "approved", version: 2 });

  it("is seen wherever the certificate is shown, without a reload", async () => {
    const { api, press } = await open();
    api.answer({ [ONE]: approved, [ALL]: page([approved]) });
    await press("Approved");
    await stands("one", "First approved");
    await stands("portfolio", "First approved");
    await stands("queue", "Second");
  });

  it("does not come back with a page of an index that lags", async () => {
    const { api, press } = await open();
    await press("Reopened");
    // It has the queue read anew, which still lists the version that was decided.
    await waitFor(() => expect(api.asked(REVIEWS).length).toBeGreaterThan(1));
    await stands("queue", "Second");
  });
});

describe("decisions on many", () => {
  it("put back what was refused, and nothing else", async () => {
    const approved = review({ ...first, status: "approved", version: 2 });
    const result = (id: string) => ({ learner_id: first.learner_id, certificate_id: id, problem: null });
    const { api, press } = await open({
      [MANY]: {
        items: [
          { ...result("1"), outcome: "done", status: 200, certificate: approved },
          { ...result("2"), outcome: "refused", status: 412, certificate: null },
        ],
      },
    });
    await press("Approve both");
    await waitFor(() => expect(api.asked(REVIEWS).length).toBeGreaterThan(1));
    await stands("queue", "Second");
  });
});

describe("taking a certificate", () => {
  it("shows at once whose it is, and takes it back where it was taken", async () => {
    const gate = makeGate();
    const { press } = await open({ [TAKE]: gate.wait(refuse(409, "taken")) });
    await press("Take");
    await stands("one", "First pending Me");
    await stands("queue", "First Me,Second");
    gate.open();
    await stands("one", "First pending");
    await stands("queue", "First ,Second");
  });
});
