// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { describe, expect, it } from "vitest";
import type { StaffCertificate } from "../../api/types";
import { academy, review } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { type Routes, serve } from "../../testing/serve";
import { REVIEWER } from "../../testing/users";
import RenewEntry from "./RenewEntry";

const ONE = "GET /admin/academies/{academy_id}/learners/{learner_id}/certificates/{certificate_id}";
const ENTER = "POST /admin/academies/{academy_id}/learners/{learner_id}/certificates";
const NEW = "01JD0000000000000000000002";

const old = (change: Partial<StaffCertificate> = {}) =>
  review({ title: "Erste Hilfe", status: "approved", kind: "academy", expires_on: "2026-12-20", ...change });

function open(shown = old(), routes: Routes = {}) {
  const api = serve({ ...academy(), [ONE]: shown, ...routes });
  const route = `/console/queue/${shown.learner_id}/${shown.id}/renew`;
  const path = "/console/queue/:learnerId/:certificateId/renew";
  return { api, ...renderPage(<RenewEntry />, { user: REVIEWER, route, path }) };
}

describe("a renewal that staff enter", () => {
  it("is entered for the learner, with the kind of the old one, and approved if wanted", async () => {
    const { user, api, address } = open(undefined, { [ENTER]: review({ id: NEW, renews: old().id }) });
    expect(await screen.findByRole("textbox", { name: "Title" })).toHaveValue("Erste Hilfe");
    for (const [name, typed] of [
      ["Number of credits", "8"],
      ["Date earned", "11/01/2026"],
    ] as const) {
      await user.click(screen.getByRole("textbox", { name }));
      await user.paste(typed);
    }
    await user.click(screen.getByRole("checkbox", { name: /Approve/ }));
    await user.click(screen.getByRole("button", { name: "Enter the renewal" }));
    await waitFor(() => expect(address()).toBe(`/console/queue/${old().learner_id}/${NEW}`));
    const [sent] = api.asked(ENTER);
    expect(sent).toMatchObject({ body: { renews: old().id, kind: "academy", approve: true } });
  });

  it("leads to the renewal that there is", async () => {
    open(old({ status: "superseded", renewed_by: NEW }));
    expect(await screen.findByText("It is being renewed already")).toBeVisible();
    expect(screen.getByRole("link", { name: "Show the renewal" })).toHaveAttribute(
      "href",
      `/console/queue/${old().learner_id}/${NEW}`,
    );
  });
});
