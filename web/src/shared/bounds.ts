/** Which of two limits there are, and what they are, as the texts of limits are told. */
export function boundsOf(least: string | null | undefined, most: string | null | undefined) {
  const bounds: "both" | "least" | "most" | "other" =
    least && most ? "both" : least ? "least" : most ? "most" : "other";
  return { bounds, least: least ?? "", most: most ?? "" };
}
