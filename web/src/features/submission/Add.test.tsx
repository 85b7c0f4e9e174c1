// @vitest-environment happy-dom
import { fireEvent, screen, waitFor, within } from "@testing-library/react";
import { beforeEach, describe, expect, it } from "vitest";
import type { Forecast, Rendition, Upload } from "../../api/types";
import { certificate, creditType } from "../../testing/records";
import { renderPage } from "../../testing/renderPage";
import { makeGate, refuse, refuseField, type Routes, serve, UNREACHABLE } from "../../testing/serve";
import { giveLocks } from "../../testing/locks";
import { servePictures } from "../../testing/pictures";
import { type Line, putting } from "../../testing/putting";
import Add from "./Add";

const PERMIT = { headers: {}, expires_at: "2026-11-26T10:00:00Z" };

const nothing: Forecast = {
  before: [],
  after: [],
  duplicates: [],
  holdings: [],
  found: [],
  found_labels: [],
};
const place = { page: 1, left: 1000, top: 1000, right: 4000, bottom: 1400 };
const drawing = (...suggestions: Rendition["suggestions"]): Rendition => ({
  pages: [{ url: "https://files.test/1.png", width: 800, height: 1100, words: [], blank: false } as never],
  expires_at: "2026-11-26T10:00:00Z",
  signed_by: [],
  trailer: null,
  found: [],
  found_labels: [],
  suggestions,
  suggested_labels: [],
});
const READ = drawing(
  { field: "title", value: "Secure Coding in Practice", place },
  { field: "credits", value: "16.00", place },
  { field: "earned_on", value: "2026-03-14", place },
);

const upload = (id: string, state: Upload["state"], explanation: string | null = null): Upload => ({
  id,
  certificate_id: id,
  state,
  expires_at: PERMIT.expires_at,
  file: {
    upload_id: id,
    name: `${id}.pdf`,
    content_type: "application/pdf",
    size: 1000,
    sha256: "",
    state: state === "expired" || state === "replaced" ? "waiting" : state,
    reason: null,
    explanation,
    values: {},
  },
});

const pdf = (name: string) => new File(["%PDF"], name, { type: "application/pdf" });

let line: Line;
beforeEach(() => {
  localStorage.clear();
  line = putting();
  giveLocks();
});

/** The page, with files named `a`, `b`, … whose uploads are called like them. */
function open(routes: Routes = {}, types = [creditType()]) {
  let count = 0;
  const api = serve({
    "GET /credit-types": { items: types },
    "POST /uploads": ({ body }) => {
      count += 1;
      const id = (body as { file_name: string }).file_name.replace(".pdf", "");
      return { id, certificate_id: `${count}`, url: `https://files.test/${id}`, ...PERMIT };
    },
    "GET /uploads/{upload_id}": ({ path }) => upload(path["upload_id"]!, "accepted"),
    "GET /uploads/{upload_id}/pages": drawing(),
    "POST /certificates/forecast": nothing,
    ...routes,
  });
  servePictures();
  const shown = renderPage(<Add />, { route: "/certificates/new", path: "/certificates/new" });
  return { api, ...shown };
}

async function drop(...files: File[]) {
  await screen.findByText("Drop your certificates here").catch(() => undefined);
  fireEvent.drop(document.body, { dataTransfer: { types: ["Files"], files } });
}

const title = () => screen.findByRole<HTMLInputElement>("textbox", { name: /What did you earn/ });
const credits = () => screen.getByRole("textbox", { name: /Number of credits/ });
const earned = () => screen.getByRole("textbox", { name: /When did you earn it/ });
const submit = () => screen.getByRole("button", { name: "Submit for review" });
const entries = () =>
  within(screen.getByRole("navigation", { name: "Certificates to add" })).getAllByRole("listitem");

/** What is said of the file, where it is shown: who cannot see hears the same. */
const inFile = async (words: string | RegExp) =>
  within(await screen.findByRole("group", { name: "Certificate file" })).findByText(words);

async function fill(user: ReturnType<typeof open>["user"], words = "Course") {
  for (const [field, typed] of [
    [await title(), words],
    [credits(), "8"],
    [earned(), "11/01/2026"],
  ] as const) {
    await user.click(field);
    await user.paste(typed);
  }
}

