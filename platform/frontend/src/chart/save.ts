// Saving under the case one works on, opening again, and the files of what is saved.
import type { ChartModel } from "./model";
import { Refused, type Saved, type SaveBody, type Source } from "./source";

export interface SaveWords {
  saving: string;
  failed: string;
  /** `{n}`: the version that saving makes. */
  save_version: string;
  save_new: string;
}

/** What is sent: ids and places, never what a thing is called. */
export function bodyOf(model: ChartModel, title: string, before: { chart: string; seen: number }): SaveBody {
  const { nodes, edges, places, pinned, hidden, collapsed } = model.state;
  return {
    title,
    nodes: [...nodes.keys()].map((id) => ({ id, ...round(places.get(id) ?? { x: 0, y: 0 }), pinned: pinned.has(id) })),
    edges: [...edges.keys()],
    hidden: [...hidden.keys()],
    collapsed: [...collapsed],
    chart: before.chart,
    seen: before.seen,
  };
}

function round(at: { x: number; y: number }): { x: number; y: number } {
  return { x: Math.round(at.x * 10) / 10, y: Math.round(at.y * 10) / 10 };
}

export class Saving {
  saved: { chart: string; version: number; title: string } = { chart: "", version: 0, title: "" };
  private readonly title: HTMLInputElement;

  constructor(
    private readonly model: ChartModel,
    private readonly dialog: HTMLDialogElement,
    private readonly source: Source,
    private readonly words: SaveWords,
    private readonly done: (saved: Saved) => void,
  ) {
    this.title = dialog.querySelector("input[name=title]")!;
    dialog.querySelector("form")!.addEventListener("submit", (event) => {
      event.preventDefault();
      const asNew = ((event as SubmitEvent).submitter as HTMLButtonElement | null)?.value === "new";
      void this.send(asNew);
    });
    for (const close of dialog.querySelectorAll("[data-close]")) close.addEventListener("click", () => dialog.close());
  }

  open(): void {
    const again = this.saved.chart !== "";
    this.title.value = this.saved.title;
    this.say("");
    const main = this.dialog.querySelector<HTMLButtonElement>("button[value=save]")!;
    main.textContent = again ? this.words.save_version.replace("{n}", String(this.saved.version + 1)) : this.words.save_new;
    this.dialog.querySelector<HTMLButtonElement>("button[value=new]")!.hidden = !again;
    this.dialog.showModal();
    this.title.focus();
    this.title.select();
  }

  /** The chart as it is now, under the name and the version that it was saved as. */
  body(): SaveBody {
    return bodyOf(this.model, this.saved.title, { chart: this.saved.chart, seen: this.saved.version });
  }

  /** Note which saved chart this is. */
  is(chart: string, version: number, title: string): void {
    this.saved = { chart, version, title };
  }

  private async send(asNew: boolean): Promise<void> {
    const buttons = [...this.dialog.querySelectorAll<HTMLButtonElement>("button[value]")];
    if (buttons.some((one) => one.getAttribute("aria-disabled") === "true")) return; // pressed twice: one chart, not two
    const pressed = buttons.find((one) => (one.value === "new") === asNew)!;
    const words = pressed.textContent;
    // Not `disabled`: the focus would be lost where the answer is a refusal.
    for (const one of buttons) one.setAttribute("aria-disabled", "true");
    pressed.textContent = this.words.saving;
    const before = asNew ? { chart: "", seen: 0 } : { chart: this.saved.chart, seen: this.saved.version };
    const state = this.model.state;
    try {
      const saved = await this.source.save(bodyOf(this.model, this.title.value, before));
      this.is(saved.chart, saved.version, saved.title);
      if (this.model.state === state) this.model.keep();
      this.dialog.close();
      this.done(saved);
    } catch (error) {
      this.say(error instanceof Refused ? error.message : this.words.failed);
    } finally {
      for (const one of buttons) one.removeAttribute("aria-disabled");
      pressed.textContent = words;
    }
  }

  private say(text: string): void {
    const box = this.dialog.querySelector<HTMLElement>(".save-said")!;
    box.textContent = text;
    box.hidden = text === "";
  }
}
