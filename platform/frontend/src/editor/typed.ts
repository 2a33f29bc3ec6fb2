// What is typed over a selection, or deletes it, goes straight into the editor's text. Left to Chromium's own editing
// it puts style attributes on the words, to keep the colours of what was there, and the page's policy refuses each.
import type { Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";

export function typedOver(): Extension {
  return EditorView.domEventHandlers({
    beforeinput(event, view) {
      const text = event.data;
      const chosen = view.state.selection.main;
      // A composition (an accent, an input method) is the browser's to end.
      if (chosen.empty || view.composing || view.state.readOnly) return false;
      if (event.inputType.startsWith("deleteContent")) {
        event.preventDefault();
        view.dispatch(view.state.replaceSelection(""), { userEvent: "delete.selection", scrollIntoView: true });
        return true;
      }
      if (event.inputType !== "insertText" || !text) return false;
      event.preventDefault();
      const insert = () => view.state.update(view.state.replaceSelection(text), { userEvent: "input.type", scrollIntoView: true });
      // Who listens to typing is asked first, as when the browser edits: brackets close around what is chosen.
      const listeners = view.state.facet(EditorView.inputHandler);
      if (!listeners.some((listens) => listens(view, chosen.from, chosen.to, text, insert))) view.dispatch(insert());
      return true;
    },
  });
}
