// A form that the server judges while it is filled in: what was typed before the script ran is judged too.
type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** Whether a field holds something else than the page came with: typed early, or put back by the browser. */
export function wasTyped(field: Field): boolean {
  if (field instanceof HTMLSelectElement) {
    const came = [...field.options].findIndex((option) => option.defaultSelected);
    return field.selectedIndex !== Math.max(came, 0);
  }
  return field.value !== field.defaultValue;
}

/** Says "change" for every such form that was already written in. Call it once htmx listens. */
export function judgeEarly(root: ParentNode): void {
  for (const form of root.querySelectorAll<HTMLFormElement>("form[hx-trigger=change]")) {
    const fields = form.querySelectorAll<Field>("input, select, textarea");
    if ([...fields].some(wasTyped)) form.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
