// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { CheckboxField } from "./CheckboxField";
import { CheckboxGroup } from "./CheckboxGroup";
import { ComboField } from "./ComboField";
import { DateCalendar } from "./DateCalendar";
import { RadioGroup } from "./RadioGroup";
import { SearchField } from "./SearchField";
import { SelectField } from "./SelectField";
import { SwitchField } from "./SwitchField";
import { TextArea } from "./TextArea";
import { TextField } from "./TextField";

const nothing = () => undefined;

test("a field is described by its hint and its error, and says that it is wrong", () => {
  inKit(
    <TextField
      label="Title"
      mark="optional"
      hint="As printed."
      error="Too long."
      value="x"
      onChange={nothing}
    />,
  );
  const field = screen.getByRole("textbox", { name: "Title optional" });
  expect(field).toHaveAccessibleDescription("As printed. Too long.");
  expect(field).toBeInvalid();
});

test("a field without an error says nothing of one", () => {
  inKit(<TextField label="Title" value="" onChange={nothing} required />);
  const field = screen.getByRole("textbox", { name: "Title" });
  expect(field).toBeValid();
  expect(field).not.toHaveAttribute("aria-describedby");
  expect(field).toHaveAttribute("aria-required", "true");
});

test("a hidden label names the field all the same", () => {
  inKit(<TextField label="Title" hideLabel value="" onChange={nothing} />);
  expect(screen.getByRole("textbox", { name: "Title" })).toBeInTheDocument();
});

test("a text area counts characters where the limit is near, an emoji as one", () => {
  const { rerender } = inKit(<TextArea label="Comment" limit={10} value="short" onChange={nothing} />);
  expect(screen.getByRole("textbox")).not.toHaveAccessibleDescription();
  rerender(<TextArea label="Comment" limit={10} value={"🎓".repeat(9)} onChange={nothing} />);
  expect(screen.getByRole("textbox")).toHaveAccessibleDescription("1 character left");
  rerender(<TextArea label="Comment" limit={10} value={"x".repeat(12)} onChange={nothing} />);
  expect(screen.getByRole("status")).toHaveTextContent("2 characters too many");
});

test("a search is emptied by Escape, and keeps the focus when emptied by its button", async () => {
  function Search() {
    const [value, setValue] = useState("ethics");
    return <SearchField label="Look up" value={value} onChange={setValue} />;
  }
  const { user } = inKit(<Search />);
  const field = screen.getByRole("searchbox", { name: "Look up" });
  await user.click(screen.getByRole("button", { name: "Clear" }));
  expect(field).toHaveValue("");
  expect(field).toHaveFocus();
  await user.type(field, "law{Escape}");
  expect(field).toHaveValue("");
});

const COLOURS = ["Red", "Green", "Blue"].map((label) => ({ value: label.toLowerCase(), label }));

