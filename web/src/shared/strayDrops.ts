/**
 * Keep the browser from opening a file that is dropped beside where it belongs, in place of the page.
 *
 * What is dragged within the page, such as words into a field, stays as it is.
 */
export function holdStrayDrops(page: EventTarget): () => void {
  const hold = (event: Event) => {
    const { dataTransfer } = event as DragEvent;
    if (event.defaultPrevented || !dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    dataTransfer.dropEffect = "none";
  };
  for (const kind of KINDS) page.addEventListener(kind, hold);
  return () => {
    for (const kind of KINDS) page.removeEventListener(kind, hold);
  };
}

const KINDS = ["dragover", "drop"] as const;
