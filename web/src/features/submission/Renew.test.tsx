// @vitest-environment happy-dom
import { screen, waitFor } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { CertificateWithHistory, Forecast } from "../../api/types";
import { certificate, creditType } from "../../testing/records";
import { giveLocks } from "../../testing/locks";
import { renderPage } from "../../testing/renderPage";
import { refuse, type Routes, serve } from "../../testing/serve";
import Renew from "./Renew";

const nothing: Forecast = {
  before: [],
  after: [],
  duplicates: [],
  holdings: [],
  found: [],
  found_labels: [],
};
const NEW = "01JD0000000000000000000002";

const old = (change: Partial<CertificateWithHistory> = {}): CertificateWithHistory => ({
  ...certificate({
    title: "Erste Hilfe",
    issuer: "Rotes Kreuz Graz",
    certificate_number: "EH-2024-0117",
    expires_on: "2026-12-20",
    status: "approved",
    standing: "expiring",
  }),
  events: [],
  ...change,
});

beforeEach(() => {
  localStorage.clear();
  giveLocks();
});

function open(shown = old(), routes: Routes = {}) {
  const api = serve({
    "GET /credit-types": { items: [creditType(), creditType({ id: "ceu", name: "CEU" })] },
    "GET /certificates/{certificate_id}": shown,
    "POST /certificates/forecast": nothing,
    ...routes,
  });
  const route = `/certificates/${shown.id}/renew`;
  return { api, ...renderPage(<Renew />, { route, path: "/certificates/:certificateId/renew" }) };
}

const box = (name: RegExp) => screen.findByRole<HTMLInputElement>("textbox", { name });

async function fill(user: ReturnType<typeof open>["user"]) {
  for (const [name, typed] of [
    [/^Number of credits/, "8"],
    [/^When did you earn it/, "11/01/2026"],
  ] as const) {
    await user.click(await box(name));
    await user.paste(typed);
  }
}

describe("the renewal of a certificate", () => {
  it("begins with title, issuer and credit type of the old one, and with nothing else of it", async () => {
    open();
    expect(await box(/What did you earn/)).toHaveValue("Erste Hilfe");
    expect(await box(/^Issued by/)).toHaveValue("Rotes Kreuz Graz");
    expect(await box(/^Number of credits/)).toHaveValue("");
    expect(await box(/^When did you earn it/)).toHaveValue("");
    expect(screen.queryByDisplayValue("EH-2024-0117")).toBeNull();
  });

  it("is handed in with the name of what it renews, which its forecast knows, too", async () => {
    const { user, api, address } = open(undefined, {
      "POST /certificates": certificate({ id: NEW, title: "Erste Hilfe", renews: old().id }),
    });
    await fill(user);
    await waitFor(() =>
      expect(api.asked("POST /certificates/forecast").at(-1)).toMatchObject({ body: { renews: old().id } }),
    );
    await user.click(screen.getByRole("button", { name: "Hand in the renewal" }));
    await waitFor(() => expect(address()).toBe(`/certificates/${NEW}`));
    const [sent] = api.asked("POST /certificates");
    expect(sent).toMatchObject({ body: { title: "Erste Hilfe", renews: old().id } });
  });

  it("says that another tab was faster, and keeps what was typed", async () => {
    const { user } = open(undefined, { "POST /certificates": refuse(409, "renewal-open") });
    await fill(user);
    await user.click(screen.getByRole("button", { name: "Hand in the renewal" }));
    expect(await screen.findByText(/Another renewal of the same certificate is under way/)).toBeVisible();
    expect(await box(/^Number of credits/)).toHaveValue("8");
  });

  it("leads to the renewal that there is", async () => {
    open(old({ renewed_by: NEW }));
    expect(await screen.findByText("It is being renewed already")).toBeVisible();
    expect(screen.getByRole("link", { name: "Show the renewal" })).toHaveAttribute(
      "href",
      `/certificates/${NEW}`,
    );
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it.each(["pending", "declined", "revoked"] as const)("is not there of one that is %s", async (status) => {
    open(old({ status, standing: null }));
    expect(await screen.findByText("This cannot be renewed")).toBeVisible();
    expect(screen.queryByRole("textbox")).toBeNull();
  });

  it("is not found where there is no such certificate", async () => {
    open(undefined, { "GET /certificates/{certificate_id}": refuse(404, "not-found") });
    expect(await screen.findByText("There is nothing here")).toBeVisible();
  });
});