test("one of several is picked from the list that opens", async () => {
  const onChange = vi.fn();
  const { user } = inKit(
    <SelectField label="Colour" options={COLOURS} value="red" onChange={onChange} error="Not this one." />,
  );
  const button = screen.getByRole("button", { name: /Colour/ });
  expect(button).toHaveTextContent("Red");
  expect(button).toHaveAccessibleDescription("Not this one.");
  await user.click(button);
  expect(screen.queryByRole("searchbox")).not.toBeInTheDocument();
  await user.click(await screen.findByRole("option", { name: "Blue" }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith("blue");
  await vi.waitFor(() => expect(button).toHaveFocus());
});

test("a long list is searched, whatever the accents", async () => {
  const onChange = vi.fn();
  const many = [
    ...COLOURS,
    ...Array.from({ length: 12 }, (_, at) => ({ value: `c${at}`, label: `Colour ${at}` })),
  ];
  const { user } = inKit(
    <SelectField
      label="Colour"
      options={[{ title: "All", options: [...many, { value: "creme", label: "Crème" }] }]}
      value=""
      onChange={onChange}
    />,
  );
  await user.click(screen.getByRole("button", { name: /Colour/ }));
  await user.type(await screen.findByRole("searchbox"), "creme");
  expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual(["Crème"]);
  await user.keyboard("{ArrowDown}{Enter}");
  expect(onChange).toHaveBeenCalledExactlyOnceWith("creme");
});

test("free words stay as they are typed, and a suggestion fills them in", async () => {
  function Issuer() {
    const [value, setValue] = useState("");
    return (
      <>
        <ComboField
          label="Issuer"
          suggestions={[{ value: "Demo Institute" }, { value: "Other School" }]}
          value={value}
          onChange={setValue}
        />
        <output>{value}</output>
      </>
    );
  }
  const { user } = inKit(<Issuer />);
  const field = screen.getByRole("combobox", { name: "Issuer" });
  await user.type(field, "Somebody else");
  await user.tab();
  expect(screen.getByRole("status")).toHaveTextContent("Somebody else");
  await user.clear(field);
  await user.type(field, "inst");
  await user.click(await screen.findByRole("option", { name: "Demo Institute" }));
  expect(field).toHaveValue("Demo Institute");
});

test("of a few in sight one is chosen, by a press or by the keyboard", async () => {
  const onChange = vi.fn();
  const { user } = inKit(
    <RadioGroup
      label="Kind"
      cards
      hint="Where it was earned."
      options={[
        { value: "a", label: "Elsewhere", hint: "Another provider." },
        { value: "b", label: "Here" },
      ]}
      value="a"
      onChange={onChange}
    />,
  );
  expect(screen.getByRole("radiogroup", { name: "Kind" })).toHaveAccessibleDescription(
    "Where it was earned.",
  );
  expect(screen.getByRole("radio", { name: "Elsewhere" })).toHaveAccessibleDescription("Another provider.");
  await user.click(screen.getByRole("radio", { name: "Here" }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith("b");
});

test("what is ticked comes in the order it was offered in", async () => {
  const onChange = vi.fn();
  const { user } = inKit(
    <CheckboxGroup label="Tell by" options={COLOURS} value={["blue"]} onChange={onChange} />,
  );
  expect(screen.getByRole("group", { name: "Tell by" })).toBeInTheDocument();
  await user.click(screen.getByRole("checkbox", { name: "Red" }));
  expect(onChange).toHaveBeenLastCalledWith(["red", "blue"]);
  await user.click(screen.getByRole("checkbox", { name: "Blue" }));
  expect(onChange).toHaveBeenLastCalledWith([]);
});

test("a tick and a switch are named by their label, and described by the rest", async () => {
  const onChange = vi.fn();
  const { user } = inKit(
    <>
      <CheckboxField label="It is true." error="Has to be." value={false} onChange={onChange} />
      <SwitchField label="Reminders" hint="Once a month." value onChange={onChange} />
    </>,
  );
  const tick = screen.getByRole("checkbox", { name: "It is true." });
  expect(tick).toHaveAccessibleDescription("Has to be.");
  await user.click(tick);
  expect(onChange).toHaveBeenLastCalledWith(true);
  const onOff = screen.getByRole("switch", { name: "Reminders" });
  expect(onOff).toBeChecked();
  expect(onOff).toHaveAccessibleDescription("Once a month.");
  await user.click(onOff);
  expect(onChange).toHaveBeenLastCalledWith(false);
});

test("a day is picked from a calendar that is named, closes, and gives the focus back", async () => {
  const onChange = vi.fn();
  const { user } = inKit(
    <DateCalendar
      label="Choose a day"
      title="Issued on"
      value="2026-03-10"
      latest="2026-03-20"
      onChange={onChange}
    />,
  );
  const button = screen.getByRole("button", { name: "Choose a day" });
  await user.click(button);
  expect(await screen.findByRole("dialog", { name: "Issued on" })).toBeInTheDocument();
  expect(screen.getByRole("button", { name: /March 10/ })).toHaveAttribute("tabindex", "0");
  expect(screen.getByRole("button", { name: /March 21/ })).toHaveAttribute("aria-disabled", "true");
  await user.click(screen.getByRole("button", { name: /March 12/ }));
  expect(onChange).toHaveBeenCalledExactlyOnceWith("2026-03-12");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  expect(button).toHaveFocus();
});
