// Ctrl+K: write what is looked for, choose with the arrow keys, and it stands on the chart.
import { Refused, type Source } from "./source";

export interface FindWords {
  none: string;
  failed: string;
}

export class Find {
  private readonly field: HTMLInputElement;
  private readonly list: HTMLElement;
  private asked = 0;

  constructor(
    private readonly dialog: HTMLDialogElement,
    private readonly source: Source,
    private readonly words: FindWords,
    private readonly language: string,
    private readonly add: (id: string) => void,
  ) {
    this.field = dialog.querySelector("input[type=search]")!;
    this.list = dialog.querySelector("[role=listbox]")!;
    dialog.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      const chosen = this.list.querySelector<HTMLElement>("[aria-selected=true]");
      if (chosen && this.field.value === this.field.dataset.asked) this.take(chosen);
      else void this.look();
    });
    this.field.addEventListener("keydown", (event) => this.walk(event));
    this.list.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("[role=option]");
      if (row) this.take(row);
    });
  }

  open(): void {
    this.list.replaceChildren();
    this.field.value = "";
    delete this.field.dataset.asked;
    this.dialog.showModal();
    this.field.focus();
  }

  private async look(): Promise<void> {
    const text = this.field.value.trim();
    if (!text) return;
    const number = ++this.asked;
    try {
      const found = await this.source.search(text);
      if (number !== this.asked) return; // an older answer came later
      this.field.dataset.asked = this.field.value;
      const hits = found.groups.flatMap((group) => group.hits.map((hit) => ({ hit, kind: group.title[this.language] ?? "" }))).slice(0, 20);
      this.list.replaceChildren(...hits.map(({ hit, kind }, at) => this.row(hit, kind, at)));
      if (!hits.length) this.say([this.words.none, ...found.notes.map((note) => note[this.language] ?? "")].join(" "));
      else this.say("");
      this.mark(0);
    } catch (error) {
      this.say(error instanceof Refused ? error.message : this.words.failed);
    }
  }

  private row(hit: { thing: { id: string; label: string; second: string }; reasons: Record<string, string>[] }, kind: string, at: number): HTMLElement {
    const row = document.createElement("div");
    row.setAttribute("role", "option");
    row.id = `find-${at}`;
    row.className = "find-hit";
    row.dataset.id = hit.thing.id;
    const name = Object.assign(document.createElement("b"), { textContent: hit.thing.label });
    const about = Object.assign(document.createElement("span"), { textContent: [kind, hit.thing.second].filter(Boolean).join(" · "), className: "quiet" });
    const why = Object.assign(document.createElement("span"), { textContent: hit.reasons[0]?.[this.language] ?? "", className: "small quiet" });
    row.append(name, " ", about, document.createElement("br"), why);
    return row;
  }

  private say(text: string): void {
    this.dialog.querySelector(".find-said")!.textContent = text;
  }

  private rows(): HTMLElement[] {
    return [...this.list.querySelectorAll<HTMLElement>("[role=option]")];
  }

  private mark(at: number): void {
    this.rows().forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    const chosen = this.rows()[at];
    chosen?.scrollIntoView({ block: "nearest" });
    if (chosen) this.field.setAttribute("aria-activedescendant", chosen.id);
    else this.field.removeAttribute("aria-activedescendant");
  }

  private walk(event: KeyboardEvent): void {
    const rows = this.rows();
    const at = rows.findIndex((row) => row.getAttribute("aria-selected") === "true");
    const to = { ArrowDown: Math.min(at + 1, rows.length - 1), ArrowUp: Math.max(at - 1, 0) }[event.key];
    if (to === undefined || !rows.length) return;
    event.preventDefault();
    this.mark(to);
  }

  private take(row: HTMLElement): void {
    this.dialog.close();
    this.add(row.dataset.id!);
  }
}
