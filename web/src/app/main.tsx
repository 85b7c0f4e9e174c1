import "./fonts.css";
import "virtual:brand.css";
import "./base.css";
import "../ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { t } from "../text";
import { direction, language } from "../text/language";
import { App } from "./App";
import { applyAppearance } from "./appearance";
import { loadConfig } from "../config";

document.documentElement.lang = language;
document.documentElement.dir = direction;
applyAppearance();
const root = createRoot(document.getElementById("root")!);
loadConfig().then(
  () => root.render(<App />),
  () => root.render(<p role="alert">{t("errors.noConfig")}</p>),
);
