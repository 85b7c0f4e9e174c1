import { applyMode, Mode } from "@cloudscape-design/global-styles";

export type Appearance = "light" | "dark" | "system";

const KEY = "certfolio.appearance";
const dark = matchMedia("(prefers-color-scheme: dark)");

export function appearance(): Appearance {
  const kept = localStorage.getItem(KEY);
  return kept === "light" || kept === "dark" ? kept : "system";
}

export function setAppearance(wanted: Appearance): void {
  localStorage.setItem(KEY, wanted);
  applyAppearance();
}

export function applyAppearance(): void {
  const wanted = appearance();
  const isDark = wanted === "system" ? dark.matches : wanted === "dark";
  applyMode(isDark ? Mode.Dark : Mode.Light);
  document.documentElement.style.colorScheme = isDark ? "dark" : "light";
}

dark.addEventListener("change", applyAppearance);
