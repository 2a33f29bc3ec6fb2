// Where the chart's parts come from: the same addresses that /api/v1 gives to programs.
import type { ChartEdge, Opened, Part } from "./model";

export interface Cut {
  at: string;
  id: string;
  /** The moment in the reader's form. */
  text: string;
}

export interface Started extends Part {
  cut: Cut;
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

export class Refused extends Error {}

export class Source {
  constructor(
    private readonly base: string,
    private readonly csrf: string,
    private readonly language: string,
  ) {}

  start(id: string): Promise<Started> {
    return this.call<Started>("chart/start", { id });
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
    return this.call<Saved>("charts/save", body);
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
    const response = await fetch(`${this.base}/${what}`, {
      method: "POST",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": this.csrf },
      body: JSON.stringify(body),
      redirect: "error",
    });
    if (response.status === 401) window.location.reload();
    const answer = (await response.json()) as T & { message?: Record<string, string> };
    if (!response.ok) throw new Refused(answer.message?.[this.language] ?? response.statusText);
    return answer;
  }
}
