import "./fonts.css";
import "virtual:brand.css";
import "./base.css";
import "../ui/styles/base.css";
import { createRoot } from "react-dom/client";
import { text } from "../text";
import { App } from "./App";
import { applyAppearance } from "./appearance";
import { loadConfig } from "../config";

document.documentElement.lang = text.language;
applyAppearance();
const root = createRoot(document.getElementById("root")!);
loadConfig().then(
  () => root.render(<App />),
  () => root.render(<p role="alert">{text.errors.noConfig}</p>),
);
