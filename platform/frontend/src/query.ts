// The editor of a query: Ctrl+Enter runs it, as the hint above the field says. Without this the button does.
export function runByKeys(root: ParentNode): void {
  for (const field of root.querySelectorAll<HTMLTextAreaElement>("[data-query]")) {
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
      const run = field.form?.querySelector<HTMLButtonElement>("[data-run]");
      if (!run) return;
      event.preventDefault();
      field.form?.requestSubmit(run);
    });
  }
}

/** Milliseconds of silence that nobody minds; then the page says that the query runs and how to end it. */
const SILENT_MS = 300;

/** Says that a query runs, while its answer is on the way. */
export function tellRunning(root: Document): void {
  const note = root.getElementById("query-running");
  const form = note?.closest("form");
  if (!note || !form) return;
  let timer = 0;
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (!event.submitter?.matches("[data-run]")) return;
    timer = window.setTimeout(() => {
      note.textContent = note.dataset.said ?? "";
    }, SILENT_MS);
  });
  // Back from another page: nothing runs any more.
  window.addEventListener("pageshow", () => {
    note.textContent = "";
  });
}
