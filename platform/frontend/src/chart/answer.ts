// One question to the server. It ends, whatever happens to the line, and says why there was no answer.

/** A little more than the server takes at most: 30 seconds for a question, and some for the way to the engine. */
export const READ_MS = 45_000;
/** The same for what is written: 120 seconds there. */
export const WRITE_MS = 125_000;

/** `late`: nothing came in time. `broken`: the line, or what came over it. `stopped`: by the person. */
export type Why = "late" | "broken" | "stopped";

export class NoAnswer extends Error {
  constructor(readonly why: Why) {
    super(why);
  }
}

export interface Answer<T> {
  status: number;
  ok: boolean;
  body: T;
}

type Read = (response: Response) => Promise<unknown>;
const asJson: Read = (response) => response.json();

/** Ask, and return what came, as JSON unless read otherwise. Throws `NoAnswer` after `patience` milliseconds, on a broken line, or when stopped. */
export async function answerTo<T>(address: string, init: RequestInit, patience: number, stop?: AbortSignal, read = asJson): Promise<Answer<T>> {
  const late = new AbortController();
  const timer = setTimeout(() => late.abort(), patience);
  try {
    const signal = stop ? AbortSignal.any([late.signal, stop]) : late.signal;
    const response = await fetch(address, { ...init, signal });
    // A line may also break, or stand still, in the middle of an answer.
    const body = await (response.status === 401 ? read(response).catch(() => ({})) : read(response));
    return { status: response.status, ok: response.ok, body: body as T };
  } catch {
    throw new NoAnswer(stop?.aborted ? "stopped" : late.signal.aborted ? "late" : "broken");
  } finally {
    clearTimeout(timer);
  }
}
