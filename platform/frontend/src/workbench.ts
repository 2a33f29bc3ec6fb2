// The link chart: model, canvas, list and panes joined by one selection.
import htmx from "htmx.org";
import { isTyping } from "./keys";
import { placeAll, placeFresh } from "./chart/lanes";
import { ChartModel, type ChartEdge, MOST_ELEMENTS, type ChartNode, type Part, type Place } from "./chart/model";
import { chartAsSvg } from "./chart/print";
import { placeByRank } from "./chart/ranks";
import { type Cut, Refused, Source } from "./chart/source";
import { Stage } from "./chart/stage";
import { Twin, type TwinWords } from "./chart/twin";

interface Setup {
  start: string;
  base: string;
  csrf: string;
  language: string;
  thing: string;
  words: Record<string, string> & { twin: TwinWords };
}

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const setup = JSON.parse(byId("chart-setup").textContent ?? "{}") as Setup;
const words = setup.words;
const source = new Source(setup.base, setup.csrf, setup.language);
const model = new ChartModel();
const stage = new Stage(model, byId("canvas"), byId<HTMLCanvasElement>("canvas-labels"));
const twin = new Twin(model, byId("twin"), words.twin);
/** Where the next page of an expansion begins, by thing, link and direction. */
const nextPage = new Map<string, string>();
let paneShows: string | null = null;

function fill(key: string, values: Record<string, string | number>): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

const number = (n: number) => n.toLocaleString(setup.language === "es" ? "es-MX" : "en-US");

function say(text: string): void {
  byId("live").textContent = text;
}

function message(text: string): void {
  const box = byId("canvas-message");
  box.hidden = text === "";
  if (text) box.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
}

function fail(error: unknown): void {
  const text = error instanceof Refused ? error.message : words["failed"]!;
  say(text);
  if (model.state.nodes.size === 0) message(text);
}

function places(fresh: ChartNode[], now: typeof model.state): Map<string, Place> {
  if (now.places.size === 0) return placeAll([...now.nodes.values()], now.edges.values());
  return placeFresh(fresh, now.edges.values(), now.places);
}

function addPart(part: Part & { cut: Cut }): void {
  const cut = byId("chart-cut");
  cut.hidden = part.cut.id === "";
  cut.textContent = part.cut.text;
  cut.title = part.cut.id;
  const came = model.add(part, places);
  say(came < 0 ? words["too_many"]! : fill("came", { n: number(came) }));
}

async function start(id: string): Promise<void> {
  try {
    addPart(await source.start(id));
    message("");
    stage.fit();
    // In a narrow window the pane is a drawer over the chart: it opens when something is chosen, not before.
    if (window.matchMedia("(min-width: 1100px)").matches) model.select(id);
  } catch (error) {
    fail(error);
  }
}

/** What came in, with its lines to what is drawn: one step of the history. */
async function joined<T extends Part>(part: T): Promise<T> {
  const drawn = [...model.state.nodes.keys()];
  const fresh = part.nodes.map((node) => node.id).filter((id) => !model.state.nodes.has(id));
  if (fresh.length === 0 || fresh.length + drawn.length > MOST_ELEMENTS) return part;
  const lines = await source.between(fresh, drawn);
  return { ...part, edges: [...part.edges, ...lines.edges] };
}

async function expand(id: string, link: string, direction: string): Promise<void> {
  const key = `${id} ${link} ${direction}`;
  try {
    const part = await source.expand(id, link, direction, nextPage.get(key) ?? "");
    nextPage.set(key, part.after);
    addPart(await joined(part));
    stage.fit();
    say(part.left > 0 ? fill("left", { n: number(part.nodes.length), left: number(part.left) }) : fill("came", { n: number(part.nodes.length) }));
  } catch (error) {
    fail(error);
  }
}

/** Show the facts of what is selected; once per selection, since each look is logged. */
function refreshPane(id: string | null, again = false): void {
  if (id === paneShows && !again) return;
  paneShows = id;
  const pane = byId("pane-right");
  pane.classList.toggle("open", id !== null);
  if (id === null) {
    byId("thing").replaceChildren();
    return;
  }
  const edge = model.state.edges.get(id);
  const address = edge ? edge.pane : `${setup.thing}/${encodeURIComponent(id)}`;
  // An answer may come after something else was chosen: then show that instead.
  void htmx.ajax("GET", address, "#thing").then(() => {
    if (paneShows !== id) refreshPane(paneShows, true);
  });
}

function showLegend(): void {
  const counts = new Map<string, number>();
  for (const node of model.state.nodes.values()) counts.set(node.kind, (counts.get(node.kind) ?? 0) + 1);
  for (const item of document.querySelectorAll<HTMLElement>("#legend [data-kind]")) {
    const count = counts.get(item.dataset.kind!) ?? 0;
    item.querySelector(".figure")!.textContent = String(count);
  }
}

function showTools(): void {
  const some = model.state.nodes.size > 0;
  const chosen = model.selected !== null && model.state.nodes.has(model.selected);
  const able: Record<string, boolean> = { undo: model.canUndo, redo: model.canRedo, expand: chosen, hide: chosen, pin: chosen, collapse: chosen, others: chosen };
  for (const button of document.querySelectorAll<HTMLButtonElement>("[data-tool]")) button.disabled = !(able[button.dataset.tool!] ?? some);
  document.querySelector("[data-tool=pin]")?.setAttribute("aria-pressed", String(chosen && model.state.pinned.has(model.selected!)));
  byId("history").textContent = some ? `${model.step}/${model.steps}` : "";
  const showing = byId("showing");
  const [drawn, reach] = [model.state.nodes.size, model.reach()];
  showing.hidden = !some || drawn >= reach;
  showing.textContent = fill("showing", { n: number(drawn), all: number(reach) });
  const same = model.sameNames();
  byId("same-names").hidden = same.length === 0;
  byId("same-names").textContent = same.map(({ name, ids }) => fill("same_names", { n: number(ids.length), name })).join(" · ");
}

