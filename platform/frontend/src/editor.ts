// The editor of free Cypher, in the place of the text field; without this the field does. The field keeps the text:
// it is what the form sends.
import "../css/editor.css";
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { cypher } from "@codemirror/legacy-modes/mode/cypher";
import { lintGutter, linter, setDiagnostics } from "@codemirror/lint";
import type { Diagnostic } from "@codemirror/lint";
import { EditorState, Prec } from "@codemirror/state";
import { drawSelection, EditorView, keymap, lineNumbers } from "@codemirror/view";
import { classHighlighter } from "@lezer/highlight";
import { completer, type Names } from "./editor/complete";
import { Guard, placesOf } from "./editor/lint";
import { typedOver } from "./editor/typed";

interface Setup extends Names {
  lint: string;
  csrf: string;
  nonce: string;
  phrases: Record<string, string>;
}

/** Milliseconds of quiet before the guard is asked. */
const QUIET_MS = 700;
const MOST = 4000;

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const setup = JSON.parse(byId("editor-setup").textContent ?? "{}") as Setup;
const field = byId<HTMLTextAreaElement>("query-text");
const parameters = byId<HTMLTextAreaElement>("query-parameters");
const guard = new Guard(setup, byId("query-lint"));
const form = field.form!;

function press(selector: string): boolean {
  const button = form.querySelector<HTMLButtonElement>(selector);
  if (button) form.requestSubmit(button);
  return button !== null;
}

async function look(view: EditorView): Promise<Diagnostic[]> {
  const text = view.state.doc.toString();
  const found = await guard.ask(text, parameters.value);
  // What came too late speaks of another text.
  return found && view.state.doc.toString() === text ? placesOf(found, view.state.doc) : [];
}

async function check(): Promise<void> {
  const found = await look(view);
  view.dispatch(setDiagnostics(view.state, found));
}

const view = new EditorView({
  parent: byId("query-editor"),
  state: EditorState.create({
    doc: field.value,
    extensions: [
      EditorView.cspNonce.of(setup.nonce),
      EditorState.phrases.of(setup.phrases),
      typedOver(),
      Prec.highest(keymap.of([{ key: "Mod-Enter", run: () => press("[data-run]") }])),
      // Tab is left alone: it leads out of the editor.
      keymap.of([...closeBracketsKeymap, ...completionKeymap, ...historyKeymap, ...defaultKeymap]),
      [lineNumbers(), history(), drawSelection(), bracketMatching(), closeBrackets(), EditorView.lineWrapping],
      StreamLanguage.define(cypher),
      syntaxHighlighting(classHighlighter),
      autocompletion({ override: [completer(setup, parameters)], icons: false }),
      [linter(look, { delay: QUIET_MS }), lintGutter()],
      EditorState.changeFilter.of((change) => change.newDoc.length <= MOST || change.newDoc.length < change.startState.doc.length),
      EditorView.contentAttributes.of({
        ...{ "aria-labelledby": "query-text-label", "aria-describedby": "query-text-hint query-keys-hint", spellcheck: "false" },
        ...(field.getAttribute("aria-invalid") ? { "aria-invalid": "true" } : {}),
      }),
      EditorView.updateListener.of((update) => {
        if (update.docChanged) field.value = update.state.doc.toString();
      }),
    ],
  }),
});

field.hidden = true;
byId("query-keys-hint").hidden = false;
byId("query-text-label").addEventListener("click", () => view.focus());
parameters.addEventListener("change", () => void check());
form.querySelector("[value=check]")?.addEventListener("click", (event) => {
  event.preventDefault();
  void check();
});
