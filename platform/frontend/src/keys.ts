// Keys of the frame: `/` to the search field, `g` and a letter to a room, `?` for the list. Off while typing.

/** How long `g` waits for its letter, in milliseconds. */
export const SECOND_KEY_MS = 1200;

/** Returns the rooms of `data-keys="h=/ s=/search"`. */
export function readRooms(text: string): Map<string, string> {
  const rooms = new Map<string, string>();
  for (const part of text.split(" ")) {
    const at = part.indexOf("=");
    if (at > 0) rooms.set(part.slice(0, at), part.slice(at + 1));
  }
  return rooms;
}

/** True where a key belongs to what is being typed. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function listenForKeys(page: Document): void {
  const rooms = readRooms(page.body.dataset.keys ?? "");
  let firstAt = -Infinity;
  page.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const wentFirst = event.timeStamp - firstAt < SECOND_KEY_MS;
    firstAt = -Infinity;
    if (wentFirst && rooms.has(event.key)) {
      event.preventDefault();
      window.location.assign(rooms.get(event.key)!);
    } else if (event.key === "g") {
      firstAt = event.timeStamp;
      event.stopImmediatePropagation();
    } else if (event.key === "/") {
      const field =
        page.querySelector<HTMLInputElement>("[data-key-target=search-main]") ??
        page.querySelector<HTMLInputElement>("[data-key-target=search]");
      if (field) {
        event.preventDefault();
        field.focus();
        field.select();
      }
    } else if (event.key === "?") {
      page.querySelector<HTMLDialogElement>("#keys")?.showModal();
    } else {
      page.querySelector<HTMLElement>(`:is(a, button)[data-key="${CSS.escape(event.key)}"]`)?.click();
    }
  });
}