describe("a page to add certificates", () => {
  it("begins with the file, which fills in what it says and marks it", async () => {
    const { user } = open({ "GET /uploads/{upload_id}/pages": READ });
    await drop(pdf("a.pdf"));
    expect(await inFile("Checked: the file is fine")).toBeVisible();
    await waitFor(async () => expect((await title()).value).toBe("Secure Coding in Practice"));
    expect(credits()).toHaveValue("16");
    expect(earned()).toHaveValue("03/14/2026");
    expect(screen.getAllByRole("button", { name: "Read from page 1" })).toHaveLength(3);
    await user.click(screen.getByRole("button", { name: "Confirm all" }));
    expect(screen.queryByRole("button", { name: "Read from page 1" })).toBeNull();
    expect(await title()).toHaveFocus();
  });

  it("fills in a label that the file names, which can be confirmed or changed", async () => {
    const labels = [
      {
        id: "subject",
        name: "Subject",
        required: true,
        choices: [
          { id: "acc", name: "Accounting", retired: false },
          { id: "tax", name: "Taxation", retired: false },
        ],
      },
    ];
    const suggested_labels = [
      { credit_type: "other", label: "subject", choice: "tax", place },
      { credit_type: "cpe", label: "subject", choice: "acc", place },
    ];
    const found = [{ field: "title" as const, outcome: "found" as const, text: "Secure", places: [] }];
    const found_labels = [
      { line: 0, label: "subject", outcome: "found" as const, text: "Accounting", places: [place] },
    ];
    const { user } = open(
      {
        "GET /uploads/{upload_id}/pages": { ...READ, suggested_labels },
        "POST /certificates/forecast": { ...nothing, found, found_labels },
      },
      [creditType({ labels })],
    );
    await drop(pdf("a.pdf"));
    const subject = await screen.findByRole("button", { name: /Accounting.*Subject/ });
    const notice = screen.getByText(/Read from your file/);
    expect(notice).toHaveTextContent("“Subject”");
    const check = await screen.findByRole("complementary", { name: "What the document says" });
    expect(within(check).getByText("Subject")).toBeInTheDocument();
    expect(
      within(check).getByRole("button", { name: "found here: “Subject”, on page 1" }),
    ).toBeInTheDocument();

    await user.click(subject);
    await user.click(await screen.findByRole("option", { name: "Taxation" }));
    expect(await screen.findByRole("button", { name: /Taxation.*Subject/ })).toBeInTheDocument();
    expect(notice).not.toHaveTextContent("“Subject”");
  });

  it("makes a draft of each of several files, and sends two of them at a time", async () => {
    line.hold();
    open();
    await drop(pdf("a.pdf"), pdf("b.pdf"), pdf("c.pdf"));
    await waitFor(() => expect(line.open).toBe(2));
    expect(entries().map((entry) => entry.textContent)).toEqual([
      expect.stringContaining("a.pdf Uploading"),
      expect.stringContaining("b.pdf Uploading"),
      expect.stringContaining("c.pdf Waits for the others"),
    ]);
    line.let();
    await waitFor(() =>
      expect(entries().map((entry) => entry.textContent)).toEqual([
        "a.pdf Checked: the file is fine",
        "b.pdf Checked: the file is fine",
        "c.pdf Checked: the file is fine",
      ]),
    );
    expect(await screen.findByText("3 files are ready to look over.")).toBeInTheDocument();
  });

  it("opens the next draft once one is submitted, and ends with what was made", async () => {
    const made: string[] = [];
    const { user } = open({
      "POST /certificates": ({ body }) => {
        made.push(body.title);
        return certificate({ id: `${made.length}`, title: body.title });
      },
    });
    await drop(pdf("a.pdf"), pdf("b.pdf"));
    await waitFor(() => expect(entries()).toHaveLength(2));
    await fill(user, "First");
    await user.click(submit());
    await waitFor(async () => expect((await title()).value).toBe(""));
    expect(await title()).toHaveFocus();
    expect(screen.getByText("1 of 2 submitted")).toBeVisible();
    await fill(user, "Second");
    await user.keyboard("{Control>}{Enter}{/Control}");
    expect(await screen.findByRole("heading", { name: "2 certificates were submitted" })).toBeVisible();
    expect(screen.getByRole("link", { name: "First" })).toHaveAttribute("href", "/certificates/1");
    expect(screen.getByRole("link", { name: "Second" })).toHaveAttribute("href", "/certificates/2");
    expect(made).toEqual(["First", "Second"]);
    expect(localStorage.length).toBe(1);
  });

  it("lets a draft be dropped, and has it back", async () => {
    const { user } = open();
    await drop(pdf("a.pdf"), pdf("b.pdf"));
    await waitFor(() => expect(entries()).toHaveLength(2));
    await user.click(screen.getByRole("button", { name: "Remove a.pdf" }));
    const undo = screen.getByRole("button", { name: "Undo: have “a.pdf” back" });
    expect(undo).toHaveFocus();
    expect(screen.queryByRole("navigation", { name: "Certificates to add" })).toBeNull();
    await user.click(undo);
    expect(entries()).toHaveLength(2);
  });

  it("offers to go on without a file where a credit type asks for none, and not otherwise", async () => {
    const { user, unmount } = open();
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    expect(await title()).toHaveFocus();
    unmount();
    open({}, [creditType({ requires: ["file"] })]);
    await screen.findByText("Drop your certificates here");
    expect(screen.queryByRole("button", { name: "No file? Enter it without." })).toBeNull();
  });

  it("takes what is pasted, and leaves words that are pasted into a field alone", async () => {
    open();
    await screen.findByText("Drop your certificates here");
    fireEvent.paste(document.body, { clipboardData: { files: [pdf("a.pdf")], types: ["Files"] } });
    const field = await title();
    fireEvent.paste(field, { clipboardData: { files: [pdf("b.pdf")], types: ["Files", "text/plain"] } });
    expect(screen.queryByRole("navigation", { name: "Certificates to add" })).toBeNull();
    fireEvent.paste(field, { clipboardData: { files: [pdf("b.pdf")], types: ["Files"] } });
    expect(entries()).toHaveLength(2);
  });

  it("says at each field what is missing, and takes the focus to the first", async () => {
    const { user } = open({}, [creditType({ requires: ["file", "issuer"] })]);
    await drop(pdf("a.pdf"));
    await title();
    expect(screen.queryByText("This is needed.")).toBeNull();
    await user.click(submit());
    expect(await title()).toHaveAccessibleDescription(/This is needed/);
    expect(screen.getByRole("textbox", { name: /Issued by/ })).toHaveAccessibleDescription(/This is needed/);
    await waitFor(async () => expect(await title()).toHaveFocus());
    await user.type(await title(), "Course");
    expect(await title()).not.toHaveAccessibleDescription(/This is needed/);
  });

  it("takes the focus to the field that was refused", async () => {
    const { user } = open({
      "POST /certificates": refuseField("claims.0.credits", "less_than_equal", { limit: 40 }),
    });
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await user.click(submit());
    await waitFor(() => expect(credits()).toHaveFocus());
    expect(credits()).toBeInvalid();
  });

  it("folds what no credit type asks for, and unfolds it where one stands", async () => {
    const { user } = open();
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    expect(screen.queryByRole("textbox", { name: /Certificate number/ })).toBeNull();
    await user.click(screen.getByRole("button", { name: /^Add who issued it/ }));
    await waitFor(() => expect(screen.getByRole("textbox", { name: /Issued by/ })).toHaveFocus());
    expect(screen.getByRole("textbox", { name: /Certificate number/ })).toBeVisible();
  });

  it("marks what the forecast would be refused for, and tells what it counts for", async () => {
    const { user, api } = open({
      "POST /certificates/forecast": refuseField("claims.0.credits", "less_than_equal", { limit: 40 }),
    });
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await waitFor(() => expect(credits()).toBeInvalid());
    api.answer({
      "POST /certificates/forecast": {
        ...nothing,
        duplicates: [{ certificate_id: "1", title: "The same", status: "pending", why: ["same_file"] }],
      } as never,
    });
    await user.type(credits(), "0");
    expect(await screen.findByText("You may have handed this in before")).toBeVisible();
    expect(screen.getByRole("link", { name: /The same/ })).toHaveAttribute("href", "/certificates/1");
    expect(credits()).toBeValid();
  });

  it("says why a file was refused, and submits nothing until it is replaced or removed", async () => {
    const { user } = open({
      "GET /uploads/{upload_id}": upload("a", "rejected", "The file is damaged or incomplete"),
    });
    await drop(pdf("a.pdf"));
    expect(await inFile(/The file is damaged or incomplete/)).toBeVisible();
    await fill(user);
    await user.click(submit());
    expect(screen.getByText(/This file was not taken/)).toBeVisible();
    await user.click(screen.getByRole("button", { name: "Remove file" }));
    expect(screen.queryByText(/This file was not taken/)).toBeNull();
    expect(document.body).not.toHaveFocus();
  });

  it("keeps what is typed while an upload is interrupted, and sends the file again", async () => {
    const { user } = open();
    line.breakOff();
    await drop(pdf("a.pdf"));
    expect(await inFile("The upload was interrupted")).toBeVisible();
    await fill(user, "Kept");
    await user.click(screen.getByRole("button", { name: "Retry upload" }));
    expect(await inFile("Checked: the file is fine")).toBeVisible();
    expect((await title()).value).toBe("Kept");
  });

  it("stays where an answer was lost, and where it arrived after all goes on there", async () => {
    const { user, api, address } = open({ "POST /certificates": UNREACHABLE });
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await user.click(submit());
    expect(await screen.findByText(/The server cannot be reached/)).toBeVisible();
    api.answer({ "POST /certificates": refuse(409, "id-reused") });
    await user.click(submit());
    await user.click(await screen.findByRole("button", { name: "Show the certificate" }));
    await waitFor(() => expect(address()).toMatch(/^\/certificates\/[0-9A-Z]{26}\/edit$/));
  });

  it("says where an earlier try has come to an end, and makes another certificate of it", async () => {
    const { user, api } = open({ "POST /certificates": certificate({ status: "withdrawn" }) });
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await user.click(submit());
    await user.click(await screen.findByRole("button", { name: "Make another certificate" }));
    api.answer({ "POST /certificates": certificate() });
    await user.click(submit());
    expect(await screen.findByRole("heading", { name: "Your certificate was submitted" })).toBeVisible();
    const [first, second] = api.asked("POST /certificates").map(({ body }) => body.id);
    expect(first).not.toBe(second);
  });

  it("takes no second press while it submits", async () => {
    const gate = makeGate();
    const { user, api } = open({ "POST /certificates": gate.wait(certificate()) });
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await user.click(submit());
    await user.keyboard("{Control>}{Enter}{/Control}");
    gate.open();
    await screen.findByRole("heading", { name: "Your certificate was submitted" });
    expect(api.asked("POST /certificates")).toHaveLength(1);
  });

  it("offers what was left behind", async () => {
    const { user, unmount } = open();
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await user.type(await title(), "Left behind");
    unmount();
    open();
    await user.click(await screen.findByRole("button", { name: "Go on with it: Left behind" }));
    expect((await title()).value).toBe("Left behind");
  });

  it("says that nothing can be claimed where there is no credit type", async () => {
    open({}, []);
    expect(await screen.findByText("Nothing can be claimed yet")).toBeVisible();
  });
});

