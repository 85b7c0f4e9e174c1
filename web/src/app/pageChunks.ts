/** Pages that can be asked for before the router does. */

export const loadConsole = () => import("./Console");

/** Whoever opens it is told where it cannot be loaded. */
export const preloadConsole = () => void loadConsole().catch(() => undefined);
