// A drawing and its table show one selection: whatever carries the same data-id is the same thing.
const CURRENT = "aria-current";

export function joinTwins(root: HTMLElement, changed: (id: string) => void = () => undefined): (id: string) => void {
  const all = () => [...root.querySelectorAll<HTMLElement | SVGElement>("[data-id]")];
  const rows = () => [...root.querySelectorAll<HTMLTableRowElement>("tr[data-id]")].filter((row) => !row.hidden);

  function select(id: string): void {
    for (const one of all()) {
      const on = one.dataset["id"] === id && id !== "";
      one.classList.toggle("selected", on);
      if (one instanceof HTMLTableRowElement) on ? one.setAttribute(CURRENT, "true") : one.removeAttribute(CURRENT);
    }
    changed(id);
  }

  function move(from: HTMLTableRowElement, by: number): void {
    const listed = rows();
    const next = listed[listed.indexOf(from) + by];
    next?.querySelector<HTMLElement>("button, a")?.focus();
    if (next) select(next.dataset["id"] ?? "");
  }

  root.addEventListener("click", (event) => {
    const hit = (event.target as Element).closest<HTMLElement | SVGElement>("[data-id]");
    if (!hit || (event.target as Element).closest("a[href]")) return;
    const id = hit.dataset["id"] ?? "";
    select(hit.classList.contains("selected") ? "" : id);
    if (hit instanceof SVGElement) rows().find((row) => row.dataset["id"] === id)?.scrollIntoView({ block: "nearest" });
  });
  root.addEventListener("keydown", (event) => {
    const row = (event.target as Element).closest<HTMLTableRowElement>("tr[data-id]");
    if (event.key === "Escape") select("");
    if (!row || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    move(row, event.key === "ArrowDown" ? 1 : -1);
  });
  return select;
}
