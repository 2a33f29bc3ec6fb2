// Where the chart's parts come from: the same addresses that /api/v1 gives to programs.
import { answerTo, NoAnswer, READ_MS, WRITE_MS, type Why } from "./answer";
import type { ChartEdge, Opened, Part } from "./model";

export interface Cut {
  at: string;
  id: string;
  /** The moment in the reader's form. */
  text: string;
}

export interface Started extends Part {
  cut: Cut;
  /** Things whose links, and lines to each other, are counted afterwards: there may be very much to count. */
  later?: string[];
}

export interface Expanded extends Part {
  /** Things of this link that are not in the answer. */
  left: number;
  /** Give this back to get the next ones; empty at the end. */
  after: string;
  cut: Cut;
}

export interface Lines {
  edges: ChartEdge[];
  /** One link has more lines than the answer holds. */
  is_cut: boolean;
  cut: Cut;
}

export interface Saved {
  chart: string;
  title: string;
  version: number;
  text: string;
}

export interface Reopened extends Opened, Saved {
  latest: number;
  /** Recorded lines between its things that are not on it. */
  more: number;
  cut: Cut;
}

export interface SaveBody {
  title: string;
  nodes: { id: string; x: number; y: number; pinned: boolean }[];
  edges: string[];
  hidden: string[];
  collapsed: string[];
  chart: string;
  seen: number;
}

export interface Found {
  groups: { title: Record<string, string>; hits: { thing: { id: string; kind: string; label: string; second: string }; reasons: Record<string, string>[] }[] }[];
  notes: Record<string, string>[];
}

export interface Ways {
  ways: { hops: { start: { id: string }; end: { id: string }; style: string }[] }[];
  finding: Record<string, string>;
}

/** Why each kind of silence is, in the reader's language; `unsaved` where a save had no answer. */
export type SourceWords = Record<Why | "unsaved", string>;

/** In words that a person may read. */
export class Refused extends Error {}

/** No answer came, in words: the same may be asked again. */
export class Unanswered extends Refused {}

export class Source {
  private readonly asked = new Set<AbortController>();

  /** `asking` hears how many questions have no answer yet. */
  constructor(
    private readonly base: string,
    private readonly csrf: string,
    private readonly language: string,
    private readonly words: SourceWords,
    private readonly asking: (count: number) => void = () => undefined,
  ) {}

  /** End all questions that have no answer yet. What is being saved goes on. */
  stop(): void {
    for (const one of this.asked) one.abort();
  }

  start(id: string): Promise<Started> {
    return this.call<Started>("chart/start", { id });
  }

  /** How many links hang on a thing. */
  async counts(id: string): Promise<number> {
    return (await this.call<{ total: number }>("chart/counts", { id })).total;
  }

  expand(id: string, link: string, direction: string, after: string): Promise<Expanded> {
    return this.call<Expanded>("chart/expand", { id, link, direction, after });
  }

  /** The lines that join what came in with each other and with what was drawn before. */
  between(fresh: string[], drawn: string[]): Promise<Lines> {
    return this.call<Lines>("chart/between", { fresh, drawn });
  }

  /** The named things that are open to this person, with the lines between them. */
  things(ids: string[]): Promise<Started> {
    return this.call<Started>("charts/things", { ids });
  }

  save(body: SaveBody): Promise<Saved> {
    return this.send<Saved>("charts/save", body, WRITE_MS).catch((error: unknown) => {
      // Whether it arrived is not known: the words must not say that it did not.
      throw error instanceof NoAnswer ? new Unanswered(this.words.unsaved) : error;
    });
  }

  open(chart: string, version: number): Promise<Reopened> {
    return this.call<Reopened>("charts/open", { chart, version });
  }

  search(text: string): Promise<Found> {
    return this.call<Found>("search", { text });
  }

  /** Ways in the order of time, over the chain of hands. */
  paths(from: string, to: string): Promise<Ways> {
    return this.call<Ways>("paths", { from, to, links: ["chain", "contacts"], in_time: true });
  }

  private async call<T>(what: string, body: unknown): Promise<T> {
    const stop = new AbortController();
    this.asking(this.asked.add(stop).size);
    try {
      return await this.send<T>(what, body, READ_MS, stop.signal);
    } catch (error) {
      throw error instanceof NoAnswer ? new Unanswered(this.words[error.why]) : error;
    } finally {
      this.asked.delete(stop);
      this.asking(this.asked.size);
    }
  }

  private async send<T>(what: string, body: unknown, patience: number, stop?: AbortSignal): Promise<T> {
    const headers = { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf };
    const init: RequestInit = { method: "POST", headers, body: JSON.stringify(body), redirect: "error" };
    const answer = await answerTo<T & { message?: Record<string, string> }>(`${this.base}/${what}`, init, patience, stop);
    if (answer.status === 401) window.location.reload();
    if (!answer.ok) throw new Refused(answer.body.message?.[this.language] ?? String(answer.status));
    return answer.body;
  }
}
