// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { keys } from "../../api/keys";
import { academy, settings } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import Academy from "./Academy";
import { drawLogo } from "./drawLogo";

// The browser draws; tests have none.
vi.mock("./drawLogo", () => ({ drawLogo: vi.fn() }));
const draw = vi.mocked(drawLogo);

const READ = "GET /admin/academies/{academy_id}/settings";
const SAVE = "PUT /admin/academies/{academy_id}/settings";

beforeEach(() => draw.mockReset());

async function open(routes: Routes, role: "reviewer" | "administrator" = "administrator") {
  const api = serve({ ...academy(role), ...routes });
  const page = renderPage(<Academy />, { user: REVIEWER });
  await screen.findByRole("heading", { level: 1, name: "Your academy" });
  const save = () => page.user.click(screen.getByRole("button", { name: "Save changes" }));
  const { user } = page;
  const fill = async (field: HTMLElement, words: string) => {
    await user.clear(field);
    await user.paste(words);
  };
  return { ...page, api, save, fill };
}

const name = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Name of the academy" });
const colour = () => screen.getByRole<HTMLInputElement>("textbox", { name: "Colour" });
const previews = () => screen.getAllByRole("img", { name: /^Preview/ });
const picture = new File(["picture"], "logo.png", { type: "image/png" });
const chooser = () => document.querySelector<HTMLInputElement>("input[type=file]")!;

it("saves the face, and keeps what other pages set", async () => {
  const reasons = [{ id: "late", text: "Too late", uses: ["decline" as const] }];
  const { api, fill, save, client } = await open({
    [READ]: settings({ review_days: 7, reasons, logo: "bG9nbw==" }),
    [SAVE]: settings({ name: "Demo School", accent: "#7a1f5c", version: 4 }),
  });
  await fill(name(), " Demo School ");
  await fill(colour(), "#7a1f5c");
  await save();
  await waitFor(() => expect(api.asked(SAVE)).toHaveLength(1));
  expect(api.asked(SAVE)[0]).toMatchObject({
    ifMatch: '"3"',
    body: { name: "Demo School", accent: "#7a1f5c", logo: "bG9nbw==", review_days: 7, reasons },
  });
  // Every page has the new face at once.
  await waitFor(() =>
    expect(client.getQueryData(keys.face("demo"))).toMatchObject({ name: "Demo School", accent: "#7a1f5c" }),
  );
});

it("shows while it is typed how it will look, by day and by night", async () => {
  const { fill } = await open({});
  await fill(name(), "Demo School");
  for (const preview of previews()) expect(within(preview).getAllByText("Demo School")).toHaveLength(2);
  await fill(colour(), "7a1f5c");
  expect(colour()).toHaveValue("#7a1f5c");
  expect(colour()).toHaveAccessibleDescription(/contrast 9\.\d by day/);
});

it("says which shades it needs of a colour that cannot carry words", async () => {
  const { fill } = await open({});
  await fill(colour(), "#ffd400");
  expect(colour()).toHaveAccessibleDescription(/uses shades of it/);
});

it("takes a suggested colour, and none again", async () => {
  const { user } = await open({});
  await user.click(screen.getByRole("button", { name: "#1f5f99" }));
  expect(colour()).toHaveValue("#1f5f99");
  await user.click(screen.getByRole("button", { name: "Without a colour of its own" }));
  expect(colour()).toHaveValue("");
});

it("says before it is sent that a colour is none, and that a name is missing", async () => {
  const { api, user, save } = await open({});
  await user.clear(name());
  await user.type(colour(), "#12");
  await save();
  await waitFor(() => expect(name()).toHaveAccessibleDescription(/needed/));
  expect(name()).toHaveFocus();
  expect(colour()).toBeInvalid();
  expect(api.asked(SAVE)).toEqual([]);
});

it("draws a logo small, shows and sends it, and takes it away again", async () => {
  draw.mockResolvedValue(new Blob(["drawn"]));
  const { api, user, save } = await open({ [SAVE]: settings({ logo: btoa("drawn"), version: 4 }) });
  await user.upload(chooser(), picture);
  const shown = await screen.findByRole("img", { name: "The logo as it will be shown" });
  expect(shown).toHaveAttribute("src", `data:image/png;base64,${btoa("drawn")}`);
  await waitFor(() => expect(screen.getByRole("button", { name: "Choose another picture" })).toHaveFocus());
  await save();
  await waitFor(() => expect(api.asked(SAVE)[0]?.body.logo).toBe(btoa("drawn")));
  await user.click(screen.getByRole("button", { name: "Remove the logo" }));
  await waitFor(() => expect(chooser()).toHaveFocus());
});

it.each([
  [undefined, /cannot open this/],
  [new Blob([new Uint8Array(50_000)]), /too many details/],
])("says why a picture cannot become the logo", async (drawn, words) => {
  draw.mockResolvedValue(drawn);
  const { user } = await open({});
  await user.upload(chooser(), picture);
  expect(await screen.findByText(words)).toBeVisible();
});

it("shows what the API says of the logo at the logo", async () => {
  const { user, save } = await open({ [SAVE]: refuseField("logo", "logo_damaged") });
  await user.type(name(), "!");
  await save();
  expect(await screen.findByText(/damaged/i)).toBeVisible();
});

it("offers what is there now where somebody else was faster", async () => {
  const { api, user, save } = await open({ [SAVE]: refuse(412, "stale-version") });
  await user.type(name(), "!");
  await save();
  const show = await screen.findByRole("button", { name: "Show it as it is now" });
  api.answer({ [READ]: settings({ name: "Theirs", version: 4 }) });
  await user.click(show);
  await waitFor(() => expect(name()).toHaveValue("Theirs"));
});

it("copies the academy's own address", async () => {
  const { user } = await open({});
  await user.click(screen.getByRole("button", { name: "Copy the address" }));
  expect(await navigator.clipboard.readText()).toBe(`${location.origin}/a/demo`);
});

it("can only be looked at by a reviewer", async () => {
  await open({}, "reviewer");
  expect(name()).toHaveAttribute("readonly");
  expect(screen.getByText(/Only administrators/)).toBeVisible();
  expect(screen.queryByRole("button", { name: "Save changes" })).toBeNull();
});
