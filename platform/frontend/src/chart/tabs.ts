// Tabs of a pane: arrow keys go from one to the next, and the one that has the focus is the one that is shown.

export class Tabs {
  private readonly tabs: HTMLButtonElement[];

  constructor(
    list: HTMLElement,
    private readonly shown: (panel: HTMLElement) => void = () => undefined,
  ) {
    this.tabs = [...list.querySelectorAll<HTMLButtonElement>("[role=tab]")];
    for (const tab of this.tabs) tab.addEventListener("click", () => this.open(tab));
    list.addEventListener("keydown", (event) => {
      const to = tabAfter(this.tabs.indexOf(event.target as HTMLButtonElement), event.key, this.tabs.length);
      if (to === null) return;
      event.preventDefault();
      this.open(this.tabs[to]!);
      this.tabs[to]!.focus();
    });
  }

  open(chosen: HTMLButtonElement): void {
    for (const tab of this.tabs) {
      const on = tab === chosen;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      const panel = document.getElementById(tab.getAttribute("aria-controls")!)!;
      panel.hidden = !on;
      if (on) this.shown(panel);
    }
  }
}

/** Where a key leads among so many tabs, round and round; null where it means nothing to them. */
export function tabAfter(at: number, key: string, count: number): number | null {
  if (at < 0) return null;
  const by = { ArrowRight: 1, ArrowLeft: count - 1 }[key];
  if (by !== undefined) return (at + by) % count;
  return { Home: 0, End: count - 1 }[key] ?? null;
}
