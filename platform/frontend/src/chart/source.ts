// Where the chart's parts come from: the same addresses that /api/v1 gives to programs.
import type { ChartEdge, Part } from "./model";

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

export class Refused extends Error {}

export class Source {
  constructor(
    private readonly base: string,
    private readonly csrf: string,
    private readonly language: string,
  ) {}

  start(id: string): Promise<Started> {
    return this.call<Started>("start", { id });
  }

  expand(id: string, link: string, direction: string, after: string): Promise<Expanded> {
    return this.call<Expanded>("expand", { id, link, direction, after });
  }

  /** The lines that join what came in with each other and with what was drawn before. */
  between(fresh: string[], drawn: string[]): Promise<Lines> {
    return this.call<Lines>("between", { fresh, drawn });
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
