/** What a colour means: `info` asks for something, `warning` waits or runs out, `danger` is refused or gone. */
export type Tone = "neutral" | "accent" | "info" | "success" | "warning" | "danger";
