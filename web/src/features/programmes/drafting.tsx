import { createContext, type ReactNode, useContext } from "react";
import type { Programme } from "../../api/types";
import type { Naming, Names } from "../../shared/programmes/names";
import { TypedDay } from "../../shared/programmes/TypedDay";
import { TextField } from "../../ui/TextField";
import { getIn, numberOf, type Path } from "./draft";

export interface Drafting {
  programme: Programme;
  /** Change what stands at a path. */
  set: (path: Path, value: unknown) => void;
  /** Take another programme in its place. */
  put: (programme: Programme) => void;
  /** What is wrong there, in words. */
  wrongAt: (path: Path) => string | undefined;
  /** Whether something is wrong there, or below. */
  isWrong: (path: Path) => boolean;
  names: Names;
  /** What rules can speak of: the academy's credit types, with their labels. */
  types: readonly Naming[];
}

const Context = createContext<Drafting | undefined>(undefined);

export function DraftingProvider({ value, children }: { value: Drafting; children: ReactNode }) {
  return <Context value={value}>{children}</Context>;
}

export function useDrafting(): Drafting {
  const found = useContext(Context);
  if (!found) throw new Error("There is no draft.");
  return found;
}

interface FieldProps {
  path: Path;
  label: string;
  hint?: string;
  mark?: string;
}

/** What a field of the kit takes of what stands at a path. */
function useAt(path: Path) {
  const { programme, set, wrongAt } = useDrafting();
  const value = getIn(programme, path);
  const error = wrongAt(path);
  return {
    name: `programme.${path}`,
    value: typeof value === "string" || typeof value === "number" ? String(value) : "",
    onChange: (typed: string) => set(path, typed),
    ...(error && { error }),
  };
}

/** A line of words. */
export function Line({ path, ...more }: FieldProps & { required?: boolean; readOnly?: boolean }) {
  return <TextField {...useAt(path)} {...more} autoComplete="off" />;
}

/** An amount of credits, or a percentage. */
export function Amount({ path, end, ...more }: FieldProps & { end?: ReactNode; required?: boolean }) {
  return (
    <TextField
      {...useAt(path)}
      {...more}
      end={end}
      inputMode="decimal"
      width="short"
      autoComplete="off"
      figures
    />
  );
}

/** So many months, cycles or days. */
export function Count({ path, ...more }: FieldProps & { required?: boolean }) {
  const { onChange, ...field } = useAt(path);
  return (
    <TextField
      {...field}
      {...more}
      onChange={(typed) => onChange(numberOf(typed) as never)}
      inputMode="numeric"
      width="short"
      autoComplete="off"
      figures
    />
  );
}

export function Day({ path, ...more }: FieldProps & { required?: boolean }) {
  return <TypedDay {...useAt(path)} {...more} onBlur={noop} ref={null} />;
}

const noop = () => undefined;
