// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { Waiver, WaiverKind } from "../../api/types";
import { certificate, academy, page } from "../../testing/records";
import { confirmed, cycle, held, node, business, programme, withReport } from "../../testing/holdings";
import { chosen, drawn, shownBy, UPLOAD, uploading } from "../../testing/holdingFiles";
import { servePictures } from "../../testing/pictures";
import { putting } from "../../testing/putting";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import { LEARNER, REVIEWER } from "../../testing/users";
import Learner from "./Learner";

const HOLDINGS = "/admin/academies/{academy_id}/learners/{learner_id}/holdings";
const HOLDING = "/admin/academies/{academy_id}/learners/{learner_id}/holdings/{holding_id}";
const found = withReport();

function served(routes: Routes = {}, role: "reviewer" | "administrator" = "reviewer") {
  return serve({
    ...academy(role),
    "GET /admin/academies/{academy_id}/learners/{learner_id}": {
      learner_id: LEARNER.id,
      name: LEARNER.name,
      mail: LEARNER.email,
      external_id: null,
      hired_on: null,
      version: 1,
      undeliverable: null,
    },
    "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates": page([
      { ...certificate({ title: "Mentoring a colleague" }), document_says: "unread", assignment: null },
    ]),
    "GET /admin/academies/{academy_id}/programmes": { items: [programme()] },
    [`GET ${HOLDINGS}`]: { items: [found] },
    [`GET ${HOLDING}`]: found,
    ...routes,
  });
}

const open = (more = `&credential=${found.id}`, learner = LEARNER.id) =>
  renderPage(<Learner />, {
    route: `/console/learners/${learner}?tab=credentials${more}`,
    path: "/console/learners/:learnerId",
    user: REVIEWER,
  });

