// @vitest-environment happy-dom
import { screen, waitFor, within } from "@testing-library/react";
import { Route, Routes as Paths } from "react-router";
import { describe, expect, it } from "vitest";
import type { Asked, HoldingState, NotAsked, Rule } from "../../api/types";
import { creditType } from "../../testing/records";
import {
  business,
  confirmed,
  cycle,
  figures,
  givingBack,
  held,
  holding,
  line,
  node,
  programme,
  withReport,
} from "../../testing/holdings";
import { chosen, drawn, shownBy, UPLOAD, uploading } from "../../testing/holdingFiles";
import { servePictures } from "../../testing/pictures";
import { putting } from "../../testing/putting";
import { renderPage } from "../../testing/renderPage";
import { refuse, refuseField, type Routes, serve } from "../../testing/serve";
import { formatDay } from "../../text/format";
import CredentialPages from "./CredentialPages";

const ID = holding().id;

const served = (routes: Routes = {}) =>
  serve({
    "GET /programmes": { items: [programme()] },
    "GET /holdings": { items: [holding()] },
    "GET /holdings/{holding_id}": withReport(),
    "GET /credit-types": {
      items: [
        creditType({
          labels: [
            {
              id: "skill",
              name: "Skill",
              required: false,
              choices: [{ id: "business", name: "Business Acumen", retired: false }],
            },
          ],
        }),
      ],
    },
    ...routes,
  });

const open = (route: string) =>
  renderPage(
    <Paths>
      <Route path="credentials/*" element={<CredentialPages />} />
      <Route path="*" element={null} />
    </Paths>,
    { route: `/credentials${route}` },
  );

describe("the list", () => {
  it("says how far a credential is, how much time is left and what is missing", async () => {
    served();
    open("");
    const card = (await screen.findByText("Project Management Professional")).closest("li")!;
    expect(within(card).getByRole("meter").getAttribute("aria-valuetext")).toBe(
      "34 of 60 count, 2 in review",
    );
    expect(card.textContent).toContain("103 days left");
    expect(card.textContent).toContain("At least 8 in Business Acumen · 8 missing");
    expect(card.textContent).toContain("No. PMP 4711");
  });

  const STATES: Record<HoldingState, string> = {
    stated: "Not yet confirmed",
    confirmed: "Confirmed",
    refused: "Not confirmed",
  };
  it.each(Object.entries(STATES))("tells whose word stands: %s", async (state, words) => {
    served({
      "GET /holdings": { items: [holding({ state: state as HoldingState, said: "The number is another." })] },
    });
    open("");
    expect(await screen.findByText(words)).toBeTruthy();
    expect(Boolean(screen.queryByText(/The number is another/))).toBe(state === "refused");
  });

  it("says that all is done", async () => {
    const done = cycle({ done: true, missing: "0.00", nodes: [node({ done: true, missing: "0.00" })] });
    served({ "GET /holdings": { items: [holding({ cycle: done })] } });
    open("");
    expect(await screen.findByText("Everything this cycle asks is done.")).toBeTruthy();
  });

  it("names three of what is missing, and says how many more there are", async () => {
    const nodes = ["a", "b", "c", "d", "e"].map((id) => business({ id, name: `At least 8 in ${id}` }));
    served({ "GET /holdings": { items: [holding({ cycle: cycle({ nodes }) })] } });
    open("");
    expect(await screen.findByText("and 2 more")).toBeTruthy();
    expect(screen.queryByText(/At least 8 in d/)).toBeNull();
  });

  it("offers to add one where there is none, and nothing where the academy has no programme", async () => {
    served({ "GET /holdings": { items: [] } });
    const first = open("");
    expect(await screen.findByRole("link", { name: "Add a credential" })).toBeTruthy();
    first.unmount();
    served({ "GET /holdings": { items: [] }, "GET /programmes": { items: [] } });
    open("");
    expect(await screen.findByText("Your academy has set up no credentials")).toBeTruthy();
    expect(screen.queryByRole("link", { name: "Add a credential" })).toBeNull();
  });
});

