import { useLocale } from "react-aria-components/I18nProvider";

/** What the kit says by itself, as React Aria does: names of its own buttons, in the portal's languages. */
const WORDS = {
  en: {
    clear: "Clear",
    close: "Close",
    busy: "Working…",
    loading: "Loading…",
    notifications: "Notifications",
    dismiss: "Dismiss",
    selectAll: "Select all that are shown",
    newTab: "(opens in a new tab)",
    choose: "Choose…",
    search: "Search",
    noMatch: "Nothing matches.",
    calendar: "Calendar",
    previousMonth: "Month before",
    nextMonth: "Month after",
    showPassword: "Show",
    done: "Done",
    current: "Now",
    todo: "To do",
    undoIn: (seconds: number) => `${seconds} s`,
    left: (count: number) => (count === 1 ? "1 character left" : `${count} characters left`),
    over: (count: number) => (count === 1 ? "1 character too many" : `${count} characters too many`),
    breadcrumbs: "Where you are",
    more: "More",
  },
  de: {
    clear: "Leeren",
    close: "Schließen",
    busy: "Wird ausgeführt …",
    loading: "Wird geladen …",
    notifications: "Meldungen",
    dismiss: "Ausblenden",
    selectAll: "Alle angezeigten auswählen",
    newTab: "(öffnet einen neuen Tab)",
    choose: "Auswählen …",
    search: "Suchen",
    noMatch: "Nichts gefunden.",
    calendar: "Kalender",
    previousMonth: "Monat davor",
    nextMonth: "Monat danach",
    showPassword: "Anzeigen",
    done: "Erledigt",
    current: "Jetzt",
    todo: "Offen",
    undoIn: (seconds: number) => `${seconds} s`,
    left: (count: number) => (count === 1 ? "Noch 1 Zeichen" : `Noch ${count} Zeichen`),
    over: (count: number) => (count === 1 ? "1 Zeichen zu viel" : `${count} Zeichen zu viel`),
    breadcrumbs: "Sie sind hier",
    more: "Mehr",
  },
};
export type Words = (typeof WORDS)["en"];

export function useWords(): Words {
  const { locale } = useLocale();
  return locale.startsWith("de") ? WORDS.de : WORDS.en;
}
