import { expect, it } from "vitest";
import { type Draw, makeLogo } from "./logo";

/** A picture that takes so many bytes for each pixel. */
const drawn =
  (each: number): Draw =>
  (_, side) =>
    Promise.resolve(new Blob([new Uint8Array(Math.round(side * side * each))]));
const file = new Blob(["picture"]);

it("is drawn as large as it may be", async () => {
  const made = await makeLogo(file, (_, side) => Promise.resolve(new Blob([`side ${side}`])));
  expect(made).toEqual({ logo: btoa("side 256") });
});

it("becomes smaller until it fits", async () => {
  const sides: number[] = [];
  const made = await makeLogo(file, (source, side) => {
    sides.push(side);
    return drawn(1)(source, side);
  });
  expect(sides).toEqual([256, 204, 163, 130]);
  expect(made).toHaveProperty("logo");
});

it("says that it is too detailed where it does not fit", async () => {
  expect(await makeLogo(file, drawn(4))).toEqual({ flaw: "detailed" });
});

it("says that the browser cannot open it", async () => {
  expect(await makeLogo(file, () => Promise.resolve(undefined))).toEqual({ flaw: "unreadable" });
});

it("does not even try with a film", async () => {
  const film = { size: 30e6 } as Blob;
  expect(await makeLogo(film, drawn(1))).toEqual({ flaw: "large" });
});