model.onChange(() => {
  stage.show();
  showLegend();
  showTools();
  if (!byId("twin").hidden) twin.show();
  refreshPane(model.selected);
});

stage.cy.on("zoom", () => {
  byId("zoom").textContent = `${Math.round(stage.cy.zoom() * 100)} %`;
});

function showTable(on: boolean): void {
  byId("twin").hidden = !on;
  document.querySelector<HTMLElement>(".canvas-box")!.hidden = on;
  document.querySelector("[data-tool=table]")?.setAttribute("aria-pressed", String(on));
  if (on) {
    twin.show();
    twin.focus();
  } else {
    // Keys would otherwise still go to a row that nobody sees.
    (document.activeElement as HTMLElement | null)?.blur();
    stage.cy.resize();
  }
}

function openCounts(): void {
  const first = document.querySelector<HTMLElement>("#counts [data-expand]");
  byId("pane-right").classList.add("open");
  if (first) first.focus();
  else say(words["nothing_more"]!);
}

function walk(key: string): void {
  if (model.selected === null || !model.state.nodes.has(model.selected)) {
    const first = [...model.state.nodes.keys()][0];
    if (first) model.select(first);
    return;
  }
  const here = model.state.places.get(model.selected)!;
  const ahead = model.neighbours(model.selected).map((id) => ({ id, at: model.state.places.get(id)! }));
  const [dx, dy] = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[key]!;
  const along = (at: Place) => (at.x - here.x) * dx! + (at.y - here.y) * dy!;
  const aside = (at: Place) => Math.abs((at.x - here.x) * dy! + (at.y - here.y) * dx!);
  const best = ahead.filter((one) => along(one.at) > 1).sort((a, b) => along(a.at) + 2 * aside(a.at) - along(b.at) - 2 * aside(b.at))[0];
  if (!best) return say(words["no_neighbour"]!);
  model.select(best.id);
  stage.reveal(best.id);
  const node = model.state.nodes.get(best.id)!;
  say(`${words.twin.kinds[node.kind] ?? ""} ${node.label}, ${node.sub}`);
}

/** Put everything where a layout wants it; what is pinned stays where it is. */
function arrange(layout: (nodes: ChartNode[], edges: Iterable<ChartEdge>) => Map<string, Place>): void {
  const { nodes, edges, pinned, places: at } = model.state;
  const fresh = layout([...nodes.values()], edges.values());
  for (const id of pinned) fresh.set(id, at.get(id)!);
  model.move(fresh);
  stage.fit();
}

const tools: Record<string, () => void> = {
  undo: () => void model.undo(),
  redo: () => void model.redo(),
  expand: openCounts,
  hide: () => {
    if (model.selected !== null && model.hide([model.selected])) say(words["hidden"]!);
  },
  collapse: () => {
    if (model.selected !== null) say(fill("hidden_n", { n: number(model.collapse(model.selected)) }));
  },
  others: () => {
    if (model.selected !== null) say(fill("hidden_n", { n: number(model.hideOthers(model.selected)) }));
  },
  pin: () => {
    if (model.selected !== null) say(words[model.pin(model.selected) ? "pinned" : "unpinned"]!);
  },
  lanes: () => arrange(placeAll),
  ranks: () => arrange(placeByRank),
  force: () => void stage.relax().then((moved) => model.move(moved)),
  fit: () => stage.fit(),
  table: () => showTable(byId("twin").hasAttribute("hidden")),
  zoom_in: () => stage.zoomBy(1.25),
  zoom_out: () => stage.zoomBy(0.8),
  close: () => model.select(null),
  print: () => window.print(),
};

document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const button = target.closest<HTMLButtonElement>("[data-tool]");
  if (button && !button.disabled) tools[button.dataset.tool!]?.();
  const more = target.closest<HTMLElement>("[data-expand]");
  if (more) void expand(more.dataset.expand!, more.dataset.link!, more.dataset.direction!);
});

const letters: Record<string, string> = { e: "expand", c: "collapse", h: "hide", o: "others", p: "pin", f: "fit", t: "table" };

// Before the frame's own keys, and never for the letter that follows its `g`.
let afterG = -Infinity; // not 0: then every key in the first moments of a page would seem to follow a `g`
document.addEventListener(
  "keydown",
  (event) => {
    if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
    const waited = event.timeStamp - afterG;
    afterG = event.key === "g" ? event.timeStamp : -Infinity;
    if (waited < 1200) return;
    const withControl = event.ctrlKey || event.metaKey;
    const name: string | undefined = withControl ? { z: "undo", y: "redo" }[event.key.toLowerCase()] : event.altKey ? undefined : letters[event.key];
    const inList = (event.target as HTMLElement).closest?.("#twin, button, summary, pre");
    if (name) {
      event.preventDefault();
      tools[name]!();
    } else if (event.key.startsWith("Arrow") && !inList && byId("twin").hidden) {
      event.preventDefault();
      walk(event.key);
    } else if (event.key === "Escape") model.select(null);
  },
  { capture: true },
);

function drawForPaper(): void {
  byId("print-chart").innerHTML = chartAsSvg(model, words["chart"]!);
  twin.show();
}

window.addEventListener("beforeprint", drawForPaper);
window.matchMedia("print").addEventListener("change", (event) => event.matches && drawForPaper());
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => stage.recolour());
void document.fonts.ready.then(() => stage.show());

if (setup.start) void start(setup.start);
showTools();

// For the browser tests, which look at what is drawn rather than at pixels.
Object.assign(window, { ironriverChart: { model, stage } });
