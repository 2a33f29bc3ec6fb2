// What can be done with a thing, beside it: by the right button, or by the menu key, Shift+F10 or `m`.
import { letters } from "./letters";

export interface Item {
  name: string;
  label: string;
  key: string;
  able: boolean;
  run: () => void;
}

const OF_A_THING = ["expand", "collapse", "hide", "others", "pin", "near", "path", "questions", "page"];

/** What can be done with a thing, or with a line, in a fixed order; what has no tool is left out. */
export function itemsFor(isThing: boolean, words: Record<string, unknown>, tools: Record<string, () => void>, twoChosen: boolean): Item[] {
  const keys = Object.fromEntries(Object.entries(letters).map(([key, name]) => [name, key]));
  return (isThing ? OF_A_THING : ["close"])
    .filter((name) => tools[name])
    .map((name) => ({ name, label: String(words[`menu_${name}`] ?? name), key: keys[name] ?? "", able: name !== "path" || twoChosen, run: tools[name]! }));
}

export class Menu {
  private back: HTMLElement | null = null;

  constructor(private readonly box: HTMLElement) {
    box.addEventListener("keydown", (event) => this.walk(event));
    box.addEventListener("click", () => this.close());
    document.addEventListener("pointerdown", (event) => {
      if (!this.box.hidden && !this.box.contains(event.target as Node)) this.close();
    });
  }

  get isOpen(): boolean {
    return !this.box.hidden;
  }

  /** Show the items at a place of the window; the keyboard goes to the first that can act. */
  open(items: Item[], at: { x: number; y: number }): void {
    this.back = document.activeElement as HTMLElement | null;
    this.box.replaceChildren(...items.map((item) => button(item)));
    this.box.hidden = false;
    const { width, height } = this.box.getBoundingClientRect();
    this.box.style.left = `${Math.max(4, Math.min(at.x, window.innerWidth - width - 4))}px`;
    this.box.style.top = `${Math.max(4, Math.min(at.y, window.innerHeight - height - 4))}px`;
    this.items()[0]?.focus();
  }

  close(): void {
    if (this.box.hidden) return;
    const inside = this.box.contains(document.activeElement);
    this.box.hidden = true;
    if (inside) this.back?.focus?.();
  }

  private items(): HTMLButtonElement[] {
    return [...this.box.querySelectorAll<HTMLButtonElement>("button:not(:disabled)")];
  }

  private walk(event: KeyboardEvent): void {
    const items = this.items();
    const at = items.indexOf(document.activeElement as HTMLButtonElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[event.key];
    if (to !== undefined) items[to % items.length]?.focus();
    else if (event.key === "Escape" || event.key === "Tab") this.close();
    else if (event.key !== "Enter" && event.key !== " ") return;
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== " ") event.preventDefault();
  }
}

function button(item: Item): HTMLButtonElement {
  const made = document.createElement("button");
  made.type = "button";
  made.setAttribute("role", "menuitem");
  made.dataset.item = item.name;
  made.disabled = !item.able;
  made.append(item.label);
  if (item.key) made.append(Object.assign(document.createElement("kbd"), { textContent: item.key }));
  made.addEventListener("click", () => item.run());
  return made;
}
