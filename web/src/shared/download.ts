/**
 * Save a file under its name, such as a certificate's under that it was handed in with. The bytes are fetched first, so that
 * nothing a store answers can take the place of the portal's own page.
 */
export async function download(link: () => Promise<{ url: string; name: string }>): Promise<void> {
  const file = await link();
  const response = await fetch(file.url);
  if (!response.ok) throw new Error(`file: ${response.status}`);
  const url = URL.createObjectURL(await response.blob());
  const anchor = document.createElement("a");
  anchor.href = url;
  anchor.download = file.name;
  anchor.click();
  // The browser has taken hold of it by then.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
