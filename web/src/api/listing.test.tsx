// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { describe, expect, it } from "vitest";
import { useListing } from "./listing";
import { certificatesOptions } from "./queries/certificates";
import { QUEUE_PAGE, reviewsOptions } from "./queries/staff/reviews";
import { certificate, page, queued } from "../testing/records";
import { renderPage } from "../testing/renderPage";
import { makeGate, refuse, serve } from "../testing/serve";
import { REVIEWER } from "../testing/users";

const REVIEWS = "GET /admin/academies/{academy_id}/reviews";

function List() {
  const [type, setType] = useState<string>();
  const list = useListing(reviewsOptions("demo", type ? { credit_type: type } : {}), QUEUE_PAGE);
  return (
    <>
      <ul>
        {list.items?.map(({ id, title }) => (
          <li key={id}>{title}</li>
        ))}
      </ul>
      <output>{list.searching ? "searching" : list.loading ? "loading" : list.more ? "more" : "end"}</output>
      {list.error !== undefined && <p role="alert">failed</p>}
      <button onClick={list.loadMore}>Go on</button>
      <button onClick={list.stop}>Stop</button>
      <button onClick={() => setType("ceu")}>Another list</button>
    </>
  );
}

const items = (count: number, from = 0) =>
  Array.from({ length: count }, (_, at) => queued({ id: `${from + at}`, title: `Course ${from + at}` }));
const shown = () => screen.queryAllByRole("listitem").length;
const stands = (word: string) => screen.findByText(word, { selector: "output" });

describe("a list", () => {
  it("reads on by itself where pages are short or empty, until there is enough", async () => {
    const answers = [page(items(10), "a"), page([], "b"), page(items(40, 10), "c"), page(items(1, 50))];
    const api = serve({ [REVIEWS]: () => answers[api.asked(REVIEWS).length - 1]! });
    renderPage(<List />, { user: REVIEWER });
    await stands("more");
    expect(shown()).toBe(50);
    expect(api.asked(REVIEWS).map(({ query }) => query["cursor"])).toEqual([undefined, "a", "b"]);
  });

  it("goes on when it is asked to, and says where it ends", async () => {
    const answers = [page(items(50), "a"), page(items(3, 50))];
    const api = serve({ [REVIEWS]: () => answers[api.asked(REVIEWS).length - 1]! });
    const { user } = renderPage(<List />, { user: REVIEWER });
    await stands("more");
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await stands("end");
    expect(shown()).toBe(53);
  });

  it("shows what was found while it is searched on, and stops where somebody says so", async () => {
    const gate = makeGate();
    const api = serve({
      [REVIEWS]: () =>
        api.asked(REVIEWS).length === 1 ? page(items(2), "a") : gate.wait(page(items(50, 2), "b"))(),
    });
    const { user } = renderPage(<List />, { user: REVIEWER });
    await stands("searching");
    expect(shown()).toBe(2);
    await user.click(screen.getByRole("button", { name: "Stop" }));
    await stands("more");
    gate.open();
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await stands("more");
    expect(shown()).toBe(52);
  });

  it("keeps what it has where going on fails, and can be tried again", async () => {
    const answers = [page(items(50), "a"), refuse(500, "internal-error"), page(items(3, 50))];
    const api = serve({ [REVIEWS]: () => answers[api.asked(REVIEWS).length - 1]! });
    const { user } = renderPage(<List />, { user: REVIEWER });
    await stands("more");
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await screen.findByRole("alert");
    expect(shown()).toBe(50);
    await user.click(screen.getByRole("button", { name: "Go on" }));
    await stands("end");
    expect(shown()).toBe(53);
  });

  it("is another one where it is filtered otherwise, whose answer alone is shown", async () => {
    const gate = makeGate();
    serve({
      [REVIEWS]: ({ query }) => (query["credit_type"] ? page(items(3, 90)) : gate.wait(page(items(7)))()),
    });
    const { user } = renderPage(<List />, { user: REVIEWER });
    await stands("loading");
    await user.click(screen.getByRole("button", { name: "Another list" }));
    await stands("end");
    gate.open();
    expect(shown()).toBe(3);
  });
});

const CERTIFICATES = "GET /certificates";

function Whole() {
  const list = useListing(certificatesOptions, Infinity);
  return (
    <>
      <output>{list.items?.length ?? 0}</output>
      <button onClick={list.reload}>Read anew</button>
      {list.error !== undefined && <p role="alert">failed</p>}
    </>
  );
}

describe("a list that is read to its end", () => {
  const of = (count: number, from: number) =>
    Array.from({ length: count }, (_, at) => certificate({ id: `c${from + at}` }));

  it("shows the first page, and then all the others at once", async () => {
    const gate = makeGate();
    const answers = [page(of(100, 0), "a"), page(of(100, 100), "b"), gate.wait(page(of(7, 200)))];
    const api = serve({
      [CERTIFICATES]: () => {
        const answer = answers[api.asked(CERTIFICATES).length - 1]!;
        return typeof answer === "function" ? answer() : answer;
      },
    });
    renderPage(<Whole />);
    await stands("100");
    await waitFor(() => expect(api.asked(CERTIFICATES)).toHaveLength(3));
    expect(screen.getByText("100", { selector: "output" })).toBeVisible();
    gate.open();
    await stands("207");
    expect(api.asked(CERTIFICATES).map(({ query }) => query["cursor"])).toEqual([undefined, "a", "b"]);
  });

  it("is shown as far as it goes where it is very long", async () => {
    const gate = makeGate();
    const api = serve({
      [CERTIFICATES]: () => {
        const asked = api.asked(CERTIFICATES).length;
        if (asked === 12) return gate.wait(page(of(5, 1100)))();
        return page(of(100, (asked - 1) * 100), `${asked}`);
      },
    });
    renderPage(<Whole />);
    await stands("1100");
    await waitFor(() => expect(api.asked(CERTIFICATES)).toHaveLength(12));
    gate.open();
    await stands("1105");
  });

  it("keeps its first page where going on fails, and can be read anew", async () => {
    const api = serve({
      [CERTIFICATES]: ({ query }) =>
        query["cursor"] ? refuse(500, "internal-error") : page(of(100, 0), "a"),
    });
    const { user } = renderPage(<Whole />);
    await screen.findByRole("alert");
    await stands("100");
    api.answer({
      [CERTIFICATES]: ({ query }) => (query["cursor"] ? page(of(3, 100)) : page(of(100, 0), "a")),
    });
    await user.click(screen.getByRole("button", { name: "Read anew" }));
    await stands("103");
  });
});
