// The folded part of the menu closes as a menu does: on Escape, and when something else is pressed.

/** Close every open `details.more` of the page when the person turns to something else. */
export function closeFolded(page: Document): void {
  const open = () => page.querySelectorAll<HTMLDetailsElement>("details.more[open]");
  page.addEventListener("pointerdown", (event) => {
    for (const menu of open()) {
      if (!menu.contains(event.target as Node)) menu.open = false;
    }
  });
  page.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    for (const menu of open()) {
      menu.open = false;
      menu.querySelector<HTMLElement>("summary")?.focus();
    }
  });
}
