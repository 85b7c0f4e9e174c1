// @vitest-environment happy-dom
import { screen } from "@testing-library/react";
import { useState } from "react";
import { useLocation } from "react-router";
import { expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { Button } from "./Button";
import { ConfirmDialog } from "./ConfirmDialog";
import { Dialog } from "./Dialog";
import { MenuButton } from "./MenuButton";
import { Tabs } from "./Tabs";

function Opened({ mayClose }: { mayClose: boolean }) {
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(0);
  return (
    <>
      <Button onPress={() => setOpen(true)}>Open</Button>
      <output>{asked}</output>
      <Dialog
        open={open}
        title="Edit"
        onCloseRequest={() => {
          setAsked(asked + 1);
          if (mayClose) setOpen(false);
        }}
      >
        <input aria-label="Title" />
      </Dialog>
    </>
  );
}

test("a dialog is named, closes by Escape, and gives the focus back", async () => {
  const { user } = inKit(<Opened mayClose />);
  await user.click(screen.getByRole("button", { name: "Open" }));
  expect(screen.getByRole("dialog", { name: "Edit" })).toBeInTheDocument();
  await user.keyboard("{Escape}");
  expect(screen.queryByRole("dialog")).not.toBeInTheDocument();
  await vi.waitFor(() => expect(screen.getByRole("button", { name: "Open" })).toHaveFocus());
});

test("a dialog that may not close yet asks, and stays", async () => {
  const { user } = inKit(<Opened mayClose={false} />);
  await user.click(screen.getByRole("button", { name: "Open" }));
  await user.keyboard("{Escape}");
  await user.click(screen.getByRole("button", { name: "Close" }));
  expect(screen.getByRole("dialog", { name: "Edit" })).toBeInTheDocument();
  expect(screen.getByText("2")).toBeInTheDocument();
});

test("who presses Enter at once confirms nothing", async () => {
  const onConfirm = vi.fn();
  const onCancel = vi.fn();
  const { user } = inKit(
    <ConfirmDialog
      open
      title="Withdraw it?"
      confirm="Withdraw"
      cancel="Keep"
      danger
      {...{ onConfirm, onCancel }}
    />,
  );
  expect(screen.getByRole("alertdialog", { name: "Withdraw it?" })).toBeInTheDocument();
  await user.keyboard("{Enter}");
  expect(onConfirm).not.toHaveBeenCalled();
  await user.click(screen.getByRole("button", { name: "Keep" }));
  expect(onCancel).toHaveBeenCalledOnce();
  await user.click(screen.getByRole("button", { name: "Withdraw" }));
  expect(onConfirm).toHaveBeenCalledOnce();
});

function Where() {
  return <output>{useLocation().pathname}</output>;
}

test("a menu does things, ticks what is chosen, and leads to places within the page", async () => {
  const onAction = vi.fn();
  const { user } = inKit(
    <>
      <Where />
      <MenuButton
        label="Account"
        groups={[
          {
            title: "Look",
            choose: "one",
            items: [
              { id: "light", label: "Light", checked: true, onAction },
              { id: "dark", label: "Dark", checked: false, onAction },
            ],
          },
          { items: [{ id: "security", label: "Security", href: "/security" }] },
        ]}
      />
    </>,
  );
  const button = screen.getByRole("button", { name: "Account" });
  await user.click(button);
  expect(screen.getByRole("menuitemradio", { name: "Light" })).toBeChecked();
  await user.click(screen.getByRole("menuitemradio", { name: "Dark" }));
  expect(onAction).toHaveBeenCalledOnce();
  await user.click(button);
  await user.click(screen.getByRole("menuitem", { name: "Security" }));
  expect(screen.getByText("/security")).toBeInTheDocument();
});

test("tabs are gone through by the arrows, one panel at a time", async () => {
  const onSelect = vi.fn();
  const { user } = inKit(
    <Tabs
      label="Views"
      onSelect={onSelect}
      tabs={[
        { id: "all", label: "All", content: "everything" },
        { id: "open", label: "Open", content: "what is open" },
      ]}
    />,
  );
  await user.tab();
  await user.keyboard("{ArrowRight}");
  expect(onSelect).toHaveBeenLastCalledWith("open");
  expect(screen.getByRole("tabpanel")).toHaveTextContent("what is open");
});
