import { type ReactNode, type Ref, useEffect } from "react";
import { type FieldPath, type FieldPathValue, type FieldValues, useController } from "react-hook-form";
import type { ApiForm } from "./useApiForm";

/** What a field of the kit takes of a form. */
export interface Bound<Value> {
  name: string;
  value: Value;
  onChange: (value: Value) => void;
  onBlur: () => void;
  ref: Ref<never>;
  error?: string;
  required?: boolean;
}

interface Props<Values extends FieldValues, Name extends FieldPath<Values>> {
  form: ApiForm<Values>;
  /** The API's name of the field, with dots: `reasons.0.text`. */
  name: Name;
  children: (field: Bound<FieldPathValue<Values, Name>>, limit: { maxLength?: number }) => ReactNode;
}

/**
 * One field of a form:
 * `<FormField form={form} name="title">{(field) => <TextField {...field} label={…} />}</FormField>`.
 */
export function FormField<Values extends FieldValues, Name extends FieldPath<Values>>({
  form,
  name,
  children,
}: Props<Values, Name>) {
  const { enter, control, limitOf } = form;
  const { field, fieldState } = useController({ control, name });
  useEffect(() => enter(name), [enter, name]);
  // An error of a list as such stands beside those of its entries.
  const error = fieldState.error as { message?: string; root?: { message?: string } } | undefined;
  const words = error?.message ?? error?.root?.message;
  const { required, maxLength } = limitOf(name);
  return children(
    { ...field, ...(words && { error: words }), ...(required && { required }) },
    maxLength === undefined ? {} : { maxLength },
  );
}
