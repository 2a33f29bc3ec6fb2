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
