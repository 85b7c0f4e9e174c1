/**
 * Names and mail addresses as people paste them: from a mail program, a spreadsheet, a CSV file or a
 * note. What cannot be understood is kept and marked, never left out.
 */

export interface Invitee {
  name: string;
  mail: string;
  externalId: string;
}

/** Why a row cannot be sent as it is. */
export type Flaw = "no_mail" | "wrong_mail" | "no_name" | "long_name" | "long_id" | "repeated";

export interface Row extends Invitee {
  /** Where it stands in what was pasted; rows of a list keep it. */
  key: string;
  /** The name was made of the mail address. */
  guessed: boolean;
  flaw?: Flaw;
}

const MAIL = /[^\s<>()",;:|]+@[^\s<>()",;:|]+/u;
/** As the API has it: see `NewLearner`. */
const WHOLE_MAIL = /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/u;
const MOST_MAIL = 128;
const MOST_NAME = 100;

type Column = "mail" | "name" | "first" | "last" | "id";
/** What columns are headed by, in small letters and without what stands between them. */
const HEADINGS: Record<Column, readonly string[]> = {
  mail: ["mail", "email", "mailaddress", "emailaddress", "mailadresse", "emailadresse", "primaryemail"],
  name: [
    "name",
    "fullname",
    "displayname",
    "anzeigename",
    "vollername",
    "learner",
    "participant",
    "lernende",
    "teilnehmer",
    "teilnehmende",
    "person",
  ],
  first: ["firstname", "givenname", "forename", "first", "vorname"],
  last: ["lastname", "surname", "familyname", "last", "nachname", "familienname", "zuname"],
  id: [
    "id",
    "externalid",
    "externekennung",
    "kennung",
    "employeeid",
    "employeenumber",
    "personnelnumber",
    "personalnummer",
    "mitarbeiternummer",
    "memberid",
    "membernumber",
    "mitgliedsnummer",
    "studentid",
    "matrikelnummer",
    "userid",
    "number",
    "nummer",
  ],
};
const DELIMITERS = ["\t", ";", ",", "|"];

/** Everybody in what was pasted, one row each, in the order they stand in. */
export function readInvitees(pasted: string): Row[] {
  const text = pasted
    .replace(/^\uFEFF/u, "")
    .replace(/\r\n?/gu, "\n")
    .replace(/[\u200B-\u200D\u2060\u202A-\u202E\u2066-\u2069]/gu, "")
    .replace(/[\u00A0\u2007\u202F]/gu, " ")
    .replace(/mailto:/giu, "");
  const headed = readHeaded(text);
  const found = headed ?? readLines(text);
  const mails = new Set<string>();
  return found.map((person, at) => {
    const row = judged(person, String(at));
    const mail = row.mail.toLocaleLowerCase();
    const repeated = row.flaw === undefined && mails.has(mail);
    mails.add(mail);
    return repeated ? { ...row, flaw: "repeated" as const } : row;
  });
}

function judged(person: Invitee, key: string): Row {
  const guessed = !person.name && WHOLE_MAIL.test(person.mail);
  const row = { ...person, name: guessed ? nameOf(person.mail) : person.name, key, guessed };
  const flaw = flawOf(row);
  return flaw ? { ...row, flaw } : row;
}

function flawOf({ name, mail, externalId }: Invitee): Flaw | undefined {
  if (!mail) return "no_mail";
  if (!WHOLE_MAIL.test(mail) || Array.from(mail).length > MOST_MAIL) return "wrong_mail";
  if (!/[\p{L}\p{N}]/u.test(name)) return "no_name";
  if (Array.from(name).length > MOST_NAME) return "long_name";
  if (Array.from(externalId).length > MOST_NAME) return "long_id";
  return undefined;
}

/** `demo.learner@…` is called Demo Learner until somebody knows better. */
function nameOf(mail: string): string {
  return mail
    .replace(/[@+].*$/u, "")
    .split(/[._\-\d]+/u)
    .filter(Boolean)
    .map((part) => part.charAt(0).toLocaleUpperCase() + part.slice(1))
    .join(" ");
}

// A table with a line of headings

function readHeaded(text: string): Invitee[] | undefined {
  const first = text.split("\n").find((line) => line.trim()) ?? "";
  if (first.includes("@")) return undefined;
  for (const delimiter of DELIMITERS) {
    const [head = [], ...rows] = cellsOf(text, delimiter);
    const columns = head.map(columnOf);
    if (!columns.includes("mail")) continue;
    return rows.map((cells) => {
      const of = (column: Column) => clean(cells[columns.indexOf(column)] ?? "");
      const named = of("name") || [of("first"), of("last")].filter(Boolean).join(" ");
      // A cell may hold more than the address: “Demo Learner <demo@…>”.
      const { mail, name } = personIn([of("mail")]);
      return { name: forwards(named) || name, mail: mail || of("mail"), externalId: of("id") };
    });
  }
  return undefined;
}