describe("a learner's credentials", () => {
  it("stand beside each other, each leading to its report", async () => {
    served();
    const { user } = open("");
    await user.click(await screen.findByRole("link", { name: "Project Management Professional" }));
    const line = await screen.findByRole("link", { name: "Mentoring a colleague" });
    expect(line).toHaveAttribute("href", `/console/queue/${LEARNER.id}/01JD0000000000000000000001`);
    await user.click(screen.getByRole("link", { name: "All credentials of the learner" }));
    expect(await screen.findByRole("button", { name: "Enter a credential" })).toBeVisible();
  });

  it("are entered on behalf", async () => {
    const api = served({ [`GET ${HOLDINGS}`]: { items: [] }, [`POST ${HOLDINGS}`]: found });
    const { user } = open("");
    await user.click(await screen.findByRole("button", { name: "Enter a credential" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: /Which credential/ }));
    await user.click(await screen.findByRole("option", { name: "Project Management Professional" }));
    await user.type(dialog.getByLabelText(/Since when/), "2021-03-10");
    await user.click(dialog.getByRole("button", { name: "Enter a credential" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(api.asked(`POST ${HOLDINGS}`)[0]!.body).toMatchObject({
      programme: "pmp",
      held_since: "2021-03-10",
      number: null,
    });
  });

  it("cannot be entered where no programme is in force", async () => {
    served({
      [`GET ${HOLDINGS}`]: { items: [] },
      "GET /admin/academies/{academy_id}/programmes": { items: [programme({}, { state: "draft" })] },
    });
    open("");
    expect(await screen.findByText(/no programme in force/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Enter a credential" })).toBeNull();
  });
});

describe("what is stated", () => {
  it("is confirmed", async () => {
    const api = served({ [`POST ${HOLDING}/decisions`]: withReport({ state: "confirmed" }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Confirm" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Confirm" }));
    expect(await screen.findByText("The credential was confirmed.")).toBeVisible();
    expect(api.asked(`POST ${HOLDING}/decisions`)[0]).toMatchObject({
      ifMatch: '"1"',
      body: { decision: "confirm", comment: null },
    });
  });

  it("is refused with words, never without", async () => {
    const api = served({ [`POST ${HOLDING}/decisions`]: withReport({ state: "refused" }) });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Do not confirm" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.click(dialog.getByRole("button", { name: "Do not confirm" }));
    expect(await dialog.findByText("This is needed.")).toBeVisible();
    await user.type(dialog.getByLabelText(/Your words/), "The number is another one.");
    await user.click(dialog.getByRole("button", { name: "Do not confirm" }));
    expect(await screen.findByText("The credential was not confirmed.")).toBeVisible();
    expect(api.asked(`POST ${HOLDING}/decisions`)[0]!.body).toEqual({
      decision: "refuse",
      comment: "The number is another one.",
    });
  });

  it("says so where somebody else decided first", async () => {
    served({ [`POST ${HOLDING}/decisions`]: refuse(412, "stale-version") });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Confirm" }));
    await user.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Confirm" }));
    expect(await screen.findByText("This credential changed meanwhile")).toBeVisible();
  });

  it("is put right by staff", async () => {
    const api = served({ [`PUT ${HOLDING}`]: withReport({ version: 2 }) });
    const { user } = open();
    await screen.findByRole("button", { name: "Remove" });
    await user.click(screen.getAllByRole("button", { name: "Edit" }).at(-1)!);
    const dialog = within(await screen.findByRole("dialog"));
    await user.clear(dialog.getByLabelText(/Number/));
    await user.type(dialog.getByLabelText(/Number/), "4712");
    await user.click(dialog.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(api.asked(`PUT ${HOLDING}`)[0]).toMatchObject({
      ifMatch: '"1"',
      body: { number: "4712", held_since: held().held_since },
    });
  });

  it("is removed, also where it was confirmed", async () => {
    const api = served({
      [`GET ${HOLDING}`]: withReport({ state: "confirmed" }),
      [`DELETE ${HOLDING}`]: { items: [] },
    });
    const { user, address } = open();
    await user.click(await screen.findByRole("button", { name: "Remove" }));
    await user.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(address()).toMatch(/tab=credentials$/));
    expect(api.asked(`DELETE ${HOLDING}`)[0]).toMatchObject({ ifMatch: '"1"' });
  });

  it("of one's own is decided on by somebody else", async () => {
    served({
      "GET /admin/academies/{academy_id}/learners/{learner_id}": refuse(404, "not-found"),
    });
    open(undefined, REVIEWER.id);
    expect(await screen.findByText(/Somebody else on the staff decides/)).toBeVisible();
    expect(screen.queryByRole("button", { name: "Confirm" })).toBeNull();
  });
});

describe("a requirement that is not hours", () => {
  const course = confirmed();
  const asked = withReport({ cycle: cycle({ nodes: [node(), course] }) });

  it("is met on a day, with a comment", async () => {
    const api = served({ [`GET ${HOLDING}`]: asked, [`POST ${HOLDING}/met`]: asked });
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Say that it is met" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(dialog.getByLabelText(/Comment/), "Seen on paper");
    await user.click(dialog.getByRole("button", { name: "Say that it is met" }));
    expect(await screen.findByText("“A course on ethics” is met.")).toBeVisible();
    expect(api.asked(`POST ${HOLDING}/met`)[0]).toMatchObject({
      ifMatch: '"1"',
      body: { requirement: "course", on: "2026-11-26", comment: "Seen on paper" },
    });
  });

  it("is taken back", async () => {
    const done = withReport({
      cycle: cycle({ nodes: [node(), confirmed({ done: true })] }),
      met: [
        {
          id: "01JD0000000000000000000008",
          confirmation: { requirement: "course", on: "2026-11-20" },
          comment: null,
          by: { kind: "staff", id: "reviewer", name: "Demo Reviewer" },
          at: "2026-11-20T08:00:00Z",
        },
      ],
    });
    const api = served({ [`GET ${HOLDING}`]: done, [`DELETE ${HOLDING}/met/{met_id}`]: asked });
    const { user } = open();
    await user.click(
      await screen.findByRole("button", { name: "Take back that “A course on ethics” is met" }),
    );
    expect(await screen.findByText("That was taken back.")).toBeVisible();
    expect(api.asked(`DELETE ${HOLDING}/met/{met_id}`)[0]).toMatchObject({
      ifMatch: '"1"',
      path: { met_id: "01JD0000000000000000000008" },
    });
  });
});

describe("a waiver", () => {
  const KINDS: Record<WaiverKind, { label: string; typed: Record<string, string>; waiver: Waiver }> = {
    extension: {
      label: "More time",
      typed: { Months: "6", "More credits for it": "8" },
      waiver: { kind: "extension", on: "2026-11-26", by: { months: 6, days: 0 }, extra: { total: "8" } },
    },
    fewer: {
      label: "Fewer credits",
      typed: { Credits: "10,5" },
      waiver: { kind: "fewer", on: "2026-11-26", requirement: "total", credits: "10.5" },
    },
    let_off: {
      label: "A requirement is let off",
      typed: {},
      waiver: { kind: "let_off", on: "2026-11-26", requirement: "total" },
    },
    extra: {
      label: "More credits, as a penalty",
      typed: { Credits: "4" },
      waiver: { kind: "extra", on: "2026-11-26", requirement: "total", credits: "4" },
    },
  };

  it.each(Object.entries(KINDS))(
    "is granted by an administrator: %s",
    async (_, { label, typed, waiver }) => {
      const api = served({ [`POST ${HOLDING}/waivers`]: found }, "administrator");
      const { user } = open();
      await user.click(await screen.findByRole("button", { name: "Grant a waiver" }));
      const dialog = within(await screen.findByRole("dialog"));
      await user.click(dialog.getByRole("radio", { name: label }));
      await user.click(dialog.getByRole("button", { name: "Grant a waiver" }));
      // Without a reason it is not granted.
      expect((await dialog.findAllByText("This is needed.")).length).toBeGreaterThan(0);
      for (const [field, value] of Object.entries(typed)) {
        await user.type(dialog.getByLabelText(new RegExp(`^${field}`)), value);
      }
      await user.click(dialog.getByRole("button", { name: /Requirement|To be earned for/ }));
      await user.click(await screen.findByRole("option", { name: "60 PDU in three years" }));
      await user.type(dialog.getByLabelText(/Reason/), "Illness");
      await user.click(dialog.getByRole("button", { name: "Grant a waiver" }));
      expect(await screen.findByText("The waiver was granted.")).toBeVisible();
      expect(api.asked(`POST ${HOLDING}/waivers`)[0]).toMatchObject({
        ifMatch: '"1"',
        body: { waiver, reason: "Illness" },
      });
    },
  );

  it("is not a reviewer's to grant, nor to take back", async () => {
    served({ [`GET ${HOLDING}`]: withReport({ waivers: [granted] }) });
    open();
    expect(await screen.findByText("Illness")).toBeVisible();
    expect(screen.queryByRole("button", { name: "Grant a waiver" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Take back" })).toBeNull();
  });

  it("is taken back by an administrator, after a question", async () => {
    const api = served(
      {
        [`GET ${HOLDING}`]: withReport({ waivers: [granted] }),
        [`DELETE ${HOLDING}/waivers/{waiver_id}`]: found,
      },
      "administrator",
    );
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "Take back" }));
    await user.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Take back" }));
    expect(await screen.findByText("The waiver was taken back.")).toBeVisible();
    expect(api.asked(`DELETE ${HOLDING}/waivers/{waiver_id}`)[0]).toMatchObject({ ifMatch: '"1"' });
  });

  const granted = {
    id: "01JD0000000000000000000009",
    waiver: { kind: "fewer" as const, on: "2026-11-26", requirement: business().id, credits: "2.00" },
    reason: "Illness",
    by: { kind: "staff" as const, id: "admin", name: "Demo Administrator" },
    at: "2026-11-20T08:00:00Z",
  };
});

describe("the file that shows a credential", () => {
  it("is seen where it is decided on", async () => {
    served({
      [`GET ${HOLDING}`]: withReport({ file: shownBy(), state: "stated" }),
      [`GET ${HOLDING}/pages`]: drawn,
    });
    servePictures();
    open();
    await screen.findByRole("heading", { name: "Document" });
    expect(await screen.findByText("Certified")).toBeInTheDocument();
    expect(screen.getByRole("button", { name: "Download the document" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Confirm" })).toBeVisible();
  });

  it("is put by staff for the learner", async () => {
    putting();
    const below = "/admin/academies/{academy_id}/learners/{learner_id}";
    const api = served({ ...uploading(below), [`PUT ${HOLDING}`]: found });
    const { user } = open();
    // Beside the learner's own.
    await screen.findByRole("button", { name: "Remove" });
    await user.click(screen.getAllByRole("button", { name: "Edit" }).at(-1)!);
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByRole("group", { name: "The credential as a file" });
    await user.upload(document.querySelector<HTMLInputElement>("input[type=file]")!, chosen());
    expect(await dialog.findByText("Checked: the file is fine")).toBeVisible();
    await user.click(dialog.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(api.asked(`PUT ${HOLDING}`)).toHaveLength(1));
    expect(api.asked(`PUT ${HOLDING}`)[0]!.body).toMatchObject({ upload_id: UPLOAD });
    expect(api.asked(`POST ${below}/uploads`)[0]!.body).toMatchObject({ certificate_id: found.id });
  });
});
