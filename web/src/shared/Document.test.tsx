// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { describe, expect, it, vi } from "vitest";
import { makeClient } from "../api/client";
import { Pictures } from "../api/pictures";
import type { Rendition } from "../api/types";
import { QueryClientProvider } from "@tanstack/react-query";
import { inKit } from "../testing/inKit";
import { Document } from "./Document";
import type { PagesState } from "./usePages";

const word = (text: string, left: number, top: number) => ({
  text,
  left,
  top,
  right: left + 600,
  bottom: top + 200,
});

const rendition = (change: Partial<Rendition> = {}): Rendition => ({
  pages: [1, 2, 3].map((page) => ({
    url: `https://files.test/page-${page}.webp`,
    width: 800,
    height: 1100,
    blank: false,
    words: [word("Ethics", 1000, 1000), word(`part${page}`, 1700, 1000)],
    recognised: false,
    letters_missing: false,
  })),
  expires_at: "2026-11-26T10:00:00Z",
  signed_by: [],
  trailer: null,
  found: [],
  found_labels: [],
  suggestions: [],
  suggested_labels: [],
  ...change,
});

const shown = (of: Rendition): PagesState => ({
  kind: "shown",
  rendition: of,
  pictures: new Pictures(
    of,
    () => Promise.resolve(of),
    () => {},
  ),
});

function open(pages: PagesState, more: Partial<Parameters<typeof Document>[0]> = {}) {
  vi.stubGlobal("fetch", () => Promise.resolve(new Response("picture")));
  return inKit(
    <QueryClientProvider client={makeClient()}>
      <Document pages={pages} name="certificate.pdf" {...more} />
    </QueryClientProvider>,
  );
}

describe("a document", () => {
  it("is read page by page, as words that can be marked", () => {
    open(shown(rendition()));
    const second = screen.getByRole("group", { name: "Page 2 of 3" });
    expect(second).toHaveTextContent("Ethics part2");
  });

  it("leads to each page of many", async () => {
    const { user } = open(shown(rendition()));
    const pages = within(screen.getByRole("list", { name: "All pages" }));
    await user.click(pages.getByRole("button", { name: "Go to page 3" }));
    expect(pages.getByRole("button", { name: "Go to page 3" })).toHaveAttribute("aria-current", "page");
    expect(screen.getByRole("button", { name: "Next page" })).toBeDisabled();
    await user.click(screen.getByRole("button", { name: "Previous page" }));
    expect(pages.getByRole("button", { name: "Go to page 2" })).toHaveAttribute("aria-current", "page");
  });

  it("is enlarged by buttons, keys and sizes", async () => {
    const { user } = open(shown(rendition()));
    await user.click(screen.getByRole("button", { name: "Zoom in" }));
    expect(screen.getByRole("button", { name: "Size: 125 %" })).toBeVisible();
    screen.getByRole("region", { name: "Document preview" }).focus();
    await user.keyboard("--");
    expect(screen.getByRole("button", { name: "Size: 75 %" })).toBeVisible();
    await user.keyboard("0");
    await user.click(screen.getByRole("button", { name: "Size: 100 %" }));
    await user.click(await screen.findByRole("menuitemradio", { name: "400 %" }));
    expect(screen.getByRole("button", { name: "Size: 400 %" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Zoom in" })).toBeDisabled();
  });

  it("is searched, one hit after the other", async () => {
    const { user } = open(shown(rendition()));
    await user.click(screen.getByRole("button", { name: "Search in the document" }));
    await user.type(screen.getByRole("searchbox", { name: "Words to find" }), "ethics");
    expect(screen.getByText("1 of 3")).toBeVisible();
    await user.keyboard("{Enter}{Enter}{Enter}");
    expect(screen.getByText("1 of 3")).toBeVisible();
    await user.keyboard("{Shift>}{Enter}{/Shift}");
    expect(screen.getByText("3 of 3")).toBeVisible();
    await user.keyboard("x");
    expect(screen.getByText("Not found")).toBeVisible();
    await user.click(screen.getByRole("button", { name: "End the search" }));
    expect(screen.queryByRole("searchbox")).toBeNull();
    expect(screen.getByRole("region", { name: "Document preview" })).toHaveFocus();
  });

  it("says what else is known of its file", () => {
    open(shown(rendition({ signed_by: ["Demo School"], trailer: "samsung" })));
    expect(screen.getByText(/Digitally signed, as the file states, by Demo School/)).toBeVisible();
    expect(screen.getByText(/Samsung phones/)).toBeVisible();
  });

  it("says so where a picture holds no words, and offers no search", () => {
    const [page] = rendition().pages;
    open(shown(rendition({ pages: [{ ...page!, words: [] }] })));
    expect(screen.getByText(/neither be searched nor read aloud/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Search in the document" })).toBeNull();
    expect(screen.queryByRole("list", { name: "All pages" })).toBeNull();
  });

  it.each([
    [true, /takes longer than usual/],
    [false, /cannot be shown now/],
  ])("can be tried again or downloaded where it is not drawn (%s)", async (undrawn, words) => {
    const retry = vi.fn();
    const onDownload = vi.fn();
    const { user } = open({ kind: "failed", undrawn, retry }, { onDownload });
    expect(screen.getByRole("alert")).toHaveTextContent(words);
    await user.click(screen.getByRole("button", { name: "Try again" }));
    await user.click(screen.getByRole("button", { name: "Download it instead" }));
    expect(retry).toHaveBeenCalledOnce();
    expect(onDownload).toHaveBeenCalledOnce();
  });

  it("says that it is being prepared", () => {
    open({ kind: "loading", drawing: true });
    expect(screen.getByRole("status")).toHaveTextContent("The document is being prepared.");
  });
});
