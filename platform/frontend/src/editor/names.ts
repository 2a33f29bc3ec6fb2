// What may stand where the cursor is: pure text in, what is wanted out.

export type Wanted =
  | { what: "parameter" | "kind" | "link" | "word"; from: number }
  | { what: "property"; from: number; of: string[] };

const TYPED = /\w*$/;

/** What is being written at the end of `before`; `of` holds the kinds of the variable before a dot, none if unknown. */
export function wantedAt(before: string): Wanted | null {
  if (inString(before)) return null;
  const from = before.length - TYPED.exec(before)![0].length;
  const rest = before.slice(0, from);
  if (rest.endsWith("$")) return { what: "parameter", from };
  const dot = /(\w+)\s*\.$/.exec(rest);
  if (dot) return { what: "property", from, of: kindsOf(before, dot[1]!) };
  if (/[:|&!]\s*$/.test(rest)) {
    const open = openBracket(rest);
    if (open === "(" || open === "[") return { what: open === "(" ? "kind" : "link", from };
    if (open === "{") return null;
  }
  return { what: "word", from };
}

/** The kinds that a text gives to a variable: `(buyer:Person)` or `(buyer:Person|Organisation)`. */
export function kindsOf(text: string, variable: string): string[] {
  const found = text.matchAll(new RegExp(`\\(\\s*${variable}\\s*:\\s*([\\w\\s|&]+)`, "g"));
  return [...new Set([...found].flatMap((one) => one[1]!.split(/[|&\s]+/).filter(Boolean)))];
}

/** The names in a text that stand for something: `(gun`, `[r`, `AS n`. */
export function variablesOf(text: string): string[] {
  const found = text.matchAll(/[([]\s*([a-z]\w*)|\bAS\s+([a-z]\w*)/gi);
  return [...new Set([...found].map((one) => one[1] ?? one[2]!))];
}

/** The declared parameters, by name: `since date = 2024-01-01` is `since` → `date = 2024-01-01`. */
export function declaredIn(lines: string): Map<string, string> {
  const pairs = lines.split("\n").map((line) => /^\s*(\w+)\s+(.*\S)/.exec(line));
  return new Map(pairs.filter((pair) => pair !== null).map((pair) => [pair[1]!, pair[2]!]));
}

function inString(text: string): boolean {
  let quote = "";
  for (let at = 0; at < text.length; at += 1) {
    const sign = text[at]!;
    if (quote && sign === "\\") at += 1;
    else if (quote) quote = sign === quote ? "" : quote;
    else if (sign === "'" || sign === '"') quote = sign;
    else if (sign === "/" && text[at + 1] === "/") {
      const end = text.indexOf("\n", at);
      if (end < 0) return true;
      at = end;
    }
  }
  return quote !== "";
}

function openBracket(text: string): string {
  const open: string[] = [];
  for (const sign of text) {
    if ("([{".includes(sign)) open.push(sign);
    else if (")]}".includes(sign)) open.pop();
  }
  return open.at(-1) ?? "";
}
