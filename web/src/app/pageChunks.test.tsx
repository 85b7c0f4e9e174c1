// @vitest-environment happy-dom
import { cleanup, screen } from "@testing-library/react";
import { Suspense } from "react";
import { expect, test } from "vitest";
import { renderPage } from "../testing/renderPage";
import { serve } from "../testing/serve";
import { PAGES, preloadPage } from "./pageChunks";

function show(path: string) {
  serve({ "GET /statement": { items: [] }, "GET /credit-types": { items: [] } });
  const { Page } = PAGES[path]!;
  renderPage(
    <Suspense fallback={<p>To come</p>}>
      <Page />
    </Suspense>,
  );
}

test("a page that was loaded ahead is drawn at once, and one that was not when it has come", async () => {
  const { preload } = PAGES["credits"]!;
  show("credits");
  expect(screen.getByText("To come")).toBeVisible();
  expect(await screen.findByRole("heading", { level: 1 })).toBeVisible();
  cleanup();
  await preload();
  show("credits");
  expect(screen.queryByText("To come")).toBeNull();
});

test("nothing is waited for where there is nothing of its own to load", async () => {
  await expect(preloadPage("/")).resolves.toBeUndefined();
  await expect(preloadPage("/nowhere")).resolves.toBeUndefined();
});
