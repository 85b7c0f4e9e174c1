import "./fonts.css";
import "../ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { t } from "../text";
import { direction, language } from "../text/language";
import { App } from "./App";
import { applyAppearance } from "./appearance";
import { preloadPage } from "./pageChunks";
import { loadConfig } from "../config";
import { session } from "../session/current";

document.documentElement.lang = language;
document.documentElement.dir = direction;
applyAppearance();
// A page and what it needs come beside each other; who has to sign in first sees none yet.
const isIn = session.state().kind !== "signed-out";
const root = createRoot(document.getElementById("root")!);
Promise.all([loadConfig(), isIn && preloadPage(location.pathname)]).then(
  () => root.render(<App />),
  () => root.render(<p role="alert">{t("errors.noConfig")}</p>),
);
