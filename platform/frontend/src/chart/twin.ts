// The same chart as a list: for screen readers, for the keyboard, for people who like tables. One selection.
import type { ChartModel, ChartNode } from "./model";

export interface TwinWords {
  kind: string;
  thing: string;
  role: string;
  joined: string;
  undrawn: string;
  kinds: Record<string, string>;
}

export class Twin {
  constructor(
    private readonly model: ChartModel,
    private readonly box: HTMLElement,
    private readonly words: TwinWords,
  ) {
    box.addEventListener("click", (event) => {
      const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-id]");
      if (!row) return;
      if (event.shiftKey || event.ctrlKey || event.metaKey) this.model.toggle(row.dataset.id!);
      else this.model.select(row.dataset.id!);
    });
    box.addEventListener("keydown", (event) => this.walk(event));
  }

  show(): void {
    const focused = this.box.contains(document.activeElement);
    const table = document.createElement("table");
    table.className = "table";
    table.setAttribute("role", "grid");
    table.setAttribute("aria-multiselectable", "true");
    const head = table.createTHead().insertRow();
    for (const title of [this.words.kind, this.words.thing, this.words.role, this.words.joined, this.words.undrawn]) {
      const cell = document.createElement("th");
      cell.scope = "col";
      cell.textContent = title;
      head.append(cell);
    }
    const body = table.createTBody();
    for (const node of this.rows()) body.append(this.row(node));
    this.box.replaceChildren(table);
    if (focused) this.focus();
  }

  /** Put the keyboard on the selected row, else on the first. */
  focus(): void {
    const row = this.box.querySelector<HTMLElement>("tr[tabindex='0']") ?? this.box.querySelector<HTMLElement>("tr[aria-selected=true]") ?? this.box.querySelector<HTMLElement>("tr[data-id]");
    row?.focus();
    row?.scrollIntoView({ block: "nearest" });
  }

  private rows(): ChartNode[] {
    const by = (node: ChartNode) => `${String(node.lane).padStart(4, "0")} ${node.kind} ${node.label}`;
    return [...this.model.state.nodes.values()].sort((a, b) => by(a).localeCompare(by(b)));
  }

  private row(node: ChartNode): HTMLTableRowElement {
    const row = document.createElement("tr");
    row.dataset.id = node.id;
    const selected = this.model.selected === node.id;
    row.setAttribute("aria-selected", String(selected || this.model.chosen.has(node.id)));
    row.tabIndex = selected || (this.model.selected === null && this.rows()[0]?.id === node.id) ? 0 : -1;
    const joined = this.model.neighbours(node.id).map((id) => this.model.state.nodes.get(id)?.label ?? "");
    const cells = [this.words.kinds[node.kind] ?? node.kind, node.label, node.sub, joined.join("; "), String(this.model.undrawn(node.id) || "")];
    cells.forEach((text, index) => {
      const cell = row.insertCell();
      cell.textContent = text;
      if (index === 1) cell.className = node.mono ? "key mono" : "key";
      if (index === 4) cell.className = "num";
    });
    return row;
  }

  private walk(event: KeyboardEvent): void {
    const row = (event.target as HTMLElement).closest<HTMLElement>("tr[data-id]");
    if (!row) return;
    const next = { ArrowDown: row.nextElementSibling, ArrowUp: row.previousElementSibling }[event.key] as HTMLElement | null | undefined;
    if (next?.dataset.id) {
      event.preventDefault();
      if (event.shiftKey) this.model.choose([...this.model.chosen, next.dataset.id], next.dataset.id);
      else this.model.select(next.dataset.id);
      this.focus();
    } else if (event.key === " ") {
      event.preventDefault();
      this.model.toggle(row.dataset.id!);
    } else if (event.key === "Enter") {
      event.preventDefault();
      this.model.select(row.dataset.id!);
    }
  }
}
