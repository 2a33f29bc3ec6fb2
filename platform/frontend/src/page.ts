// What every page has: the sheet, htmx, keys, the print button.
import "../css/main.css";
import "htmx.org";
import { forget } from "./chart/left";
import { judgeEarly } from "./judged";
import { listenForKeys } from "./keys";
import { closeFolded } from "./more";
import { runByKeys, tellRunning } from "./query";

listenForKeys(document);
closeFolded(document);
runByKeys(document);
tellRunning(document);
if (!document.querySelector("main.entry, #chart-setup")) forget(window.sessionStorage);
// htmx takes up the page in a task of its own, put off when it was imported: this one comes after it.
setTimeout(() => judgeEarly(document));

for (const button of document.querySelectorAll<HTMLButtonElement>("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
