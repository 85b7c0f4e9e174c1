// @vitest-environment happy-dom
import { act, fireEvent, screen } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { SHOWN_SECONDS, say, toast } from "./toast";
import { Toasts } from "./Toasts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  act(() => toast.clear());
  vi.useRealTimers();
});

const tell = (what: () => void) => {
  act(() => {
    what();
  });
};
const pass = (seconds: number) => {
  for (let second = 0; second < seconds; second += 1) tell(() => vi.advanceTimersByTime(1000));
};
const shown = () => screen.queryAllByRole("listitem").map((item) => item.textContent);

test("what went well goes by itself; what went wrong stays until it is dismissed", () => {
  inKit(<Toasts />);
  tell(() => toast.success("Saved."));
  tell(() => toast.error("Not sent."));
  expect(shown()).toHaveLength(2);
  pass(SHOWN_SECONDS);
  expect(shown()).toEqual(["Not sent. "]);
  fireEvent.click(screen.getByRole("button", { name: "Dismiss" }));
  expect(shown()).toEqual([]);
});

test("one live region says each, also the same twice", () => {
  inKit(<Toasts />);
  tell(() => toast.success("Saved."));
  const region = screen.getByRole("status");
  expect(region).toHaveTextContent("Saved.");
  const before = region.textContent;
  tell(() => toast.success("Saved."));
  expect(region.textContent).not.toBe(before);
  tell(() => say("3 of 7 shown"));
  expect(region).toHaveTextContent("3 of 7 shown");
});

test("a success takes the place of the one before, unless that can still be undone", () => {
  inKit(<Toasts />);
  tell(() => toast.success("First."));
  tell(() => toast.success("Second.", { undo: { label: "Undo", seconds: 10, onUndo: vi.fn() } }));
  tell(() => toast.success("Third."));
  expect(screen.queryByText(/First/)).not.toBeInTheDocument();
  expect(shown()).toHaveLength(2);
});

test("the time to undo is counted down in sight, waits while it is pointed at, and ends", () => {
  const onUndo = vi.fn();
  const onGone = vi.fn();
  inKit(<Toasts />);
  tell(() => toast.success("Approved.", { undo: { label: "Undo", seconds: 10, onUndo }, onGone }));
  pass(4);
  expect(screen.getByRole("button", { name: "Undo 6 s" })).toBeInTheDocument();
  fireEvent.mouseEnter(screen.getByRole("region", { name: "Notifications" }));
  pass(20);
  expect(screen.getByRole("button", { name: "Undo 6 s" })).toBeInTheDocument();
  fireEvent.mouseLeave(screen.getByRole("region", { name: "Notifications" }));
  pass(6);
  expect(shown()).toEqual([]);
  expect(onGone).toHaveBeenCalledOnce();
  expect(onUndo).not.toHaveBeenCalled();
});

test("what was undone is not done later, and the focus goes back to where it was", () => {
  const onUndo = vi.fn();
  const onGone = vi.fn();
  inKit(
    <>
      <button type="button">Before</button>
      <Toasts />
    </>,
  );
  tell(() => toast.success("Approved.", { undo: { label: "Undo", seconds: 10, onUndo }, onGone }));
  const before = screen.getByRole("button", { name: "Before" });
  act(() => before.focus());
  const undo = screen.getByRole("button", { name: "Undo 10 s" });
  act(() => undo.focus());
  fireEvent.click(undo);
  expect(onUndo).toHaveBeenCalledOnce();
  expect(onGone).not.toHaveBeenCalled();
  expect(before).toHaveFocus();
});

test("of more than three the oldest goes, and is done", () => {
  const onGone = vi.fn();
  inKit(<Toasts />);
  tell(() => toast.error("1", { onGone }));
  for (const text of ["2", "3", "4"]) tell(() => toast.error(text));
  expect(shown()).toEqual(["2 ", "3 ", "4 "]);
  expect(onGone).toHaveBeenCalledOnce();
});
