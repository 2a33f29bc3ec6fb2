// The link chart: model, canvas, list and panes joined by one selection.
import { Brush, type BrushWords } from "./chart/brush";
import { Find, type FindWords } from "./chart/find";
import { placeAll, placeFresh } from "./chart/lanes";
import { showLegend } from "./chart/legend";
import { asLeft, leave, redirects, takeLeft } from "./chart/left";
import { AskingTab, type AskingWords } from "./chart/asking";
import { offerQuestions } from "./chart/questions";
import { itemsFor, Menu } from "./chart/menu";
import { ChartModel, MOST_ELEMENTS, type ChartNode, type Part, type Place } from "./chart/model";
import { Pane } from "./chart/pane";
import { listenForTools } from "./chart/pressed";
import { chartAsSvg } from "./chart/print";
import { arranged, type Layout, placeByRank } from "./chart/ranks";
import { Saving, type SaveWords } from "./chart/save";
import { type Cut, Refused, type SaveBody, type Saved, Source, type SourceWords, Unanswered } from "./chart/source";
import { showAble, showReach } from "./chart/around";
import { Stage } from "./chart/stage";
import { Told, say, speak, unsay } from "./chart/told";
import { Tabs } from "./chart/tabs";
import { Twin, type TwinWords } from "./chart/twin";
import { nextOf } from "./chart/walk";
import { idsOf, WaysTab, type WaysWords } from "./chart/ways";

interface Setup {
  who: string;
  start: string;
  chart: string;
  version: number;
  base: string;
  csrf: string;
  language: string;
  thing: string;
  questions: string;
  words: Record<string, string> & { twin: TwinWords; brush: BrushWords; find: FindWords; save: SaveWords; source: SourceWords; ways: WaysWords; asking: AskingWords };
}

const byId = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;
const setup = JSON.parse(byId("chart-setup").textContent ?? "{}") as Setup;
const words = setup.words;
const told = new Told(byId("busy"), byId("trouble"), () => source.stop());
const source = new Source(setup.base, setup.csrf, setup.language, words.source, (count) => told.asking(count));
const model = new ChartModel();
const pane = new Pane(model, byId("pane-right"), byId("thing"), setup.thing);
const stage = new Stage(model, byId("canvas"), byId<HTMLCanvasElement>("canvas-labels"));
const twin = new Twin(model, byId("twin"), words.twin);
/** Where the next page of an expansion begins, by thing, link and direction. */
const nextPage = new Map<string, string>();
const menu = new Menu(byId("chart-menu"));
const find = new Find(byId<HTMLDialogElement>("find-thing"), source, words.find, setup.language, (id) => void addThings([id]));
const saving = new Saving(model, byId<HTMLDialogElement>("save-chart"), source, words.save, (saved) => isSaved(saved));
const waysTab = new WaysTab(model, source, byId("panel-path"), words.ways, words.twin.kinds, (from, to) => void drawPaths(from, to));
const askingTab = new AskingTab(byId("panel-query"), words.asking, setup.questions, fail);
new Tabs(byId("pane-tabs"), showTabs);
const brush = new Brush(model, byId("brush"), words.brush, setup.language, (faint) => stage.fade(faint));

function fill(key: string, values: Record<string, string | number>): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

const number = (n: number) => n.toLocaleString(setup.language === "es" ? "es-MX" : "en-US");

function message(text: string): void {
  const box = byId("canvas-message");
  box.hidden = text === "";
  if (text) box.replaceChildren(Object.assign(document.createElement("p"), { textContent: text }));
}

/** Says why nothing came. What was refused would be refused again; what had no answer may be tried again. */
function fail(error: unknown, again: () => void): void {
  told.fail(error instanceof Refused ? error.message : words["failed"]!, error instanceof Refused && !(error instanceof Unanswered) ? null : again);
  if (model.state.nodes.size === 0) message(words["nothing_yet"]!);
}

function places(fresh: ChartNode[], now: typeof model.state): Map<string, Place> {
  if (now.places.size === 0) return placeAll([...now.nodes.values()], now.edges.values());
  return placeFresh(fresh, now.edges.values(), now.places);
}

function showCut(now: Cut): void {
  const cut = byId("chart-cut");
  cut.hidden = now.id === "";
  cut.textContent = now.text;
  cut.title = now.id;
}

/** This chart is that saved one: its name, its files, its address. */
function isSaved(saved: Saved): void {
  saving.is(saved.chart, saved.version, saved.title);
  byId("chart-name").hidden = false;
  byId("chart-name").textContent = `${saved.title} v${saved.version}`;
  byId("chart-name").title = saved.text;
  byId("chart-files").hidden = false;
  for (const link of document.querySelectorAll<HTMLAnchorElement>("#chart-files a")) {
    link.href = `/charts/${saved.chart}/chart.${link.dataset.form}?version=${saved.version}`;
  }
  window.history.replaceState(null, "", `/charts/${saved.chart}`);
  document.title = `${saved.title} · Ironriver`;
  speak(saved.text);
  showTools();
}

