// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Link, Route, Routes, useParams } from "react-router";
import { beforeEach, expect, it, vi } from "vitest";
import type { Face } from "../api/types";
import { session } from "../session/current";
import type { User } from "../session/session";
import { useCrumbs } from "../shared/crumbs";
import { renderPage } from "../testing/renderPage";
import { serve } from "../testing/serve";
import { LEARNER, REVIEWER } from "../testing/users";
import { Frame } from "./Frame";

const FACE: Face = { name: "Academy of Fire Safety", accent: "#7a1f5c", logo: null };

beforeEach(() => {
  localStorage.clear();
  serve({ "GET /news": { items: [], next_cursor: null, unread: 0, mark: null } });
});

function Case() {
  const { id } = useParams();
  useCrumbs([
    { text: "Queue", href: "/console/queue" },
    { text: id!, href: "#" },
  ]);
  return <h1>{id}</h1>;
}

function open(route: string, { user = LEARNER, face = FACE }: { user?: User; face?: Face | "unknown" } = {}) {
  return renderPage(
    <Routes>
      <Route element={<Frame face={face === "unknown" ? undefined : face} />}>
        <Route path="console/queue/:id" element={<Case />} />
        <Route path="*" element={<Link to="/console/queue/01JD">One of them</Link>} />
      </Route>
    </Routes>,
    { route, user },
  );
}

const places = () => within(screen.getByRole("navigation", { name: "Navigation" }));
const here = () =>
  screen
    .getAllByRole("link")
    .filter((link) => link.getAttribute("aria-current") === "page")
    .map((link) => link.textContent);

it("carries the academy's name, and its first letter where it has no logo", () => {
  open("/");
  expect(screen.getByRole("banner")).toHaveTextContent("Academy of Fire Safety");
  expect(screen.getByText("A")).toBeVisible();
});

it("carries the academy's logo", () => {
  const { container } = open("/", { face: { ...FACE, logo: "iVBORw0KGgo=" } });
  expect(container.querySelector("header img")).toHaveAttribute("src", "data:image/png;base64,iVBORw0KGgo=");
});

it("is the product's own until the academy is known", () => {
  open("/", { face: "unknown" });
  expect(screen.getByRole("banner")).toHaveTextContent("Certfolio");
});

it.each([
  ["/", "Home"],
  ["/certificates?status=pending", "Certificates"],
  ["/certificates/01JD", "Certificates"],
  ["/credits", "Credits"],
])("says at %s that one is at %s", (route, place) => {
  open(route);
  expect(here()).toEqual([place]);
});

it("leads a learner to their own pages, and to adding a certificate, alone", () => {
  open("/credits");
  expect(
    places()
      .getAllByRole("link")
      .map((link) => link.textContent),
  ).toEqual(["Home", "Certificates", "Credits", "Credentials", "Add"]);
  expect(screen.getByRole("link", { name: "Add certificate" })).toHaveAttribute("href", "/certificates/new");
});

it("offers no way to the page for adding on that page", () => {
  open("/certificates/new");
  expect(screen.queryByRole("link", { name: "Add certificate" })).toBeNull();
});

it("leads staff between the console and their own portfolio", async () => {
  const { user, address } = open("/", { user: REVIEWER });
  await user.click(places().getByRole("link", { name: "Review console" }));
  expect(address()).toBe("/console");
  expect(places().getByRole("link", { name: "Queue" })).toHaveAttribute("aria-current", "page");
  await user.click(places().getByRole("link", { name: "My portfolio" }));
  expect(address()).toBe("/");
});

it("shows the pages of the set-up beside each other, on them alone", async () => {
  const { user } = open("/console/queue", { user: REVIEWER });
  expect(screen.queryByRole("navigation", { name: "Set-up" })).toBeNull();
  await user.click(places().getByRole("link", { name: "Set-up" }));
  const beside = within(screen.getByRole("navigation", { name: "Set-up" }));
  await user.click(beside.getByRole("link", { name: "Staff" }));
  expect(here()).toEqual(["Set-up", "Staff"]);
});

it("leads back to a list as it was last seen", async () => {
  const { user, address } = open("/console/queue?status=declined", { user: REVIEWER });
  await user.click(screen.getByRole("link", { name: "One of them" }));
  await user.click(within(screen.getByRole("main")).getByRole("link", { name: "Queue" }));
  expect(address()).toBe("/console/queue?status=declined");
});

it("moves the focus to another page's content", async () => {
  const { user } = open("/");
  await user.click(places().getByRole("link", { name: "Credits" }));
  expect(screen.getByRole("main")).toHaveFocus();
});

it("lets a language and an appearance be chosen, and says which are", async () => {
  const { user } = open("/");
  await user.click(await screen.findByRole("button", { name: "Account: Demo Learner" }));
  expect(await screen.findByRole("menuitemradio", { name: "English" })).toBeChecked();
  expect(screen.getByRole("menuitemradio", { name: "Deutsch" })).not.toBeChecked();
  await user.click(screen.getByRole("menuitemradio", { name: "Dark" }));
  expect(document.documentElement.style.colorScheme).toBe("dark");
});

it("leads to the academy's own door after signing out", async () => {
  const signOut = vi.spyOn(session, "signOut").mockResolvedValue();
  const { user, address } = open("/credits");
  await user.click(await screen.findByRole("button", { name: "Account: Demo Learner" }));
  await user.click(await screen.findByRole("menuitem", { name: "Sign out" }));
  expect(signOut).toHaveBeenCalled();
  await waitFor(() => expect(address()).toBe("/a/demo"));
});
