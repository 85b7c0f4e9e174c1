import "../../text/holdings";
import { useEffect } from "react";
import { type ApiForm, useApiForm } from "../../form/useApiForm";
import { type AcademyProgramme, type Held, type Holding, type HoldingBody } from "../../api/types";
import type { Wrong } from "../../form/wrong";
import { type Asks, asksOf, asksOfStated } from "./asks";
import { type HoldingFile, namedIn, wrongFile } from "./useHoldingFile";

export interface HoldingValues {
  programme: string;
  number: string;
  held_since: string;
  birth_month: string;
  birth_year: string;
  facts: Record<string, string>;
  /** What brought the file that shows it. */
  upload_id: string;
}

const NOTHING: Held = { number: null, held_since: null, birth_month: null, birth_year: null, facts: {} };

export const valuesOf = (
  holding: (Pick<Holding, "programme" | "stated"> & Partial<Pick<Holding, "file">>) | undefined,
): HoldingValues => {
  const { number, held_since, birth_month, birth_year, facts } = holding?.stated ?? NOTHING;
  return {
    programme: holding?.programme ?? "",
    number: number ?? "",
    held_since: held_since ?? "",
    birth_month: birth_month === null ? "" : String(birth_month),
    birth_year: birth_year ?? "",
    facts: { ...facts },
    upload_id: holding?.file?.upload_id ?? "",
  };
};

/** What is asked of a credential under a programme; where its rules are gone, of what was stated. */
export function asksUnder(
  programmes: readonly AcademyProgramme[],
  id: string,
  stated: Held | undefined,
): Asks | undefined {
  const found = programmes.find((programme) => programme.id === id);
  if (found) return asksOf(found.programme);
  return stated && asksOfStated(stated);
}

/** What a form says as the API takes it: nothing is kept of people that the programme does not ask for. */
export function bodyOf(values: HoldingValues, asks: Asks): HoldingBody {
  const facts = asks.facts.flatMap(({ fact }) => {
    const value = values.facts[fact];
    return value ? [[fact, value] as const] : [];
  });
  return {
    number: values.number.trim() || null,
    held_since: values.held_since || null,
    birth_month: asks.birthMonth ? Number(values.birth_month) || null : null,
    birth_year: asks.birthYear ? (values.birth_year as Held["birth_year"]) || null : null,
    facts: Object.fromEntries(facts),
  };
}

/** What stands before the name of a fact of the rules' own. */
const FACTS = "facts.";
const MISSING: Wrong = { code: "missing", values: {} };

/** What its programme needs and is not there. */
export function gapsIn(values: HoldingValues, asks: Asks | undefined): Record<string, Wrong | undefined> {
  if (!asks) return {};
  const needed: [string, boolean, string | undefined][] = [
    ["held_since", asks.needsHeldSince, values.held_since],
    ["birth_month", asks.birthMonth, values.birth_month],
    ["birth_year", asks.birthYear, values.birth_year],
    ...asks.facts.map(({ fact }): [string, boolean, string | undefined] => [
      `${FACTS}${fact}`,
      true,
      values.facts[fact],
    ]),
  ];
  return Object.fromEntries(
    needed.flatMap(([name, isAsked, value]) => (isAsked && !value?.trim() ? [[name, MISSING]] : [])),
  );
}

interface Options {
  programmes: readonly AcademyProgramme[];
  /** What is changed; nothing, where one is entered. */
  holding?: Holding | undefined;
  /** What is asked, where that is not all; by the names of missing facts. */
  only?: readonly string[] | undefined;
  /** What shows it, where that can be changed. */
  file?: HoldingFile;
  send: (programme: string, body: HoldingBody) => Promise<Holding>;
  onSent: (saved: Holding) => void;
}

export type HoldingForm = ApiForm<HoldingValues>;

/** The form of a credential: it asks what its programme needs, no more. */
export function useHoldingForm({ programmes, holding, only, file, send, onSent }: Options): HoldingForm {
  const had = holding?.file?.upload_id ?? "";
  const asksFor = (id: string) => asksUnder(programmes, id, holding?.stated);
  const form = useApiForm<HoldingValues, Holding>({
    of: holding ? "HoldingBody" : "NewHoldingBody",
    defaults: valuesOf(holding),
    made: ["id"],
    check: (values) => {
      const gaps = Object.entries(gapsIn(values, asksFor(values.programme)));
      return {
        ...Object.fromEntries(gaps.filter(([name]) => !only || only.includes(name.replace(FACTS, "")))),
        ...(file && { upload_id: wrongFile(file.upload) }),
      };
    },
    send: (values) => {
      const { upload_id } = values;
      const body = bodyOf(values, asksFor(values.programme)!);
      // What is not said of the file leaves it as it is.
      return send(values.programme, upload_id === had ? body : { ...body, upload_id: upload_id || null });
    },
    onSent,
  });
  const { setValue, clearErrors } = form;
  const kind = file?.upload.kind;
  const named = file && namedIn(file.upload);
  useEffect(() => {
    if (named === undefined) return;
    setValue("upload_id", named, { shouldDirty: true });
    clearErrors("upload_id");
  }, [kind, named, setValue, clearErrors]);
  return form;
}
