import type { Ref } from "react";
import { useId } from "react";
import { ComboBox } from "react-aria-components/ComboBox";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { Text } from "react-aria-components/Text";
import control from "./control.module.css";
import { cx } from "./cx";
import { FieldEnd, type FieldWords } from "./Field";
import field from "./Field.module.css";
import floating from "./floating.module.css";
import select from "./SelectField.module.css";
import hidden from "./VisuallyHidden.module.css";

export interface Suggestion {
  /** What it fills in. */
  value: string;
  hint?: string;
}

interface Props extends FieldWords {
  suggestions: readonly Suggestion[];
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  name?: string;
  placeholder?: string;
  autoComplete?: string;
  required?: boolean;
  disabled?: boolean;
  /** The suggestions come searched already, as from a server. */
  searched?: boolean;
  ref?: Ref<HTMLInputElement>;
}

/** Free words, with suggestions while they are typed. */
export function ComboField(props: Props) {
  const { suggestions, value, onChange, onBlur, name, placeholder, required, disabled, searched, ref } =
    props;
  const id = useId();
  return (
    <ComboBox
      className={field.field}
      inputValue={value}
      onInputChange={onChange}
      items={suggestions}
      allowsCustomValue
      menuTrigger="focus"
      {...(searched && { defaultFilter: () => true })}
      {...(onBlur && { onBlur })}
      isInvalid={Boolean(props.error)}
      isRequired={required ?? false}
      validationBehavior="aria"
      isDisabled={disabled ?? false}
      {...(name !== undefined && { name })}
    >
      <Label className={cx(field.label, props.hideLabel && hidden.hidden)}>
        {props.label}
        {props.mark && <span className={field.mark}> {props.mark}</span>}
      </Label>
      <div className={control.control}>
        <Input
          ref={ref}
          className={control.input}
          placeholder={placeholder}
          aria-describedby={[props.note && `${id}-note`, props.error && `${id}-error`]
            .filter(Boolean)
            .join(" ")}
        />
      </div>
      {props.hint && (
        <Text slot="description" className={field.hint}>
          {props.hint}
        </Text>
      )}
      <FieldEnd words={props} ids={{ error: `${id}-error`, note: `${id}-note` }} />
      <Popover className={cx(floating.panel, select.popover)} offset={4}>
        <ListBox className={cx(floating.list, select.list)}>
          {(suggestion: Suggestion) => (
            <ListBoxItem id={suggestion.value} textValue={suggestion.value} className={floating.item}>
              <span className={floating.words}>
                {suggestion.value}
                {suggestion.hint && (
                  <Text slot="description" className={floating.hint}>
                    {suggestion.hint}
                  </Text>
                )}
              </span>
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