describe("lines that say what they are", () => {
  const category = {
    id: "category",
    name: "Category",
    required: true,
    choices: [
      { id: "work", name: "Ways of Working", retired: false },
      { id: "power", name: "Power Skills", retired: false },
      { id: "old", name: "Leadership", retired: true },
    ],
  };
  const pdu = creditType({ id: "pdu", name: "PDU", unit: "PDU", labels: [category] });

  async function choose(user: ReturnType<typeof open>["user"], field: HTMLElement, option: string) {
    await user.click(field);
    await user.click(await screen.findByRole("option", { name: option }));
  }
  const categories = () => screen.getAllByRole("button", { name: /Category/ });

  it("are asked for each, and two of one type are sent as two", async () => {
    const { user, api } = open({ "POST /certificates": certificate() }, [pdu]);
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await user.click(categories()[0]!);
    expect((await screen.findAllByRole("option")).map((option) => option.textContent)).toEqual([
      "Ways of Working",
      "Power Skills",
    ]);
    await user.click(screen.getByRole("option", { name: "Ways of Working" }));
    await user.click(screen.getByRole("button", { name: "Add another credit type" }));
    await user.type(screen.getAllByRole("textbox", { name: /Number of credits/ })[1]!, "3");
    await user.click(submit());
    // What is missing is said where it is missing, and nothing is sent.
    expect(await screen.findByText("This is needed.")).toBeVisible();
    expect(api.asked("POST /certificates")).toHaveLength(0);
    await choose(user, categories()[1]!, "Power Skills");
    await user.click(submit());
    await waitFor(() => expect(api.asked("POST /certificates")).toHaveLength(1));
    expect(api.asked("POST /certificates")[0]!.body).toMatchObject({
      claims: [
        { credit_type: "pdu", credits: "8", labels: { category: "work" } },
        { credit_type: "pdu", credits: "3", labels: { category: "power" } },
      ],
    });
  });

  it("say at the label what the API finds wrong with it", async () => {
    const { user } = open(
      {
        "POST /certificates": refuseField("claims.0.labels.category", "unknown_choice", {
          label: "Category",
        }),
      },
      [pdu],
    );
    await user.click(await screen.findByRole("button", { name: "No file? Enter it without." }));
    await fill(user);
    await choose(user, categories()[0]!, "Ways of Working");
    await user.click(submit());
    expect(await screen.findByText("This is not one of the choices")).toBeVisible();
  });
});