function columnOf(heading: string): Column | undefined {
  const plain = heading.toLocaleLowerCase().replace(/[^\p{L}]/gu, "");
  return (Object.keys(HEADINGS) as Column[]).find((column) => HEADINGS[column].includes(plain));
}

/** The cells of a table, after RFC 4180: quoted ones may hold the delimiter, line breaks and "". */
function cellsOf(text: string, delimiter: string): string[][] {
  const rows: string[][] = [[]];
  let cell = "";
  let quoted = false;
  const end = () => {
    rows.at(-1)!.push(cell);
    cell = "";
  };
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at]!;
    if (quoted) {
      if (letter !== '"') cell += letter;
      else if (text[at + 1] === '"') cell += text[(at += 1)]!;
      else quoted = false;
    } else if (letter === '"' && !cell.trim()) {
      quoted = true;
      cell = "";
    } else if (letter === delimiter) end();
    else if (letter === "\n") {
      end();
      rows.push([]);
    } else cell += letter;
  }
  end();
  return rows.filter((cells) => cells.some((one) => one.trim()));
}

// Lines without headings

function readLines(text: string): Invitee[] {
  return text
    .split("\n")
    .map((line) => line.replace(/^\s*(?:[-*•–]\s+|\d+[.)]\s+)/u, "").trim())
    .filter((line) => /[\p{L}\p{N}]/u.test(line))
    .flatMap(peopleIn);
}

/** One line holds one person, or several after each other. */
function peopleIn(line: string): Invitee[] {
  if (line.includes("\t")) return [personIn(line.split("\t"))];
  const parts = split(line, ";");
  if (parts.filter(hasMail).length > 1) return parts.flatMap((part) => peopleIn(part));
  const cells = parts.flatMap((part) => split(part, ",")).flatMap((part) => split(part, "|"));
  if (cells.filter(hasMail).length <= 1) return [personIn(cells)];
  // Names stand before their addresses, or all behind them.
  const mailFirst = hasMail(cells[0]!) && !hasMail(cells.at(-1)!);
  const people: string[][] = [];
  let open: string[] = [];
  for (const cell of cells) {
    if (mailFirst && hasMail(cell) && open.length) {
      people.push(open);
      open = [];
    }
    open.push(cell);
    if (!mailFirst && hasMail(cell)) {
      people.push(open);
      open = [];
    }
  }
  if (open.length) people.push(open);
  return people.map(personIn);
}

const hasMail = (cell: string) => MAIL.test(cell);

/** Parts of a line, but for what stands in quotation marks or angle brackets. */
function split(line: string, at: string): string[] {
  const parts = [""];
  let within = "";
  for (const letter of line) {
    if (within) within = letter === within ? "" : within;
    else if (letter === '"') within = '"';
    else if (letter === "<") within = ">";
    if (letter === at && !within) parts.push("");
    else parts.push(`${parts.pop() ?? ""}${letter}`);
  }
  return parts.map((part) => part.trim()).filter(Boolean);
}

/** Who is meant by the cells of one row, in whichever order they stand. */
function personIn(cells: readonly string[]): Invitee {
  const at = cells.findIndex(hasMail);
  const holder = cells[at] ?? "";
  const mail = MAIL.exec(holder)?.[0] ?? "";
  const beside = clean(holder.replace(mail, "").replace(/[<>()]/gu, " "));
  const others = cells.filter((_, place) => place !== at).map(clean);
  const isId = (cell: string) => /^(?=.*\d)[\p{L}\d._/-]+$/u.test(cell);
  const externalId = others.find(isId) ?? "";
  const names = others.filter((cell) => cell && cell !== externalId);
  // “Learner, Demo <demo@…>” was split at its comma: what stands before it comes last.
  const name =
    beside && names.length === 1 && at === 1
      ? `${beside} ${names[0]!}`
      : beside || (names.length === 1 ? forwards(names[0]!) : names.join(" "));
  return {
    name: clean(beside && !names.length ? forwards(name) : name),
    mail: mail.replace(/[.]+$/u, ""),
    externalId,
  };
}

/** “Learner, Demo” is Demo Learner. */
function forwards(name: string): string {
  const [last, first, ...rest] = name.split(",").map((part) => part.trim());
  return last && first && rest.length === 0 ? `${first} ${last}` : name;
}

function clean(cell: string): string {
  return cell
    .trim()
    .replace(/^["'„“”‚‘’]+|["'„“”‚‘’]+$/gu, "")
    .replace(/\s+/gu, " ")
    .trim();
}
