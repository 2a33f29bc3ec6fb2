// What is typed over a selection goes straight into the editor's text. Left to Chromium's own editing it puts style
// attributes on the words, to keep the colours of what was there, and the page's policy rightly refuses each.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export function typedOver(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const text = event.data;
      const chosen = view.state.selection.main;
      // A composition (an accent, an input method) is the browser's to end.
      if (event.inputType !== "insertText" || !text || chosen.empty || view.composing || view.state.readOnly) return false;
      event.preventDefault();
      const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
      // Who listens to typing is asked first, as when the browser edits: brackets close around what is chosen.
      const listeners = view.state.facet(EditorView.inputHandler);
      if (!listeners.some((listens) => listens(view, chosen.from, chosen.to, text, insert))) view.dispatch(insert());
      return true;
    },
  });
}
