export const APPEARANCES = ["system", "light", "dark"] as const;
export type Appearance = (typeof APPEARANCES)[number];

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
  document.documentElement.style.colorScheme = isDark ? "dark" : "light";
}

dark.addEventListener("change", applyAppearance);
