// What the server's guard says of a text: marks in the editor, and the same as a list below it.
import type { Diagnostic } from "@codemirror/lint";
import type { Text } from "@codemirror/state";

export interface Found {
  /** Line and column count from 1; line 0 is the whole text. */
  line: number;
  column: number;
  length: number;
  said: string;
}

/** The places of findings in a document; what is about the whole text stands at its first line. */
export function placesOf(found: Found[], doc: Text): Diagnostic[] {
  return found.map(({ line, column, length, said }) => {
    const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
    const from = line > 0 ? Math.min(at.from + column - 1, at.to) : at.from;
    const to = line > 0 ? Math.min(from + length, at.to) : at.to;
    return { from, to, severity: "error", message: said };
  });
}

export class Guard {
  constructor(
    private readonly setup: { lint: string; csrf: string; words: Record<string, string> },
    private readonly list: HTMLElement,
  ) {}

  /** Asks the server; shows what it found. Returns null where it did not answer. */
  async ask(text: string, parameters: string): Promise<Found[] | null> {
    try {
      const response = await fetch(this.setup.lint, {
        method: "POST",
        headers: { Accept: "application/json", "X-CSRFToken": this.setup.csrf },
        body: new URLSearchParams({ text, parameters }),
        redirect: "error",
      });
      if (!response.ok) throw new Error(response.statusText);
      const { found, good } = (await response.json()) as { found: Found[]; good: string };
      this.show(found, good);
      return found;
    } catch {
      this.tell([this.setup.words["lint_failed"]!], true);
      return null;
    }
  }

  private show(found: Found[], good: string): void {
    const { words } = this.setup;
    const place = (one: Found) =>
      one.line ? `${words["lint_line"]!.replace("{line}", String(one.line)).replace("{column}", String(one.column))}: ` : "";
    this.tell(found.length ? found.map((one) => place(one) + one.said) : [good], found.length > 0);
  }

  /** Says it once: a list that is the same as before is not read out again. */
  private tell(lines: string[], isCaution: boolean): void {
    if (this.list.textContent === lines.join("")) return;
    this.list.replaceChildren(...lines.map((line) => Object.assign(document.createElement("p"), { textContent: line })));
    this.list.hidden = false;
    this.list.classList.toggle("caution", isCaution);
    this.list.classList.toggle("ok", !isCaution);
  }
}