async function reopen(chart: string, version: number): Promise<void> {
  try {
    const opened = await source.open(chart, version);
    model.load(opened);
    showCut(opened.cut);
    message("");
    stage.fit();
    isSaved(opened);
    if (opened.more > 0) say(`${opened.text}. ${fill("more_lines", { n: number(opened.more) })}`);
  } catch (error) {
    fail(error, () => void reopen(chart, version));
  }
}

/** The chart as it was when the door came between: what is still open to the person, where it stood. */
async function goOn(left: SaveBody): Promise<void> {
  try {
    const saved = left.chart ? await source.open(left.chart, left.seen) : null;
    const part = await source.things([...left.nodes.map((at) => at.id), ...left.hidden].slice(0, MOST_ELEMENTS));
    model.load(asLeft(left, part), false);
    showCut(part.cut);
    message("");
    stage.fit();
    if (saved) isSaved(saved);
    say(words["came_back"]!);
  } catch (error) {
    fail(error, () => void goOn(left));
  }
}

/** Put named things on the chart with their lines to what is drawn; the first of them is selected. */
async function addThings(ids: string[]): Promise<boolean> {
  try {
    const fresh = ids.filter((id) => !model.state.nodes.has(id));
    const part = fresh.length ? await source.things(fresh) : null;
    if (part && part.nodes.length === 0 && fresh.length === ids.length) {
      say(words["not_added"]!);
      return false;
    }
    if (part?.nodes.length && !addPart(await joined(part))) return false;
    message("");
    stage.fit();
    model.select(ids.find((id) => model.state.nodes.has(id)) ?? null);
    return true;
  } catch (error) {
    fail(error, () => void addThings(ids));
    return false;
  }
}

/** Ways between two things in the order of time, drawn with every unknown leg: from the tab, or of the two that are chosen. */
async function drawPaths(start = "", end = ""): Promise<void> {
  const [from, to] = start ? [start, end] : [...model.chosen];
  if (!from || !to || (!start && model.chosen.size !== 2)) return say(words["choose_two"]!);
  try {
    const found = await waysTab.find(from, to, start !== "");
    const finding = found.finding[setup.language] ?? "";
    const ids = found.ways.flatMap(idsOf);
    if (ids.length) await addThings([...new Set([from, ...ids, to])]);
    if (found.ways[0]) model.choose(idsOf(found.ways[0]));
    waysTab.list(found, finding);
    byId("path-said").hidden = false;
    byId("path-said").textContent = finding;
    byId<HTMLAnchorElement>("path-page").hidden = false;
    byId<HTMLAnchorElement>("path-page").href = `/paths?from=${encodeURIComponent(from)}&to=${encodeURIComponent(to)}&links=chain&links=contacts`;
    speak(finding);
  } catch (error) {
    fail(error, () => void drawPaths(start, end));
  }
}

/** Draw what came; false where the chart has no room for it, which is said. */
function addPart(part: Part & { cut: Cut; left?: number }): boolean {
  told.clear();
  showCut(part.cut);
  const came = model.add(part, places);
  if (came < 0) told.fail(words["too_many"]!, null);
  else if (part.left) say(fill("left", { n: number(came), left: number(part.left) }));
  else say(came > 0 ? fill("came", { n: number(came) }) : words["nothing_more"]!);
  return came >= 0;
}

async function start(id: string): Promise<void> {
  try {
    const part = await source.start(id);
    addPart(part);
    message("");
    stage.fit();
    // In a narrow window the pane is a drawer over the chart: it opens when something is chosen, not before.
    if (window.matchMedia("(min-width: 1100px)").matches) model.select(id);
    if (part.later?.length) void countLater(part.later);
  } catch (error) {
    fail(error, () => void start(id));
  }
}

/** The links of things that have very many, and the lines among them, once these are counted. Organisations wait to be chosen. */
async function countLater(ids: string[]): Promise<void> {
  try {
    const waiting = ids.filter((id) => model.state.nodes.get(id)?.kind === "dealer" && model.state.nodes.get(id)?.total === null);
    for (const id of waiting) model.counted(id, await source.counts(id));
    if (ids.length > 1) model.join((await source.between(ids, [])).edges);
  } catch (error) {
    fail(error, () => void countLater(ids));
  }
}

/** What came in, with its lines to what is drawn: one step of the history. */
async function joined<T extends Part>(part: T): Promise<T> {
  const [drawn, came] = [[...model.state.nodes.keys()], part.nodes.map((node) => node.id)];
  const fresh = came.filter((id) => !model.state.nodes.has(id));
  if (fresh.length === 0 || fresh.length + drawn.length > MOST_ELEMENTS) return part;
  const lines = await source.between(fresh, drawn);
  return { ...part, edges: [...part.edges, ...lines.edges] };
}

async function expand(id: string, link: string, direction: string): Promise<void> {
  const key = `${id} ${link} ${direction}`;
  try {
    const part = await source.expand(id, link, direction, nextPage.get(key) ?? "");
    if (!addPart(await joined(part))) return;
    // Only now: where the lines did not come, or had no room, trying again asks for this page, not for the next.
    nextPage.set(key, part.after);
    stage.fit();
  } catch (error) {
    fail(error, () => void expand(id, link, direction));
  }
}

