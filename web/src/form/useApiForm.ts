import { useCallback, useEffect, useRef, useState } from "react";
import {
  type DefaultValues,
  type FieldError,
  type FieldErrors,
  type FieldValues,
  type Path,
  set,
  useForm,
  type UseFormReturn,
} from "react-hook-form";
import { type BodyName, type Limit, limits as all, type Limits } from "../api/limits";
import { Refused } from "../errors";
import { type Wrong, wordsOf, wrongIn } from "./wrong";

interface Options<Values extends FieldValues, Answer> {
  /** The request body whose limits hold; the form's fields have its names. What another service takes has none. */
  of?: BodyName;
  /** What the form begins with; a number is kept as it is typed. */
  defaults: Values;
  /** What else is wrong before it is sent, by the names of the fields: as the API would say it, or in words. */
  check?: (values: Values) => Record<string, Wrong | string | undefined>;
  /** What another service's refusal says of which fields, in words. */
  explainFields?: (error: unknown) => Record<string, string> | undefined;
  /** Required beside what the API's description says. */
  required?: readonly Path<Values>[];
  /** What is made when it is sent, and so is not judged before: `reasons.*.id`. */
  made?: readonly string[];
  /** Sends it: a mutation's `mutateAsync`. */
  send: (values: Values) => Promise<Answer>;
  onSent?: (answer: Answer, values: Values) => void;
}

/** Something that is wrong and has no field in the form. */
export interface Left {
  field: string;
  words: string;
}

export interface ApiForm<Values extends FieldValues> extends UseFormReturn<Values> {
  submit: (event?: { preventDefault: () => void }) => void;
  busy: boolean;
  /** Why it could not be sent, where that is not said at a field. */
  failure: unknown;
  /** What is wrong beside the fields. */
  left: readonly Left[];
  /** Begin with other values, such as the latest ones. */
  startOver: (values: Values) => void;
  isUnsaved: () => boolean;
  /** What the API takes in a field. */
  limitOf: (name: string) => Limit;
  /** A field is there; what is returned takes it away. */
  enter: (name: string) => () => void;
  /** Counts what could not be sent: the first wrong field is looked for anew. */
  tries: number;
  /** Counts what was sent. */
  sent: number;
}

/** A form that is sent to the API: see README.md. */
export function useApiForm<Values extends FieldValues, Answer>({
  of,
  defaults,
  check,
  explainFields,
  required = [],
  made = [],
  send,
  onSent,
}: Options<Values, Answer>): ApiForm<Values> {
  const [failure, setFailure] = useState<unknown>();
  const [left, setLeft] = useState<readonly Left[]>([]);
  const [tries, setTries] = useState(0);
  const [sent, setSent] = useState(0);
  const fields = useRef(new Set<string>());
  const isSent = useRef(false);

  const limits = limitsOf(of, required, made);
  const judge = (values: Values): [string, Wrong | string][] =>
    Object.entries({ ...wrongIn(values, limits), ...check?.(values) }).flatMap(([name, wrong]) =>
      wrong ? [[name, wrong]] : [],
    );

  const form = useForm<Values>({
    defaultValues: defaults as DefaultValues<Values>,
    shouldFocusError: false,
    resolver: (values) => {
      const errors: FieldErrors<Values> = {};
      for (const [name, wrong] of judge(values)) set(errors, name, said(wrong));
      return Object.keys(errors).length ? { values: {}, errors } : { values, errors: {} };
    },
  });
  const { handleSubmit, setError, reset, watch } = form;
  const { isDirty, isSubmitting } = form.formState;

  // What was mended is no longer said, above the form neither.
  useEffect(() => {
    const { unsubscribe } = watch((_, { name }) => {
      isSent.current = false;
      if (name) setLeft((before) => before.filter(({ field }) => rootOf(field) !== rootOf(name)));
    });
    return unsubscribe;
  }, [watch]);

  function refused(error: unknown) {
    const others: Left[] = [];
    const explained = Object.entries(explainFields?.(error) ?? {});
    for (const [name, words] of explained) setError(name as Path<Values>, said(words));
    const wrong = (error instanceof Refused && error.problem.errors) || [];
    for (const one of wrong) {
      const words = wordsOf({
        ...one,
        code: one.code as Wrong["code"],
        values: (one.values ?? {}) as Wrong["values"],
      });
      if (fields.current.has(one.field)) setError(one.field as Path<Values>, errorOf(one.code, words));
      else others.push({ field: one.field, words });
    }
    setLeft(others);
    // Where all that is wrong is said, nothing is said of the form as such.
    setFailure(wrong.length || explained.length ? undefined : error);
    setTries((before) => before + 1);
  }

  const submit = handleSubmit(
    async (values) => {
      setFailure(undefined);
      setLeft([]);
      try {
        const answer = await send(values);
        isSent.current = true;
        setSent((before) => before + 1);
        onSent?.(answer, values);
      } catch (error) {
        refused(error);
      }
    },
    () => {
      setFailure(undefined);
      const others = judge(form.getValues()).filter(([name]) => !fields.current.has(name));
      setLeft(others.map(([field, wrong]) => ({ field, words: said(wrong).message })));
      setTries((before) => before + 1);
    },
  );

  const latest = useRef(isDirty);
  latest.current = isDirty;
  return {
    ...form,
    submit: (event) => {
      event?.preventDefault();
      if (!isSubmitting) void submit();
    },
    busy: isSubmitting,
    failure,
    left,
    tries,
    sent,
    startOver: useCallback(
      (values: Values) => {
        reset(values);
        setFailure(undefined);
        setLeft([]);
      },
      [reset],
    ),
    isUnsaved: useCallback(() => latest.current && !isSent.current, []),
    limitOf: (name) => limits[anywhere(name)] ?? {},
    enter: useCallback((name: string) => {
      fields.current.add(name);
      return () => void fields.current.delete(name);
    }, []),
  };
}

const errorOf = (type: string, message: string) => ({ type, message }) satisfies FieldError;
const said = (wrong: Wrong | string) =>
  typeof wrong === "string" ? errorOf("said", wrong) : errorOf(wrong.code, wordsOf(wrong));
const rootOf = (name: string) => name.split(".")[0];
/** The name under which the limits of a field stand, whichever of a list it is. */
const anywhere = (name: string) => name.replace(/\.\d+(?=\.|$)/g, ".*");

function limitsOf(of: BodyName | undefined, required: readonly string[], made: readonly string[]): Limits {
  const known: Limits = of ? all[of] : {};
  const needed = required.map((name) => [name, { ...known[name], required: true }] as const);
  const wanted = { ...known, ...Object.fromEntries(needed) };
  return Object.fromEntries(Object.entries(wanted).filter(([name]) => !made.includes(name)));
}
