// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it } from "vitest";
import type { Face } from "../api/types";
import { useTitle } from "../shared/Page";
import { renderPage } from "../testing/renderPage";
import { makeGate, serve, UNREACHABLE } from "../testing/serve";
import { useFace } from "./useFace";

const ROUTE = "GET /academies/{academy_id}";
const FACE: Face = { name: "Academy of Fire Safety", accent: "#7a1f5c", logo: null };

beforeEach(() => localStorage.clear());

function Door() {
  useTitle("Sign in");
  return <h1>{useFace("fire")?.name ?? "nobody's"}</h1>;
}

const accent = () => document.documentElement.style.getPropertyValue("--accent");

it("shows the academy's name, in the window's title too, and its colour", async () => {
  serve({ [ROUTE]: FACE });
  const { unmount } = renderPage(<Door />);
  await screen.findByText("Academy of Fire Safety");
  await waitFor(() => expect(document.title).toBe("Sign in · Academy of Fire Safety"));
  expect(accent()).toContain("#7a1f5c");
  unmount();
  expect(document.title).toBe("Sign in · Certfolio");
  expect(accent()).not.toContain("#7a1f5c");
});

it("begins with what this browser saw of the academy before, and asks all the same", async () => {
  serve({ [ROUTE]: FACE });
  const first = renderPage(<Door />);
  await screen.findByText("Academy of Fire Safety");
  first.unmount();
  const gate = makeGate();
  serve({ [ROUTE]: gate.wait({ ...FACE, name: "Fire College" }) });
  renderPage(<Door />);
  expect(screen.getByRole("heading")).toHaveTextContent("Academy of Fire Safety");
  gate.open();
  await screen.findByText("Fire College");
});

it("does without a face that cannot be read", async () => {
  const api = serve({ [ROUTE]: UNREACHABLE });
  renderPage(<Door />);
  await waitFor(() => expect(api.asked(ROUTE).length).toBeGreaterThan(1));
  expect(screen.getByRole("heading")).toHaveTextContent("nobody's");
});
