// Names while typing: kinds, links and properties of the projection, allowed functions, parameters.
import type { Completion, CompletionContext, CompletionResult } from "@codemirror/autocomplete";
import { declaredIn, variablesOf, wantedAt } from "./names";

export interface Names {
  /** Kind → its properties, and `-[:LINK]->` → the kinds that it joins. */
  names: Record<string, string[]>;
  functions: string[];
  /** Parameter → its declaration in a saved query. */
  saved: Record<string, string>;
  words: Record<string, string>;
}

const KEYWORDS =
  "MATCH OPTIONAL WHERE RETURN WITH UNWIND ORDER BY LIMIT SKIP DISTINCT AS AND OR NOT IN IS NULL CONTAINS STARTS ENDS EXISTS COUNT CASE WHEN THEN ELSE END UNION CALL ASC DESC true false";
const LINK = /^-\[:(\w+)\]->$/;

/** Returns what completes the text at the cursor. `parameters` is the field in which parameters are declared. */
export function completer(given: Names, parameters: HTMLTextAreaElement): (context: CompletionContext) => CompletionResult | null {
  const kinds = Object.entries(given.names).filter(([name]) => !LINK.test(name));
  const links = Object.entries(given.names).filter(([name]) => LINK.test(name));
  const { words } = given;
  const ofWhat: Record<string, (of: string[], text: string) => Completion[]> = {
    kind: () => kinds.map(([label]) => ({ label, type: "class", detail: words["kind"]! })),
    link: () => links.map(([name, ends]) => ({ label: LINK.exec(name)![1]!, type: "type", detail: ends.slice(0, 2).join("; ") })),
    property: (of) => {
      const known = kinds.filter(([name]) => of.includes(name));
      const all = (known.length ? known : kinds).flatMap(([, inner]) => inner);
      return [...new Set(all)].map((label) => ({ label, type: "property", detail: words["property"]! }));
    },
    parameter: () => parametersOf(given, parameters),
    word: (_, text) => [
      ...KEYWORDS.split(" ").map((label) => ({ label, type: "keyword" })),
      ...given.functions.map((label) => ({ label, type: "function", detail: words["function"]! })),
      ...variablesOf(text).map((label) => ({ label, type: "variable", boost: 2 })),
    ],
  };
  return (context) => {
    const wanted = wantedAt(context.state.sliceDoc(0, context.pos));
    if (!wanted) return null;
    // A list that opens at every blank would be in the way: words show once one letter stands there, or when asked.
    if (wanted.what === "word" && wanted.from === context.pos && !context.explicit) return null;
    const of = wanted.what === "property" ? wanted.of : [];
    const options = ofWhat[wanted.what]!(of, context.state.doc.toString());
    // A name that is being made up just now is no help, and Enter should begin a line.
    const typed = context.state.sliceDoc(wanted.from, context.pos);
    return { from: wanted.from, options: options.filter((one) => one.type !== "variable" || one.label !== typed), validFor: /^\w*$/ };
  };
}

function parametersOf(given: Names, field: HTMLTextAreaElement): Completion[] {
  const declared = declaredIn(field.value);
  const others = Object.entries(given.saved).filter(([name]) => !declared.has(name));
  return [
    ...[...declared].map(([label, detail]) => ({ label, type: "constant", detail, info: given.words["declared"]!, boost: 2 })),
    ...others.map(([label, line]) => ({
      ...{ label, type: "constant", detail: line.slice(label.length + 1), info: given.words["from_saved"]! },
      apply: (view: { dispatch: (change: object) => void }, _: Completion, from: number, to: number) => {
        view.dispatch({ changes: { from, to, insert: label }, selection: { anchor: from + label.length } });
        field.value = field.value.trim() ? `${field.value.trimEnd()}\n${line}` : line;
      },
    })),
  ];
}
