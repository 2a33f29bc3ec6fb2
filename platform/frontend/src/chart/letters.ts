// Which key does what on the chart. The same letter does one thing on one screen.

export const letters: Record<string, string> = {
  ...{ e: "expand", c: "collapse", h: "hide", o: "others", p: "pin", f: "fit", t: "table", m: "menu" },
  ...{ b: "box", r: "restore", w: "path", n: "near", s: "save" },
};

/** With Ctrl, or ⌘ on a Mac. */
export const withCtrl: Record<string, string> = { z: "undo", y: "redo", k: "find", s: "save", a: "all" };
