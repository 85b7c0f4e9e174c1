import { expect, it } from "vitest";
import { pressed } from "./pressed";

it.each([
  ["an American keyboard's letter", { key: "a", code: "KeyA" }, "a"],
  ["with the caps lock on", { key: "A", code: "KeyA" }, "a"],
  ["a German question mark", { key: "?", code: "Minus" }, "?"],
  ["an American question mark", { key: "?", code: "Slash" }, "?"],
  ["a digit of the row", { key: "3", code: "Digit3" }, "3"],
  ["a digit of the number pad", { key: "3", code: "Numpad3" }, "3"],
  ["a digit of the number pad without its lock", { key: "PageDown", code: "Numpad3" }, "3"],
  ["an arrow", { key: "ArrowDown", code: "ArrowDown" }, "ArrowDown"],
  ["a German letter where the American one is", { key: "z", code: "KeyY" }, "z"],
  ["Enter of the number pad", { key: "Enter", code: "NumpadEnter" }, "Enter"],
])("%s", (_, event, key) => {
  expect(pressed(event)).toBe(key);
});
