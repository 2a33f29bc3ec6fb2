// Keys of the chart: letters are its tools, arrows walk from thing to thing.
import { isTyping, SECOND_KEY_MS } from "../keys";
import { letters, withCtrl } from "./letters";

export interface Hands {
  tools: Record<string, () => void>;
  walk(key: string, adding: boolean): void;
  /** Nothing is selected any more. */
  close(): void;
  isMenuOpen(): boolean;
  isTable(): boolean;
  /** A way was asked for and there are no two things. */
  sayChooseTwo(): void;
}

/** Listens before the frame's own keys, and never for the letter that follows its `g`. */
export function listenForTools(page: Document, hands: Hands): void {
  let afterG = -Infinity; // not 0: then every key in the first moments of a page would seem to follow a `g`
  page.addEventListener(
    "keydown",
    (event) => {
      if (page.querySelector("dialog[open]") || hands.isMenuOpen()) return;
      const withControl = event.ctrlKey || event.metaKey;
      if (isTyping(event.target) && !(withControl && event.key.toLowerCase() === "k")) return;
      const waited = event.timeStamp - afterG;
      afterG = event.key === "g" ? event.timeStamp : -Infinity;
      if (waited < SECOND_KEY_MS) return;
      const name: string | undefined = withControl ? withCtrl[event.key.toLowerCase()] : event.altKey ? undefined : letters[event.key];
      const inList = (event.target as HTMLElement).closest?.("#twin, button, summary, pre, [role=slider]");
      const asksMenu = event.key === "ContextMenu" || (event.shiftKey && event.key === "F10");
      const usable = !page.querySelector<HTMLButtonElement>(`[data-tool="${name}"]`)?.disabled;
      if (asksMenu || (name && usable)) {
        event.preventDefault();
        if (withControl) event.stopImmediatePropagation();
        hands.tools[asksMenu ? "menu" : name!]!();
      } else if (name) {
        event.preventDefault();
        if (name === "path") hands.sayChooseTwo();
      } else if (event.key.startsWith("Arrow") && !inList && !hands.isTable()) {
        event.preventDefault();
        hands.walk(event.key, event.shiftKey);
      } else if (event.key === "Escape") hands.close();
    },
    { capture: true },
  );
}
