import "./fonts.css";
import "../ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { t } from "../text";
import { direction, language } from "../text/language";
import { App } from "./App";
import { applyAppearance } from "./appearance";
import { preloadConsole } from "./pageChunks";
import { loadConfig } from "../config";
import { session } from "../session/current";

document.documentElement.lang = language;
document.documentElement.dir = direction;
applyAppearance();
// The console and what it needs come beside each other.
const state = session.state();
if (location.pathname.startsWith("/console") && state.kind !== "signed-out" && state.user.staff)
  preloadConsole();

const root = createRoot(document.getElementById("root")!);
loadConfig().then(
  () => root.render(<App />),
  () => root.render(<p role="alert">{t("errors.noConfig")}</p>),
);
