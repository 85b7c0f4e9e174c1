// @vitest-environment happy-dom
import { screen, within } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { inKit } from "../testing/inKit";
import { type Column, type Sort, Table } from "./Table";

interface Item {
  id: string;
  title: string;
  credits: number;
}
const items = (count: number): Item[] =>
  Array.from({ length: count }, (_, at) => ({ id: `i${at}`, title: `Title ${at}`, credits: at }));
const columns: Column<Item>[] = [
  { key: "title", header: "Title", rowHeader: true, sortable: true, cell: (item) => item.title },
  { key: "credits", header: "Credits", align: "end", cell: (item) => item.credits },
  { key: "more", header: "More", hideHeader: true, cell: () => <button type="button">Edit</button> },
];
const byId = (item: Item) => item.id;

function Chosen({ rows, onChosen }: { rows: Item[]; onChosen: (ids: string[]) => void }) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  return (
    <Table
      label="Items"
      columns={columns}
      rows={rows}
      rowKey={byId}
      selection={{
        chosen,
        onChange: (next) => {
          setChosen(next);
          onChosen([...next].toSorted());
        },
        label: (item) => `Select ${item.title}`,
        disabled: (item) => item.id === "i2",
      }}
    />
  );
}

test("rows are read with their header, also of a column that is not seen", () => {
  inKit(<Table label="Items" columns={columns} rows={items(2)} rowKey={byId} />);
  const table = screen.getByRole("table", { name: "Items" });
  expect(
    within(table)
      .getAllByRole("columnheader")
      .map((header) => header.textContent),
  ).toEqual(["Title", "Credits", "More"]);
  expect(within(table).getByRole("rowheader", { name: "Title 1" })).toBeInTheDocument();
  // The name that stands before a value in a card is not read once more.
  expect(within(table).getByRole("cell", { name: "1" })).toBeInTheDocument();
});

test("a sorted column says so, and turns around when pressed again", async () => {
  const onSort = vi.fn<(sort: Sort) => void>();
  const table = (sort?: Sort) => (
    <Table
      label="Items"
      columns={columns}
      rows={items(2)}
      rowKey={byId}
      onSort={onSort}
      {...(sort && { sort })}
    />
  );
  const { user, rerender } = inKit(table());
  expect(screen.getByRole("columnheader", { name: "Title" })).toHaveAttribute("aria-sort", "none");
  expect(screen.getByRole("columnheader", { name: "Credits" })).not.toHaveAttribute("aria-sort");
  await user.click(screen.getByRole("button", { name: "Title" }));
  expect(onSort).toHaveBeenLastCalledWith({ key: "title", direction: "ascending" });
  rerender(table({ key: "title", direction: "ascending" }));
  expect(screen.getByRole("columnheader", { name: "Title" })).toHaveAttribute("aria-sort", "ascending");
  await user.click(screen.getByRole("button", { name: "Title" }));
  expect(onSort).toHaveBeenLastCalledWith({ key: "title", direction: "descending" });
});

test("all that are shown are chosen at once, save those that cannot be, and none again", async () => {
  const onChosen = vi.fn();
  const { user } = inKit(<Chosen rows={items(4)} onChosen={onChosen} />);
  const all = screen.getByRole("checkbox", { name: "Select all that are shown" });
  await user.click(screen.getByRole("checkbox", { name: "Select Title 1" }));
  expect(all).toBePartiallyChecked();
  await user.click(all);
  expect(onChosen).toHaveBeenLastCalledWith(["i0", "i1", "i3"]);
  expect(all).toBeChecked();
  await user.click(all);
  expect(onChosen).toHaveBeenLastCalledWith([]);
});

test("with shift, all up to the row pressed before are chosen", async () => {
  const onChosen = vi.fn();
  const { user } = inKit(<Chosen rows={items(6)} onChosen={onChosen} />);
  await user.click(screen.getByRole("checkbox", { name: "Select Title 4" }));
  await user.keyboard("{Shift>}");
  await user.click(screen.getByRole("checkbox", { name: "Select Title 1" }));
  await user.keyboard("{/Shift}");
  expect(onChosen).toHaveBeenLastCalledWith(["i1", "i3", "i4"]);
});

test("of many rows only some are in the page, and how many there are is said", () => {
  vi.spyOn(HTMLElement.prototype, "offsetHeight", "get").mockReturnValue(56);
  inKit(<Table label="Items" columns={columns} rows={items(500)} rowKey={byId} total={900} />);
  const table = screen.getByRole("table", { name: "Items" });
  expect(table).toHaveAttribute("aria-rowcount", "901");
  const rows = within(table).getAllByRole("row");
  expect(rows.length).toBeLessThan(100);
  expect(rows.slice(0, 2).map((row) => row.getAttribute("aria-rowindex"))).toEqual(["1", "2"]);
});

test("many rows leave the page where it is scrolled to", () => {
  const moved = vi.spyOn(window, "scrollTo");
  inKit(<Table label="Items" columns={columns} rows={items(500)} rowKey={byId} />);
  expect(moved).not.toHaveBeenCalled();
});

test("without rows it says what to do", () => {
  inKit(<Table label="Items" columns={columns} rows={[]} rowKey={byId} empty={<p>Add one.</p>} />);
  expect(screen.getByText("Add one.")).toBeInTheDocument();
});
