import {
  measureElement,
  observeWindowOffset,
  useWindowVirtualizer,
  type Virtualizer,
  windowScroll,
} from "@tanstack/react-virtual";
import { ArrowDown, ArrowUp, ChevronsUpDown } from "lucide-react";
import {
  type CSSProperties,
  memo,
  type ReactNode,
  type Ref,
  useCallback,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import choice from "./choice.module.css";
import { cx } from "./cx";
import { Icon } from "./Icon";
import css from "./Table.module.css";
import hidden from "./VisuallyHidden.module.css";
import { VisuallyHidden } from "./VisuallyHidden";
import { useWords } from "./words";

export interface Column<Row> {
  key: string;
  header: string;
  /** The header is heard, not seen: of a column of buttons. */
  hideHeader?: boolean;
  cell: (row: Row) => ReactNode;
  /** A CSS width; the rest share what is left. */
  width?: string;
  /** Numbers and actions stand at the end. */
  align?: "start" | "end";
  /** What the row is: read with each of its cells. One column has it. */
  rowHeader?: boolean;
  sortable?: boolean;
  /** Left out in cards on a narrow screen. */
  wideOnly?: boolean;
}

export interface Sort {
  key: string;
  direction: "ascending" | "descending";
}

export interface Selection<Row> {
  chosen: ReadonlySet<string>;
  onChange: (chosen: ReadonlySet<string>) => void;
  /** Of a row's check box, such as “Select Ethics in practice”. */
  label: (row: Row) => string;
  /** Of the one above, which takes all that are loaded; the kit's own words when left out. */
  allLabel?: string;
  /** Rows that cannot be chosen. */
  disabled?: (row: Row) => boolean;
}

interface Props<Row> {
  /** What is listed. */
  label: string;
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  selection?: Selection<Row>;
  /** Where one is: in a list with a preview. */
  current?: string;
  /** How many there are in all, when not all are loaded. */
  total?: number;
  /** The header stays in sight below what covers the top, so high. */
  stickyAt?: number;
  /** Instead of rows, when there are none. */
  empty?: ReactNode;
}

/** With more rows only those near the window are in the page: each costs a slow machine milliseconds. */
const MANY = 24;

/** Rows of the same kind; cards where the screen is narrow. A `stretched` link in the row's header makes all of it lead there. */
export function Table<Row>(props: Props<Row>) {
  const { label, columns, rows, rowKey, selection, total, stickyAt, empty } = props;
  const words = useWords();
  const body = useRef<HTMLTableSectionElement>(null);
  const printing = usePrinting();
  const windowed = rows.length > MANY && !printing;
  const { before, after, shown, measure } = useWindowed(rows.length, windowed, body);
  const toggle = useRangeToggle(rows, rowKey, selection);
  const span = columns.length + (selection ? 1 : 0);
  return (
    <div className={css.frame}>
      <table
        // Cards are no table to some browsers: the roles say that it still is one.
        role="table"
        aria-label={label}
        aria-rowcount={windowed || total !== undefined ? (total ?? rows.length) + 1 : undefined}
        className={css.table}
      >
        <thead
          role="rowgroup"
          className={cx(css.head, stickyAt !== undefined && css.sticky)}
          style={stickyAt === undefined ? undefined : ({ "--at": `${stickyAt}px` } as CSSProperties)}
        >
          <tr role="row" aria-rowindex={windowed ? 1 : undefined}>
            {selection && (
              <th role="columnheader" scope="col" className={css.choose}>
                <ChooseAll
                  rows={rows}
                  rowKey={rowKey}
                  selection={selection}
                  label={selection.allLabel ?? words.selectAll}
                />
              </th>
            )}
            {columns.map((column) => (
              <Header key={column.key} column={column} sort={props.sort} onSort={props.onSort} />
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup" ref={body}>
          {before > 0 && <Gap span={span} height={before} />}
          {shown.map((at) => {
            const row = rows[at];
            if (row === undefined) return null;
            const key = rowKey(row);
            return (
              <TableRow
                key={key}
                row={row}
                at={at}
                columns={columns}
                windowed={windowed}
                measure={measure}
                current={props.current === key}
                {...(selection && {
                  choice: selection.label(row),
                  chosen: selection.chosen.has(key),
                  disabled: selection.disabled?.(row),
                })}
                onToggle={toggle}
              />
            );
          })}
          {after > 0 && <Gap span={span} height={after} />}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </div>
  );
}

interface RowProps<Row> {
  row: Row;
  at: number;
  columns: readonly Column<Row>[];
  windowed: boolean;
  measure: Ref<HTMLTableRowElement> | undefined;
  current: boolean;
  /** The name of its check box, where it can be chosen. */
  choice?: string | undefined;
  chosen?: boolean | undefined;
  disabled?: boolean | undefined;
  onToggle: (at: number, wanted: boolean, range: boolean) => void;
}

/** A row is drawn anew when something of its own has changed: its neighbours may be many. */
const TableRow = memo(function TableRow<Row>(props: RowProps<Row>) {
  const { row, at, columns, windowed, measure, current, choice: name, chosen, disabled, onToggle } = props;
  return (
    <tr
      role="row"
      data-index={at}
      ref={measure}
      aria-rowindex={windowed ? at + 2 : undefined}
      aria-current={current ? "true" : undefined}
      data-chosen={chosen || undefined}
      className={css.row}
    >
      {name !== undefined && (
        <td role="cell" className={css.choose}>
          <input
            type="checkbox"
            className={choice.box}
            aria-label={name}
            checked={chosen}
            disabled={disabled}
            onChange={(event) =>
              onToggle(at, event.target.checked, (event.nativeEvent as MouseEvent).shiftKey)
            }
          />
        </td>
      )}
      {columns.map((column) => (
        <Cell key={column.key} column={column} row={row} />
      ))}
    </tr>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;

const Gap = ({ span, height }: { span: number; height: number }) => (
  <tr aria-hidden className={css.gap} style={{ blockSize: height }}>
    <td colSpan={span} />
  </tr>
);

interface HeaderProps<Row> {
  column: Column<Row>;
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

function Header<Row>({ column, sort, onSort }: HeaderProps<Row>) {
  const sorted = sort?.key === column.key ? sort.direction : undefined;
  const words = column.hideHeader ? <VisuallyHidden>{column.header}</VisuallyHidden> : column.header;
  return (
    <th
      role="columnheader"
      scope="col"
      aria-sort={column.sortable ? (sorted ?? "none") : undefined}
      className={cx(column.align === "end" && css.end)}
      style={{ inlineSize: column.width }}
    >
      {column.sortable && onSort ? (
        <button
          type="button"
          className={css.sort}
          onClick={() =>
            onSort({ key: column.key, direction: sorted === "ascending" ? "descending" : "ascending" })
          }
        >
          {words}
          <Icon
            of={sorted === undefined ? ChevronsUpDown : sorted === "ascending" ? ArrowUp : ArrowDown}
            size={14}
          />
        </button>
      ) : (
        words
      )}
    </th>
  );
}

function Cell<Row>({ column, row }: { column: Column<Row>; row: Row }) {
  const className = cx(
    column.align === "end" && css.end,
    column.rowHeader && css.title,
    column.wideOnly && css.wideOnly,
    column.hideHeader && column.align === "end" && css.bare,
  );
  if (column.rowHeader) {
    return (
      <th role="rowheader" scope="row" className={className}>
        {column.cell(row)}
      </th>
    );
  }
  return (
    <td role="cell" className={className}>
      {/* In a card nothing stands above a value: its name stands before it. */}
      <span aria-hidden className={cx(css.name, column.hideHeader && hidden.hidden)}>
        {column.header}
      </span>
      <div className={css.value}>{column.cell(row)}</div>
    </td>
  );
}

interface ChooseAllProps<Row> {
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  selection: Selection<Row>;
  label: string;
}

function ChooseAll<Row>({ rows, rowKey, selection, label }: ChooseAllProps<Row>) {
  const box = useRef<HTMLInputElement>(null);
  const offered = rows.filter((row) => !selection.disabled?.(row)).map(rowKey);
  const count = offered.filter((key) => selection.chosen.has(key)).length;
  const all = offered.length > 0 && count === offered.length;
  useLayoutEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && !all;
  }, [count, all]);
  return (
    <input
      ref={box}
      type="checkbox"
      className={choice.box}
      aria-label={label}
      checked={all}
      disabled={offered.length === 0}
      onChange={() => {
        const chosen = new Set(selection.chosen);
        for (const key of offered) {
          if (all) chosen.delete(key);
          else chosen.add(key);
        }
        selection.onChange(chosen);
      }}
    />
  );
}

/** With shift, all from the row that was last pressed to this one. */
function useRangeToggle<Row>(
  rows: readonly Row[],
  rowKey: (row: Row) => string,
  selection: Selection<Row> | undefined,
) {
  const last = useRef<string>(undefined);
  const now = useRef({ rows, rowKey, selection });
  useLayoutEffect(() => {
    now.current = { rows, rowKey, selection };
  });
  // The same for the table's life, so that no row is drawn anew for its sake.
  return useCallback((at: number, wanted: boolean, range: boolean) => {
    const { rows, rowKey, selection } = now.current;
    if (!selection) return;
    const from = range ? rows.findIndex((row) => rowKey(row) === last.current) : -1;
    const [first, end] = from < 0 ? [at, at] : [Math.min(from, at), Math.max(from, at)];
    const chosen = new Set(selection.chosen);
    for (const row of rows.slice(first, end + 1)) {
      if (selection.disabled?.(row)) continue;
      if (wanted) chosen.add(rowKey(row));
      else chosen.delete(rowKey(row));
    }
    last.current = rowKey(rows[at]!);
    selection.onChange(chosen);
  }, []);
}

/** Whether the page is being printed: then all rows are in it. */
function usePrinting(): boolean {
  const [printing, setPrinting] = useState(false);
  useEffect(() => {
    // The browser takes the page as it is when this returns.
    const begin = () => flushSync(() => setPrinting(true));
    const end = () => setPrinting(false);
    addEventListener("beforeprint", begin);
    addEventListener("afterprint", end);
    return () => {
      removeEventListener("beforeprint", begin);
      removeEventListener("afterprint", end);
    };
  }, []);
  return printing;
}

const ROW_HEIGHT = 56;
/** Where most tables begin, until the page has been laid out and tells. */
const TOP = 320;

type Rows = Virtualizer<Window, HTMLTableRowElement>;

/** As high as it was seen to be; asking a row that was never laid out would lay the page out there and then. */
function heightOf(row: HTMLTableRowElement, seen: ResizeObserverEntry | undefined, rows: Rows): number {
  if (seen) return measureElement(row, seen, rows);
  return rows.itemSizeCache.get(rows.options.getItemKey(rows.indexFromElement(row))) ?? ROW_HEIGHT;
}

/**
 * How far the page is scrolled: for the same reason asked when it has been laid out, and then whenever it
 * moves. Before, it must not be moved to where it was only thought to be.
 */
function makeScrolling() {
  let isKnown = false;
  return {
    observe: (rows: Rows, tell: (offset: number, isScrolling: boolean) => void) => {
      const observer = new ResizeObserver(() => {
        observer.disconnect();
        isKnown = true;
        tell(window.scrollY, false);
      });
      observer.observe(document.body);
      const stop = observeWindowOffset(rows, tell);
      return () => {
        observer.disconnect();
        stop?.();
      };
    },
    move: (...to: Parameters<typeof windowScroll>) => {
      if (isKnown) windowScroll(...to);
    },
  };
}

/** Which rows are near the window, and how much room the others take. */
function useWindowed(count: number, windowed: boolean, body: React.RefObject<HTMLElement | null>) {
  const [top, setTop] = useState(TOP);
  const [scrolling] = useState(makeScrolling);
  useEffect(() => {
    if (!windowed) return undefined;
    // It tells at once, and when what opens or closes above the table moves it.
    const observer = new ResizeObserver(
      () => body.current && setTop(body.current.getBoundingClientRect().top + window.scrollY),
    );
    observer.observe(document.body);
    return () => observer.disconnect();
  }, [windowed, body]);
  const virtual = useWindowVirtualizer<HTMLTableRowElement>({
    count: windowed ? count : 0,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: top,
    initialRect: { width: window.innerWidth, height: window.innerHeight },
    initialOffset: 0,
    measureElement: heightOf,
    observeElementOffset: scrolling.observe,
    scrollToFn: scrolling.move,
  });
  if (!windowed) {
    return { before: 0, after: 0, shown: Array.from({ length: count }, (_, at) => at), measure: undefined };
  }
  const items = virtual.getVirtualItems();
  const first = items[0];
  const last = items.at(-1);
  return {
    before: first ? first.start - top : 0,
    after: last ? virtual.getTotalSize() - (last.end - top) : 0,
    shown: items.map(({ index }) => index),
    measure: virtual.measureElement,
  };
}