describe("one of them", () => {
  it("says the least that completes it, in sentences, and what helps most by the names of labels", async () => {
    served();
    open(`/${ID}`);
    expect(
      await screen.findByText(`8 for “At least 8 in Business Acumen”, by ${formatDay("2027-03-09")}`),
    ).toBeTruthy();
    expect(screen.getByText(`18 of any kind that counts, by ${formatDay("2027-03-09")}`)).toBeTruthy();
    expect(screen.getByText("Business Acumen · CPE hours")).toBeTruthy();
    expect(screen.getByText("Any kind that counts")).toBeTruthy();
  });

  it("says of a line what it counts for, and which rule it breaks, with a link to its certificate", async () => {
    served();
    open(`/${ID}`);
    const link = await screen.findByRole("link", { name: "Mentoring a colleague" });
    expect(link.getAttribute("href")).toBe("/certificates/01JD0000000000000000000001");
    const entry = link.closest("li")!;
    expect(entry.textContent).toContain("0 of 4 count");
    expect(within(entry).getAllByText("“Giving Back” is full: 25 of 25").length).toBeGreaterThan(0);
  });

  it("shows the lines behind the first page once they are wanted, those of no cycle behind all", async () => {
    const more = withReport({
      lines: [line({ title: "A second page" })],
      outside: [line({ title: "Long ago", line: 1 })],
      older_events: 2,
    });
    const api = served({
      "GET /holdings/{holding_id}": ({ query }) =>
        query["cursor"] ? more : withReport({ next_cursor: "behind", older_events: 2 }),
    });
    const { user } = open(`/${ID}`);
    expect(await screen.findByText(/2 older entries/)).toBeTruthy();
    await user.click(await screen.findByRole("button", { name: "Show more lines" }));
    expect(await screen.findByRole("link", { name: "A second page" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Mentoring a colleague" })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Long ago" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Show more lines" })).toBeNull();
    expect(api.asked("GET /holdings/{holding_id}").at(-1)?.query).toEqual({ cursor: "behind" });
    expect(api.asked("GET /certificates")).toEqual([]);
  });

  const CROSSED: Record<Rule, string> = {
    since_held: "Earned before certification",
    not_ahead: "Earned after today",
    recognised: "Not of a kind that counts here",
    in_time: "Reported too late",
    decided: "Waits for a decision",
    awarded: "No credits were awarded",
    portion: "Less than the least portion that counts",
    not_renewed: "Its renewal counts instead",
    not_backfilled: "Fills what the cycle before lacked",
    maximum: "“Giving Back” is full: 25 of 25",
  };
  it.each(Object.entries(CROSSED))("words the rule %s", async (rule, words) => {
    const requirement = rule === "maximum" ? "giving-back" : null;
    served({
      "GET /holdings/{holding_id}": withReport({
        lines: [line({ checks: [{ rule: rule as Rule, kept: false, requirement }] })],
      }),
    });
    open(`/${ID}`);
    expect((await screen.findAllByText(words)).length).toBeGreaterThan(0);
  });

  const WHY: Record<NotAsked, RegExp> = {
    exempt: /first cycle asks nothing/,
    condition: /by what is stated/,
    fact_missing: /is not stated/,
    not_since: /only begins later/,
    stub: /shorter than planned/,
    later: /due in a later cycle/,
    nothing_below: /nothing of it is asked/,
  };
  it.each(Object.entries(WHY))("says why something is not asked: %s", async (why, words) => {
    const not = { asked: false, why_not: why as NotAsked };
    const nodes = [business({ ...not, figures: [figures({ ...not, have: "0.00", missing: "0.00" })] })];
    served({ "GET /holdings/{holding_id}": withReport({ cycle: cycle({ nodes }) }) });
    open(`/${ID}`);
    expect(await screen.findByText(words)).toBeTruthy();
  });

  it("shows each stretch of a requirement, and which alternative is chosen", async () => {
    const years = business({
      figures: [
        figures({
          starts_on: "2024-03-10",
          ends_on: "2025-03-09",
          have: "20.00",
          missing: "0.00",
          done: true,
        }),
        figures({ starts_on: "2025-03-10", ends_on: "2026-03-09", have: "3.00", missing: "5.00" }),
      ],
    });
    const nodes = [
      node({
        id: "either",
        name: "Either of two",
        kind: "any_of",
        figures: [],
        of: [years, confirmed()],
        chosen: [years.id],
      }),
    ];
    served({ "GET /holdings/{holding_id}": withReport({ cycle: cycle({ nodes }) }) });
    open(`/${ID}`);
    expect(await screen.findByText("One of these")).toBeTruthy();
    expect(screen.getByText(`${formatDay("2025-03-10")} – ${formatDay("2026-03-09")}`)).toBeTruthy();
    expect(screen.getByText("Chosen, because it is the nearest")).toBeTruthy();
    expect(screen.getByText(/not counted in credits/)).toBeTruthy();
  });

  it("says how full a maximum is", async () => {
    served({
      "GET /holdings/{holding_id}": withReport({ cycle: cycle({ nodes: [node(), givingBack()] }) }),
    });
    open(`/${ID}`);
    expect(await screen.findByText("Full: 25 of 25")).toBeTruthy();
  });

  it("shows another cycle with its lines", async () => {
    const before = cycle({
      number: 1,
      starts_on: "2021-03-10",
      ends_on: "2024-03-09",
      ended: true,
      done: true,
    });
    const api = served({
      "GET /holdings/{holding_id}": ({ query }) =>
        withReport({ cycles: [before, cycle()], lines: query["cycle"] ? [] : [line()] }),
    });
    const { user, address } = open(`/${ID}`);
    await user.click(await screen.findByRole("button", { name: /Cycle 2/ }));
    await user.click(await screen.findByRole("option", { name: /Cycle 1/ }));
    await waitFor(() => expect(address()).toBe(`/credentials/${ID}?cycle=2021-03-10`));
    expect(await screen.findByText("Nothing was earned in this cycle yet.")).toBeTruthy();
    expect(api.asked("GET /holdings/{holding_id}").at(-1)!.query).toEqual({ cycle: "2021-03-10" });
  });

  it("asks right there for what is missing, and for nothing else", async () => {
    const rules = programme({
      cycle: { anchor: { kind: "birth_year" }, months: 24, first: "short", first_exempt: false },
    });
    const lacks = withReport({ cycle: null, missing_facts: ["birth_month", "birth_year"] });
    const api = served({
      "GET /programmes": { items: [rules] },
      "GET /holdings/{holding_id}": lacks,
      "PUT /holdings/{holding_id}": holding({ version: 2 }),
    });
    const { user } = open(`/${ID}`);
    await user.click(await screen.findByRole("radio", { name: /odd year/ }));
    await user.click(screen.getByRole("button", { name: /Month of birth/ }));
    await user.click(await screen.findByRole("option", { name: "May" }));
    expect(screen.queryByLabelText(/Since when/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(api.asked("PUT /holdings/{holding_id}")).toHaveLength(1));
    expect(api.asked("PUT /holdings/{holding_id}")[0]).toMatchObject({
      ifMatch: '"1"',
      body: { number: "PMP 4711", held_since: "2021-03-10", birth_month: 5, birth_year: "odd", facts: {} },
    });
  });

  it("tells who has to know the day of hiring", async () => {
    served({ "GET /holdings/{holding_id}": withReport({ cycle: null, missing_facts: ["hired_on"] }) });
    open(`/${ID}`);
    expect(await screen.findByText(/stands in your academy's directory/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Save" })).toBeNull();
  });

  it("removes one that nobody confirmed, and offers it of no other", async () => {
    const api = served({ "DELETE /holdings/{holding_id}": { items: [] } });
    const first = open(`/${ID}`);
    await first.user.click(await screen.findByRole("button", { name: "Remove" }));
    await first.user.click(within(screen.getByRole("alertdialog")).getByRole("button", { name: "Remove" }));
    await waitFor(() => expect(first.address()).toBe("/credentials"));
    expect(api.asked("DELETE /holdings/{holding_id}")[0]).toMatchObject({ ifMatch: '"1"' });
    first.unmount();
    served({ "GET /holdings/{holding_id}": withReport({ state: "confirmed" }) });
    open(`/${ID}`);
    await screen.findByText("Confirmed");
    expect(screen.queryByRole("button", { name: "Remove" })).toBeNull();
  });

  it("is not found where it is not there", async () => {
    served({ "GET /holdings/{holding_id}": refuse(404, "not-found") });
    open(`/${ID}`);
    expect(await screen.findByText("There is nothing here")).toBeTruthy();
  });

  it("tells its history, with what was granted and what was changed", async () => {
    const event = {
      actor: { kind: "staff" as const, id: "reviewer", name: "Demo Reviewer" },
      at: "2026-11-21T08:00:00Z",
      comment: null,
      before: {},
      after: {},
    };
    const waiver = {
      id: "01JD0000000000000000000009",
      waiver: {
        kind: "extension" as const,
        on: "2026-11-26",
        by: { months: 6, days: 0 },
        extra: { total: "8.00" },
      },
      reason: "Illness",
      by: event.actor,
      at: event.at,
    };
    served({
      "GET /holdings/{holding_id}": withReport({
        waivers: [waiver],
        events: [
          {
            ...event,
            version: 2,
            action: "change",
            before: { stated: { ...held(), number: "1" } },
            after: { stated: { ...held(), number: "2" } },
          },
          { ...event, version: 3, action: "grant", before: { waivers: [] }, after: { waivers: [waiver] } },
          { ...event, version: 4, action: "refuse", comment: "Another number" },
        ],
      }),
    });
    open(`/${ID}`);
    const history = await screen.findByRole("list", { name: "History" });
    const granted = `6 months more time, from ${formatDay("2026-11-26")}, for 8 more for “60 PDU in three years”`;
    expect(history.textContent).toContain("Number: 1 → 2");
    expect(history.textContent).toContain(granted);
    expect(history.textContent).toContain("Another number");
    expect(screen.getByText("Illness")).toBeTruthy();
  });
});

describe("the form", () => {
  const ROLE: Asked = {
    kind: "at_least",
    id: "audit",
    name: "24 of auditing",
    credits: "24",
    when: [{ fact: "role", one_of: ["attest", "tax-work"] }],
    ramp: [],
  };

  it("asks what the chosen programme needs, no more", async () => {
    const api = served({
      "GET /programmes": {
        items: [
          programme(),
          programme(
            {
              cycle: { anchor: { kind: "birth_month" }, months: 36, first: "short", first_exempt: false },
              requires: [ROLE],
            },
            {
              id: "cpa",
              programme: {
                ...programme().programme,
                id: "cpa",
                name: "Accountant",
                versions: programme({
                  cycle: { anchor: { kind: "birth_month" }, months: 36, first: "short", first_exempt: false },
                  requires: [ROLE],
                }).programme.versions,
              },
            },
          ),
        ],
      },
      "POST /holdings": holding({ programme_name: "Accountant" }),
    });
    const { user, address } = open("/new");
    await user.click(await screen.findByRole("button", { name: /Which credential/ }));
    await user.click(await screen.findByRole("option", { name: "Project Management Professional" }));
    expect(screen.queryByText("Month of birth")).toBeNull();
    await user.click(screen.getByRole("button", { name: /Which credential/ }));
    await user.click(await screen.findByRole("option", { name: "Accountant" }));
    await user.click(screen.getByRole("button", { name: "Add the credential" }));
    // What is needed and not there is said at its field.
    expect((await screen.findAllByText("This is needed.")).length).toBe(3);
    await user.type(screen.getByLabelText(/Since when/), "2021-03-10");
    await user.click(screen.getByRole("button", { name: /Month of birth/ }));
    await user.click(await screen.findByRole("option", { name: "May" }));
    await user.click(screen.getByRole("radio", { name: "Tax work" }));
    await user.click(screen.getByRole("button", { name: "Add the credential" }));
    await waitFor(() => expect(address()).toBe(`/credentials/${ID}`));
    expect(api.asked("POST /holdings")[0]!.body).toMatchObject({
      programme: "cpa",
      number: null,
      held_since: "2021-03-10",
      birth_month: 5,
      birth_year: null,
      facts: { role: "tax-work" },
    });
  });

  it("says what the API finds at its field", async () => {
    served({ "POST /holdings": refuseField("programme", "unknown_programme") });
    const { user } = open("/new");
    await user.click(await screen.findByRole("button", { name: /Which credential/ }));
    await user.click(await screen.findByRole("option", { name: "Project Management Professional" }));
    await user.type(screen.getByLabelText(/Since when/), "2021-03-10");
    await user.click(screen.getByRole("button", { name: "Add the credential" }));
    const field = await screen.findByRole("button", { name: /Which credential/ });
    await waitFor(() => expect(field.getAttribute("data-invalid")).toBe("true"));
  });

  it("keeps what was typed where somebody else was faster, and shows it as it is now", async () => {
    let latest = withReport();
    served({
      "GET /holdings/{holding_id}": () => latest,
      "PUT /holdings/{holding_id}": refuse(412, "stale-version"),
    });
    const { user } = open(`/${ID}/edit`);
    const number = await screen.findByLabelText(/Number/);
    await user.clear(number);
    await user.type(number, "Mine");
    latest = withReport({ version: 2, stated: held({ number: "Theirs" }) });
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText("This credential changed meanwhile")).toBeTruthy();
    expect(number).toHaveValue("Mine");
    await user.click(screen.getByRole("button", { name: "Show it as it is now" }));
    await waitFor(() => expect(screen.getByLabelText(/Number/)).toHaveValue("Theirs"));
  });

  it("says of a confirmed one that it will have to be confirmed again", async () => {
    served({ "GET /holdings/{holding_id}": withReport({ state: "confirmed" }) });
    open(`/${ID}/edit`);
    expect(await screen.findByText(/asked to confirm it again/)).toBeTruthy();
  });

  it("says what staff found of a refused one", async () => {
    served({ "GET /holdings/{holding_id}": withReport({ state: "refused", said: "Another number" }) });
    open(`/${ID}/edit`);
    expect(await screen.findByText("Another number")).toBeTruthy();
  });
});

describe("the file that shows it", () => {
  const put = (user: ReturnType<typeof open>["user"]) => {
    const [input] = document.querySelectorAll<HTMLInputElement>("input[type=file]");
    return user.upload(input!, chosen());
  };

  it("is uploaded for the credential, checked, and stated with it", async () => {
    const line = putting();
    line.hold();
    const api = served({ ...uploading(), "POST /holdings": holding() });
    const { user, address } = open("/new");
    await user.click(await screen.findByRole("button", { name: /Which credential/ }));
    await user.click(await screen.findByRole("option", { name: "Project Management Professional" }));
    await user.type(screen.getByLabelText(/Since when/), "2021-03-10");
    await put(user);
    // It is not there yet, so it cannot be named.
    await user.click(screen.getByRole("button", { name: "Add the credential" }));
    expect(await screen.findByText("The file is still being uploaded.")).toBeVisible();
    expect(api.asked("POST /holdings")).toEqual([]);
    line.let();
    expect(await screen.findByText("Checked: the file is fine")).toBeVisible();
    expect(screen.queryByText("The file is still being uploaded.")).toBeNull();
    await user.click(screen.getByRole("button", { name: "Add the credential" }));
    await waitFor(() => expect(address()).toBe(`/credentials/${ID}`));
    const sent = api.asked("POST /holdings")[0]!.body as { id: string; upload_id: string };
    expect(sent.upload_id).toBe(UPLOAD);
    expect(api.asked("POST /uploads")[0]!.body).toMatchObject({ certificate_id: sent.id });
  });

  it("stays where something else is changed, and can be taken away", async () => {
    const shown = withReport({ file: shownBy() });
    const api = served({
      "GET /holdings/{holding_id}": shown,
      "GET /holdings/{holding_id}/pages": drawn,
      "PUT /holdings/{holding_id}": holding(),
    });
    servePictures();
    const first = open(`/${ID}/edit`);
    await first.user.type(await screen.findByLabelText(/Number/), "1");
    await first.user.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(first.address()).toBe(`/credentials/${ID}`));
    expect(api.asked("PUT /holdings/{holding_id}")[0]!.body).not.toHaveProperty("upload_id");
    first.unmount();

    const { user, address } = open(`/${ID}/edit`);
    const group = within(await screen.findByRole("group", { name: "The credential as a file" }));
    expect(group.getByText("credential.pdf")).toBeVisible();
    await user.click(group.getByRole("button", { name: "Remove file" }));
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    await waitFor(() => expect(address()).toBe(`/credentials/${ID}`));
    expect(api.asked("PUT /holdings/{holding_id}")[1]!.body).toMatchObject({ upload_id: null });
  });

  it("says at its place why it cannot be taken", async () => {
    putting();
    served({ ...uploading(), "PUT /holdings/{holding_id}": refuseField("upload_id", "upload_taken") });
    const { user } = open(`/${ID}/edit`);
    await screen.findByLabelText(/Number/);
    await put(user);
    await screen.findByText("Checked: the file is fine");
    await user.click(screen.getByRole("button", { name: "Save changes" }));
    expect(await screen.findByText("Is in use already; upload the file again")).toBeVisible();
  });

  it("is seen on the credential's page, and told of in its history", async () => {
    served({
      "GET /holdings/{holding_id}": withReport({
        file: shownBy(),
        events: [
          {
            version: 2,
            at: "2026-11-21T08:00:00Z",
            actor: holding().entered_by,
            action: "change",
            comment: null,
            before: {},
            after: { file: { upload_id: UPLOAD, name: "credential.pdf", sha256: "0" } },
          },
        ],
      }),
      "GET /holdings/{holding_id}/pages": drawn,
    });
    servePictures();
    open(`/${ID}`);
    expect(await screen.findByText("Certified")).toBeInTheDocument();
    expect(screen.getByRole("heading", { name: "Document" })).toBeVisible();
    expect(screen.getByRole("button", { name: "Download the document" })).toBeVisible();
    expect(screen.getByText("Document: credential.pdf")).toBeTruthy();
  });
});
