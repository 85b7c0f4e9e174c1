import { HeldHistory } from "./heldHistory";

export const leaving = new HeldHistory(window);
