// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { X } from "lucide-react";
import { expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { Button } from "./Button";
import { IconButton } from "./IconButton";

test("a busy button keeps its focus and its name, says that it works, and takes no press", async () => {
  const onPress = vi.fn();
  const { user, rerender } = inKit(<Button onPress={onPress}>Save</Button>);
  await user.click(screen.getByRole("button", { name: "Save" }));
  expect(onPress).toHaveBeenCalledOnce();
  rerender(
    <Button busy onPress={onPress}>
      Save
    </Button>,
  );
  const button = screen.getByRole("button", { name: "Save" });
  expect(button).toHaveFocus();
  expect(within(button).getByRole("progressbar", { name: "Working…" })).toBeInTheDocument();
  await user.click(button);
  await user.keyboard("{Enter}");
  expect(onPress).toHaveBeenCalledOnce();
});

test("the kit's own words are German where the portal is", () => {
  inKit(<Button busy>Speichern</Button>, { locale: "de" });
  expect(screen.getByRole("progressbar", { name: "Wird ausgeführt …" })).toBeInTheDocument();
});

test("an icon is named, and its tooltip says so to who goes there by keyboard", async () => {
  const { user } = inKit(<IconButton icon={X} label="Remove" />);
  await user.tab();
  expect(screen.getByRole("button", { name: "Remove" })).toHaveFocus();
  expect(await screen.findByRole("tooltip")).toHaveTextContent("Remove");
});

test("a button submits the form it names", async () => {
  const onSubmit = vi.fn((event: React.SyntheticEvent) => event.preventDefault());
  const { user } = inKit(
    <>
      <form id="form" onSubmit={onSubmit} />
      <Button type="submit" form="form">
        Send
      </Button>
    </>,
  );
  await user.click(screen.getByRole("button", { name: "Send" }));
  expect(onSubmit).toHaveBeenCalledOnce();
});
