/** A logo of any picture: drawn small and written anew as a PNG that the API takes. */

/** The API's: so many bytes at most. */
const MOST_BYTES = 24 * 1024;
const SIDE = 256;
/** A logo of fewer pixels looks blurred in the header of a sharp screen. */
const LEAST_SIDE = 96;
/** What is larger is no logo, and would only keep the browser busy. */
const MOST_SOURCE_BYTES = 20e6;

export type LogoFlaw = "large" | "unreadable" | "detailed";
export type Made = { logo: string } | { flaw: LogoFlaw };

/** Draws a picture within a square of a side; undefined where the browser cannot open it. */
export type Draw = (file: Blob, side: number) => Promise<Blob | undefined>;

export async function makeLogo(file: Blob, draw: Draw): Promise<Made> {
  if (file.size > MOST_SOURCE_BYTES) return { flaw: "large" };
  for (let side = SIDE; side >= LEAST_SIDE; side = Math.floor(side * 0.8)) {
    const drawn = await draw(file, side);
    if (!drawn) return { flaw: "unreadable" };
    if (drawn.size <= MOST_BYTES) return { logo: inBase64(new Uint8Array(await drawn.arrayBuffer())) };
  }
  return { flaw: "detailed" };
}

export const pictureOf = (logo: string) => `data:image/png;base64,${logo}`;

function inBase64(bytes: Uint8Array): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}
