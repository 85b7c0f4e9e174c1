import { describe, expect, it } from "vitest";
import { readInvitees } from "./inviteList";

const people = (pasted: string) =>
  readInvitees(pasted).map(({ name, mail, externalId }) => [name, mail, ...(externalId ? [externalId] : [])]);

const DEMO = ["Demo Learner", "demo@demo.example"];
const OTHER = ["Other Learner", "other@demo.example"];

describe("everybody in what was pasted", () => {
  it.each([
    [
      "names with addresses, one a line",
      "Demo Learner <demo@demo.example>\nOther Learner <other@demo.example>",
    ],
    [
      "a mail program's line with commas",
      "Demo Learner <demo@demo.example>, Other Learner <other@demo.example>",
    ],
    [
      "a mail program's line with semicolons",
      "Demo Learner <demo@demo.example>; Other Learner <other@demo.example>;",
    ],
    [
      "last names first, in quotation marks",
      '"Learner, Demo" <demo@demo.example>; "Learner, Other" <other@demo.example>',
    ],
    [
      "last names first, with semicolons",
      "Learner, Demo <demo@demo.example>; Learner, Other <other@demo.example>",
    ],
    [
      "last names first, with commas",
      "Learner, Demo <demo@demo.example>, Learner, Other <other@demo.example>",
    ],
    ["cells with commas", "Demo Learner, demo@demo.example\nOther Learner, other@demo.example"],
    ["cells with semicolons", "Demo Learner;demo@demo.example\r\nOther Learner;other@demo.example\r\n"],
    ["addresses first", "demo@demo.example; Demo Learner\nother@demo.example; Other Learner"],
    ["addresses first in one line", "demo@demo.example, Demo Learner, other@demo.example, Other Learner"],
    [
      "first and last name in cells of their own",
      "Demo\tLearner\tdemo@demo.example\nOther\tLearner\tother@demo.example",
    ],
    ["a list with bullets", "• Demo Learner demo@demo.example\n- Other Learner (other@demo.example)"],
    ["a list with numbers", "1. Demo Learner <demo@demo.example>\n2) Other Learner <other@demo.example>"],
    ["a CSV file", 'Name,Email\nDemo Learner,demo@demo.example\n"Learner, Other",other@demo.example\n'],
    [
      "a CSV file from a German program",
      "\uFEFFNachname;Vorname;E-Mail-Adresse\nLearner;Demo;demo@demo.example\nLearner;Other;other@demo.example",
    ],
    [
      "a spreadsheet with other columns",
      "E-mail\tDepartment\tFull name\ndemo@demo.example\tA\tDemo Learner\nother@demo.example\tB\tOther Learner",
    ],
    [
      "links of a web page",
      "Demo Learner\u00A0<mailto:demo@demo.example>\nOther Learner <mailto:other@demo.example>",
    ],
  ])("%s", (_, pasted) => {
    expect(people(pasted)).toEqual([DEMO, OTHER]);
  });

  it("takes numbers of other systems along", () => {
    const expected = [
      [...DEMO, "E-4711"],
      [...OTHER, "0815"],
    ];
    expect(
      people("E-4711\tDemo Learner\tdemo@demo.example\n0815\tOther Learner\tother@demo.example"),
    ).toEqual(expected);
    expect(
      people(
        "Personalnummer;Name;Mail\nE-4711;Demo Learner;demo@demo.example\n0815;Other Learner;other@demo.example",
      ),
    ).toEqual(expected);
  });

  it("keeps line breaks and quotation marks within cells apart from the table's", () => {
    expect(people('name,mail\n"Demo\n""Learner""",demo@demo.example')).toEqual([
      ['Demo "Learner', "demo@demo.example"],
    ]);
  });

  it("keeps accents, hyphens and apostrophes of names", () => {
    expect(people("Zoë-Ångström O’Déms, zoe@demo.example")).toEqual([
      ["Zoë-Ångström O’Déms", "zoe@demo.example"],
    ]);
  });

  it("finds nobody in nothing", () => {
    expect(people(" \n\t\n;\n")).toEqual([]);
  });
});

describe("what is marked", () => {
  const flaws = (pasted: string) =>
    readInvitees(pasted).map(({ flaw, guessed }) => flaw ?? (guessed ? "guessed" : "fine"));

  it("a name that was made of the address", () => {
    const rows = readInvitees("demo.learner@demo.example\nother_learner+x@demo.example");
    expect(rows.map(({ name, guessed }) => [name, guessed])).toEqual([
      ["Demo Learner", true],
      ["Other Learner", true],
    ]);
  });

  it.each([
    ["Demo Learner", ["no_mail"]],
    ["Demo Learner <demo@demo>", ["wrong_mail"]],
    ["1234@demo.example", ["no_name"]],
    [`${"n".repeat(101)} <demo@demo.example>`, ["long_name"]],
    ["A <demo@demo.example>\nB <Demo@Demo.example>", ["fine", "repeated"]],
    ["Name;Mail\nDemo Learner;\n;demo@demo.example", ["no_mail", "guessed"]],
  ])("%j", (pasted, expected) => {
    expect(flaws(pasted)).toEqual(expected);
  });
});
