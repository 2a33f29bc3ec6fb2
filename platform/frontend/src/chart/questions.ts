// Questions that take a thing of the chart: each opens its form, filled in, beside the chart in a tab of its own.
import { answerTo, READ_MS } from "./answer";
import type { Item, Menu } from "./menu";

export interface Question {
  title: string;
  href: string;
}

/** Shows the questions that take a thing as a menu; false where none does. */
export async function offerQuestions(menu: Menu, id: string, at: { x: number; y: number }, base: string): Promise<boolean> {
  const items = await questionsOf(id, base);
  if (items.length) menu.open(items, at);
  return items.length > 0;
}

/** Returns the questions of a thing as items of a menu. Throws where the server does not answer. */
export async function questionsOf(id: string, base: string, open = openBeside): Promise<Item[]> {
  const found = await listQuestions(id, base);
  return found.map(({ title, href }) => ({ name: "question", label: title, key: "", able: true, run: () => open(href) }));
}

/** Returns the questions that take a thing. Throws where the server does not answer. */
export async function listQuestions(id: string, base: string): Promise<Question[]> {
  const init: RequestInit = { headers: { Accept: "application/json" }, redirect: "error" };
  const answer = await answerTo<Question[]>(`${base}/${encodeURIComponent(id)}`, init, READ_MS);
  if (!answer.ok) throw new Error(String(answer.status));
  return answer.body;
}

/** The chart stays as it is: what was not saved would be lost otherwise. */
function openBeside(href: string): void {
  window.open(href, "_blank", "noopener");
}
