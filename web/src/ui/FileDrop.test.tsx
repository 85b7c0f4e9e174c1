// @vitest-environment happy-dom
import { createEvent, fireEvent, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { FileDrop } from "./FileDrop";

const pdf = new File(["%PDF"], "certificate.pdf", { type: "application/pdf" });
const png = new File(["png"], "photo.png", { type: "image/png" });
const words = { label: "Drop it here", hint: "PDF or PNG", chooseLabel: "Choose a file" };

const carrying = (...files: File[]) => ({ dataTransfer: { types: ["Files"], files } });

test("a file is chosen, and the same once more", async () => {
  const onFiles = vi.fn();
  const { user } = inKit(<FileDrop {...words} onFiles={onFiles} error="Too big." />);
  const input = screen.getByLabelText("Choose a file");
  expect(input).toHaveAccessibleDescription("PDF or PNG Too big.");
  await user.upload(input, pdf);
  await user.upload(input, pdf);
  expect(onFiles.mock.calls).toEqual([[[pdf]], [[pdf]]]);
});

test("of several that are dropped, all come where several are wanted, else the first", () => {
  const onFiles = vi.fn();
  const { rerender } = inKit(<FileDrop {...words} onFiles={onFiles} multiple />);
  fireEvent.drop(screen.getByText("Drop it here"), carrying(pdf, png));
  expect(onFiles).toHaveBeenLastCalledWith([pdf, png]);
  rerender(<FileDrop {...words} onFiles={onFiles} />);
  fireEvent.drop(screen.getByText("Drop it here"), carrying(pdf, png));
  expect(onFiles).toHaveBeenLastCalledWith([pdf]);
});

test("all of the page takes files, and says so while they are above it", () => {
  const onFiles = vi.fn();
  inKit(<FileDrop {...words} onFiles={onFiles} pageLabel="Let go to add it" />);
  fireEvent.dragEnter(document.body, carrying(pdf));
  expect(screen.getByText("Let go to add it")).toBeInTheDocument();
  fireEvent.drop(document.body, carrying(pdf));
  expect(screen.queryByText("Let go to add it")).not.toBeInTheDocument();
  expect(onFiles).toHaveBeenCalledExactlyOnceWith([pdf]);
});

test("words that are dragged over the page are none of its business", () => {
  inKit(<FileDrop {...words} onFiles={vi.fn()} pageLabel="Let go to add it" />);
  fireEvent.dragEnter(document.body, { dataTransfer: { types: ["text/plain"], files: [] } });
  expect(screen.queryByText("Let go to add it")).not.toBeInTheDocument();
});

test("a picture comes from the clipboard; words that are pasted go where they belong", () => {
  const onFiles = vi.fn();
  inKit(<FileDrop {...words} onFiles={onFiles} paste />);
  const paste = (files: File[]) => {
    const event = createEvent.paste(document.body, { clipboardData: { files } });
    fireEvent(document.body, event);
    return event;
  };
  expect(paste([]).defaultPrevented).toBe(false);
  expect(onFiles).not.toHaveBeenCalled();
  expect(paste([png]).defaultPrevented).toBe(true);
  expect(onFiles).toHaveBeenCalledExactlyOnceWith([png]);
});
