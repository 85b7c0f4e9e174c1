// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { expect, it, vi } from "vitest";
import { cycle, holding } from "../../testing/holdings";
import { renderPage } from "../../testing/renderPage";
import { refuse, serve } from "../../testing/serve";
import { HomeCredentials } from "./HomeCredentials";

it("stands with what is missing, and what needs the learner", async () => {
  serve({
    "GET /holdings": {
      items: [
        holding({ id: "01JD0000000000000000000011", state: "refused", said: "Another number" }),
        holding({
          id: "01JD0000000000000000000012",
          programme_name: "Security Professional",
          cycle: cycle({ days_left: 12 }),
        }),
      ],
    },
  });
  const heard = vi.fn();
  renderPage(<HomeCredentials onPressing={heard} />);
  expect(await screen.findByText("Your academy did not confirm this")).toBeVisible();
  expect(screen.getByText("This cycle ends soon and is not done")).toBeVisible();
  expect(screen.getByRole("link", { name: "Correct it: Project Management Professional" })).toHaveAttribute(
    "href",
    "/credentials/01JD0000000000000000000011/edit",
  );
  expect(screen.getAllByRole("meter", { name: "Security Professional" })).toHaveLength(1);
  expect(heard).toHaveBeenLastCalledWith(true);
});

it("is not there for who has none, and asks one thing", async () => {
  const api = serve({ "GET /holdings": { items: [] } });
  const heard = vi.fn();
  renderPage(<HomeCredentials onPressing={heard} />);
  await waitFor(() => expect(api.log).toHaveLength(1));
  expect(screen.queryByRole("heading")).toBeNull();
  expect(heard).not.toHaveBeenCalledWith(true);
});

it("is not there where it cannot be read: its own page says why", async () => {
  const api = serve({ "GET /holdings": refuse(403, "forbidden") });
  renderPage(<HomeCredentials onPressing={vi.fn()} />);
  await waitFor(() => expect(api.log).toHaveLength(1));
  expect(screen.queryByRole("heading")).toBeNull();
  expect(screen.queryByRole("alert")).toBeNull();
});
