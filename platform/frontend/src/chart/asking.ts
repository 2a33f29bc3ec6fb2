// The tab of questions: the saved ones that take what is selected. Asked once for each thing, and only while it is open.
import { listQuestions, type Question } from "./questions";

export interface AskingWords {
  choose: string;
  none: string;
}

export class AskingTab {
  private shows: string | null = "";

  constructor(
    private readonly panel: HTMLElement,
    private readonly words: AskingWords,
    private readonly base: string,
    private readonly failed: (error: unknown, again: () => void) => void,
  ) {}

  /** Agree with what is selected on the chart; null where nothing, or a line, is. */
  async show(id: string | null): Promise<void> {
    if (this.panel.hidden || this.shows === id) return;
    this.shows = id;
    if (id === null) return this.list([], this.words.choose);
    try {
      const found = await listQuestions(id, this.base);
      if (this.shows === id) this.list(found, found.length ? "" : this.words.none);
    } catch (error) {
      this.shows = "";
      this.failed(error, () => void this.show(id));
    }
  }

  private list(found: Question[], text: string): void {
    this.panel.querySelector("[role=status]")!.textContent = text;
    const rows = found.map(({ title, href }) => {
      const link = Object.assign(document.createElement("a"), { href, textContent: title, className: "way", target: "_blank", rel: "noopener" });
      const row = document.createElement("li");
      row.append(link);
      return row;
    });
    this.panel.querySelector("ul")!.replaceChildren(...rows);
  }
}
