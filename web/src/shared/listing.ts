/** Reading a list across an academy: a page can be short, even empty, and the list goes on. */

export interface Page<T> {
  items: T[];
  next_cursor?: string | null;
}

export interface Part<T> {
  items: T[];
  cursor: string | null;
  /** There are too few items yet, and the list goes on. */
  searching: boolean;
}

/** Read on, page after page, until so many items are there or the list ends. */
export async function* parts<T>(
  read: (cursor: string | null) => Promise<Page<T>>,
  from: string | null,
  wanted: number,
): AsyncGenerator<Part<T>> {
  let cursor = from;
  let found = 0;
  do {
    const page = await read(cursor);
    cursor = page.next_cursor ?? null;
    found += page.items.length;
    yield { items: page.items, cursor, searching: cursor !== null && found < wanted };
  } while (cursor !== null && found < wanted);
}
