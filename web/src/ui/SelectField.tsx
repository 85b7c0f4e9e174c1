import { Check, ChevronDown, Search } from "lucide-react";
import { type ReactNode, type Ref, useId } from "react";
import { Autocomplete, useFilter } from "react-aria-components/Autocomplete";
import { Button } from "react-aria-components/Button";
import { Header } from "react-aria-components/Header";
import { Input } from "react-aria-components/Input";
import { Label } from "react-aria-components/Label";
import { ListBox, ListBoxItem, ListBoxSection } from "react-aria-components/ListBox";
import { Popover } from "react-aria-components/Popover";
import { SearchField } from "react-aria-components/SearchField";
import { Select, SelectValue } from "react-aria-components/Select";
import { Text } from "react-aria-components/Text";
import control from "./control.module.css";
import { cx } from "./cx";
import { FieldEnd, type FieldWords } from "./Field";
import field from "./Field.module.css";
import floating from "./floating.module.css";
import { Icon, type LucideIcon } from "./Icon";
import css from "./SelectField.module.css";
import hidden from "./VisuallyHidden.module.css";
import { useWords } from "./words";

export interface Option<Value extends string> {
  value: Value;
  label: string;
  hint?: string;
  icon?: LucideIcon;
  disabled?: boolean;
}
export interface OptionGroup<Value extends string> {
  title: string;
  options: readonly Option<Value>[];
}

interface Props<Value extends string> extends FieldWords {
  /** One after the other, or in groups. */
  options: readonly Option<Value>[] | readonly OptionGroup<Value>[];
  value: Value | "" | undefined;
  onChange: (value: Value) => void;
  onBlur?: () => void;
  name?: string;
  placeholder?: string;
  required?: boolean;
  disabled?: boolean;
  width?: "short" | "medium" | "full";
  /** Of the button that opens the list. */
  ref?: Ref<HTMLButtonElement>;
}

/** From so many on one would rather type than scroll. */
const MANY = 12;

/** One of several in a list that opens; a long one can be searched. */
export function SelectField<Value extends string>(props: Props<Value>) {
  const {
    options,
    value,
    onChange,
    onBlur,
    name,
    placeholder,
    required,
    disabled,
    width = "full",
    ref,
  } = props;
  const words = useWords();
  const id = useId();
  const { contains } = useFilter({ sensitivity: "base" });
  const groups = options
    .map((one) => ("options" in one ? one : undefined))
    .filter((one) => one !== undefined);
  const flat = options.filter((one): one is Option<Value> => "value" in one);
  const count = flat.length + groups.reduce((sum, group) => sum + group.options.length, 0);
  const list = (
    <ListBox
      className={cx(floating.list, css.list)}
      renderEmptyState={() => <div className={floating.empty}>{words.noMatch}</div>}
    >
      {flat.map((option) => (
        <Item key={option.value} option={option} />
      ))}
      {groups.map((group) => (
        <ListBoxSection key={group.title} className={floating.section}>
          <Header className={floating.title}>{group.title}</Header>
          {group.options.map((option) => (
            <Item key={option.value} option={option} />
          ))}
        </ListBoxSection>
      ))}
    </ListBox>
  );
  return (
    <Select
      className={cx(field.field, field[width])}
      value={value || null}
      onChange={(chosen) => chosen !== null && onChange(chosen as Value)}
      onOpenChange={(open) => !open && onBlur?.()}
      placeholder={placeholder ?? words.choose}
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
      <Button
        ref={ref}
        className={cx(control.control, css.button)}
        aria-describedby={described(id, props)}
        {...(props.error && { "data-invalid": true })}
      >
        <SelectValue className={css.value}>
          {({ isPlaceholder, defaultChildren, selectedText }) =>
            isPlaceholder ? defaultChildren : selectedText
          }
        </SelectValue>
        <Icon of={ChevronDown} />
      </Button>
      {props.hint && (
        <Text slot="description" className={field.hint}>
          {props.hint}
        </Text>
      )}
      <FieldEnd words={props} ids={{ error: `${id}-error`, note: `${id}-note` }} />
      <Popover className={cx(floating.panel, css.popover)} offset={4}>
        {count > MANY ? (
          <Autocomplete filter={contains}>
            <SearchField aria-label={words.search} autoFocus className={css.search}>
              <Icon of={Search} size={16} />
              <Input className={control.input} placeholder={words.search} />
            </SearchField>
            {list}
          </Autocomplete>
        ) : (
          list
        )}
      </Popover>
    </Select>
  );
}

const described = (id: string, { note, error }: { note?: ReactNode; error?: ReactNode }) =>
  [note && `${id}-note`, error && `${id}-error`].filter(Boolean).join(" ");

function Item<Value extends string>({ option }: { option: Option<Value> }) {
  return (
    <ListBoxItem
      id={option.value}
      textValue={option.label}
      className={floating.item}
      isDisabled={option.disabled ?? false}
    >
      {({ isSelected }) => (
        <>
          {option.icon && <Icon of={option.icon} />}
          <span className={floating.words}>
            {option.label}
            {option.hint && (
              <Text slot="description" className={floating.hint}>
                {option.hint}
              </Text>
            )}
          </span>
          {isSelected && (
            <span className={floating.tick}>
              <Icon of={Check} />
            </span>
          )}
        </>
      )}
    </ListBoxItem>
  );
}