function showTools(): void {
  showAble(model, saving.saved.chart);
  showReach(model, fill, number);
}

function showTabs(): void {
  waysTab.show();
  void askingTab.show(model.selected !== null && model.state.nodes.has(model.selected) ? model.selected : null);
}

model.onChange(() => {
  unsay();
  stage.show();
  showTabs();
  brush.show();
  showLegend(model);
  showTools();
  if (!byId("twin").hidden) twin.show();
  pane.refresh(model.selected);
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
  byId("pane-right").classList.add("open");
  const first = document.querySelector<HTMLElement>("#counts [data-expand]");
  first?.focus();
  say(words[first ? "choose_link" : "nothing_more"]!);
}

function walk(key: string, adding = false): void {
  if (model.selected === null || !model.state.nodes.has(model.selected)) {
    const first = [...model.state.nodes.keys()][0];
    if (first) model.select(first);
    return;
  }
  const best = nextOf(model, model.selected, key);
  if (!best) return say(words["no_neighbour"]!);
  if (adding) model.choose([...model.chosen, best], best);
  else model.select(best);
  stage.reveal(best);
  const node = model.state.nodes.get(best)!;
  speak(`${words.twin.kinds[node.kind] ?? ""} ${node.label}, ${node.sub}`);
}

function arrange(layout: Layout): void {
  model.move(arranged(model, layout));
  stage.fit();
}

const tools: Record<string, () => void> = {
  undo: () => void model.undo(),
  redo: () => void model.redo(),
  expand: openCounts,
  hide: () => {
    const gone = model.hide(model.chosen);
    if (gone) say(gone === 1 ? words["hidden"]! : fill("hidden_n", { n: number(gone) }));
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
  restore: () => void addThings([...model.state.hidden.keys()]),
  path: () => void drawPaths(),
  find: () => find.open(),
  save: () => saving.open(),
  box: () => {
    const button = document.querySelector<HTMLElement>("[data-tool=box]")!;
    const on = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(on));
    stage.boxing(on);
  },
  all: () => say(fill("chosen_n", { n: number(model.choose(model.state.nodes.keys())) })),
  near: () => {
    if (model.selected === null) return;
    say(fill("chosen_n", { n: number(model.choose([model.selected, ...model.neighbours(model.selected)])) }));
  },
  menu: () => openMenu(),
};

/** The menu of what is selected, at its place. */
function openMenu(at?: Place): void {
  const id = model.selected;
  if (id === null) return say(words["choose_one"]!);
  const node = model.state.nodes.get(id);
  const page = node?.href && (() => window.location.assign(node.href));
  const row = document.activeElement?.closest<HTMLElement>("#twin tr[data-id]")?.getBoundingClientRect();
  const place = at ?? (row ? { x: row.left + 40, y: row.bottom } : stage.whereIs(id));
  const questions = () => void offerQuestions(menu, id, place, setup.questions).then((some) => some || say(words["no_question"]!), (error) => fail(error, questions));
  menu.open(itemsFor(node !== undefined, words, { ...tools, questions, ...(page ? { page } : {}) }, model.chosen.size === 2), place);
}

stage.onMenu((id, at) => {
  if (!model.chosen.has(id)) model.select(id);
  openMenu(at);
});
byId("canvas").addEventListener("contextmenu", (event) => event.preventDefault());

document.addEventListener("click", (event) => {
  const target = event.target as HTMLElement;
  const button = target.closest<HTMLButtonElement>("[data-tool]");
  if (button && !button.disabled) tools[button.dataset.tool!]?.();
  const more = target.closest<HTMLElement>("[data-expand]");
  if (more) void expand(more.dataset.expand!, more.dataset.link!, more.dataset.direction!);
});

listenForTools(document, {
  tools,
  walk,
  close: () => model.select(null),
  isMenuOpen: () => menu.isOpen,
  isTable: () => !byId("twin").hidden,
  sayChooseTwo: () => say(words["choose_two"]!),
});

function drawForPaper(): void {
  byId("print-chart").innerHTML = chartAsSvg(model, words["chart"]!);
  twin.show();
}

window.addEventListener("beforeprint", drawForPaper);
window.matchMedia("print").addEventListener("change", (event) => event.matches && drawForPaper());
window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => stage.recolour());
void document.fonts.ready.then(() => stage.show());

const address = () => window.location.pathname + window.location.search;
const left = takeLeft(window.sessionStorage, setup.who, address(), redirects());
window.addEventListener("pagehide", () => {
  if (model.isChanged) leave(window.sessionStorage, setup.who, address(), saving.body());
});
if (left) void goOn(left);
else if (setup.chart) void reopen(setup.chart, setup.version);
else if (setup.start) void start(setup.start);
showTools();
pane.tellCounts(document);
pane.tellSilence(document, told, words.source);

// For the browser tests, which look at what is drawn rather than at pixels.
Object.assign(window, { ironriverChart: { model, stage } });
