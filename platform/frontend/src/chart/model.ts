// What is on the chart, and how it came there. No drawing, no network: this is what the tests hold.

export type LinkStyle = "recorded" | "lead" | "hit" | "unknown_leg" | "inferred" | "excluded";

/** What stands in a ring on the middle of a line: nobody is recorded there, or an examiner found that there is no link. */
export const RINGS: Partial<Record<LinkStyle, string>> = { unknown_leg: "?", excluded: "×" };

export interface ChartNode {
  id: string;
  kind: string;
  label: string;
  sub: string;
  mono: boolean;
  href: string;
  /** Links of this thing that the person may see, drawn or not; null where nobody counted them yet. */
  total: number | null;
  /** How many of them are not drawn because the lines beside them say the same records. */
  told?: number;
  /** Column in the lane layout; see lanes.ts. */
  lane: number;
  /** Its own day, where it has one. */
  date?: string;
}

export interface ChartEdge {
  id: string;
  from: string;
  to: string;
  link: string;
  style: LinkStyle;
  label: string;
  count: number;
  /** Days of its first and last record, where dated. */
  first?: string;
  last?: string;
  /** Where its pane is: what it means, where it comes from. */
  pane: string;
}

export interface Part {
  nodes: ChartNode[];
  edges: ChartEdge[];
}

export interface Place {
  x: number;
  y: number;
}

interface State {
  readonly nodes: ReadonlyMap<string, ChartNode>;
  readonly edges: ReadonlyMap<string, ChartEdge>;
  readonly places: ReadonlyMap<string, Place>;
  readonly pinned: ReadonlySet<string>;
  /** Taken off by hand; they can be brought back. */
  readonly hidden: ReadonlyMap<string, ChartNode>;
  /** Things whose leaves were folded away. */
  readonly collapsed: ReadonlySet<string>;
}

const EMPTY: State = { nodes: new Map(), edges: new Map(), places: new Map(), pinned: new Set(), hidden: new Map(), collapsed: new Set() };

/** A saved chart as this person may see it. */
export interface Opened extends Part {
  hidden: ChartNode[];
  places: (Place & { id: string; pinned: boolean })[];
  collapsed: string[];
}

/** Steps that can be undone. */
export const MOST_STEPS = 200;
/** Elements that the canvas still moves smoothly with (facts: 2,000 at 56 frames a second). */
export const MOST_ELEMENTS = 2000;

export type Listener = () => void;

export class ChartModel {
  private history: State[] = [EMPTY];
  private at = 0;
  private listeners: Listener[] = [];
  selected: string | null = null;
  /** Things that a step acts on: the selected one, or all within a drawn box. */
  chosen: ReadonlySet<string> = new Set();
  private kept: State = EMPTY;

  /** Call back after every change of what is shown or selected. */
  onChange(listener: Listener): void {
    this.listeners.push(listener);
  }

  get state(): State {
    return this.history[this.at]!;
  }

  get step(): number {
    return this.at;
  }

  get steps(): number {
    return this.history.length - 1;
  }

  get canUndo(): boolean {
    return this.at > 1;
  }

  get canRedo(): boolean {
    return this.at < this.history.length - 1;
  }

  /** Add things and links, with places for the new ones. Returns how many nodes came in; links need both ends. */
  add(part: Part, place: (fresh: ChartNode[], now: State) => Map<string, Place>): number {
    const nodes = new Map(this.state.nodes);
    const fresh: ChartNode[] = [];
    for (const node of part.nodes) {
      const known = nodes.get(node.id);
      if (!known) fresh.push(node);
      // What was counted or told stays known where this part does not say it.
      nodes.set(node.id, { ...known, ...node, total: node.total ?? known?.total ?? null });
    }
    const edges = new Map(this.state.edges);
    for (const edge of part.edges) {
      if (nodes.has(edge.from) && nodes.has(edge.to)) edges.set(edge.id, edge);
    }
    if (nodes.size + edges.size > MOST_ELEMENTS) return -1;
    const hidden = new Map([...this.state.hidden].filter(([id]) => !nodes.has(id)));
    const before = { ...this.state, nodes, edges, hidden };
    if (fresh.length === 0 && edges.size === this.state.edges.size) {
      // Nothing to undo: what stood there already may only have been counted.
      const now = this.state;
      this.amend((state) => (state === now ? before : state));
      return 0;
    }
    const places = new Map(this.state.places);
    for (const [id, at] of place(fresh, before)) places.set(id, at);
    this.push({ ...before, places });
    return fresh.length;
  }

  /** Take things off the chart with their links. Data is not touched. */
  hide(ids: Iterable<string>, folded = ""): number {
    const gone = new Set([...ids].filter((id) => this.state.nodes.has(id)));
    if (gone.size === 0) return 0;
    const nodes = new Map([...this.state.nodes].filter(([id]) => !gone.has(id)));
    const edges = new Map([...this.state.edges].filter(([, e]) => !gone.has(e.from) && !gone.has(e.to)));
    const pinned = new Set([...this.state.pinned].filter((id) => !gone.has(id)));
    const hidden = new Map([...this.state.hidden, ...[...gone].map((id) => [id, this.state.nodes.get(id)!] as const)]);
    const collapsed = new Set([...this.state.collapsed, ...(folded ? [folded] : [])].filter((id) => nodes.has(id)));
    this.chosen = new Set([...this.chosen].filter((id) => nodes.has(id)));
    if (this.selected !== null && (gone.has(this.selected) || !this.has(this.selected, nodes, edges))) this.selected = null;
    this.push({ ...this.state, nodes, edges, pinned, hidden, collapsed });
    return gone.size;
  }

  /** Begin with a saved chart, or with one that is not (`isKept`); nothing before it can be undone. */
  load(opened: Opened, isKept = true): void {
    const nodes = new Map(opened.nodes.map((node) => [node.id, node]));
    const edges = new Map(opened.edges.filter((edge) => nodes.has(edge.from) && nodes.has(edge.to)).map((edge) => [edge.id, edge]));
    const places = new Map(opened.places.map(({ id, x, y }) => [id, { x, y }]));
    const pinned = new Set(opened.places.filter((at) => at.pinned).map((at) => at.id));
    const hidden = new Map(opened.hidden.map((node) => [node.id, node]));
    this.history = [EMPTY];
    this.at = 0;
    this.push({ nodes, edges, places, pinned, hidden, collapsed: new Set(opened.collapsed) });
    if (isKept) this.keep();
  }

  /** Note that what is drawn now is saved. */
  keep(): void {
    this.kept = this.state;
    this.tell();
  }

  /** Whether something was changed since it was saved. */
  get isChanged(): boolean {
    return this.state !== this.kept;
  }

  /** Take everything off but a thing and what is joined to it. Pinned things stay. */
  hideOthers(id: string): number {
    if (!this.state.nodes.has(id)) return 0;
    const ids = this.chosen.size > 1 ? [...this.chosen] : [id];
    const kept = new Set([...ids, ...ids.flatMap((one) => this.neighbours(one)), ...this.state.pinned]);
    return this.hide([...this.state.nodes.keys()].filter((one) => !kept.has(one)));
  }

  /** Take off what hangs on a thing and on nothing else: an expansion the other way round. Pinned things stay. */
  collapse(id: string): number {
    const leaves = this.neighbours(id).filter((one) => one !== id && !this.state.pinned.has(one));
    return this.hide(leaves.filter((one) => this.neighbours(one).every((next) => next === id || next === one)), id);
  }

  private has(id: string, nodes: ReadonlyMap<string, unknown>, edges: ReadonlyMap<string, unknown>): boolean {
    return nodes.has(id) || edges.has(id);
  }

  /** Fix a thing where it is, or let it go. */
  pin(id: string): boolean {
    if (!this.state.nodes.has(id)) return false;
    const pinned = new Set(this.state.pinned);
    const now = !pinned.has(id);
    for (const one of this.chosen.has(id) ? this.chosen : [id]) {
      if (now) pinned.add(one);
      else pinned.delete(one);
    }
    this.push({ ...this.state, pinned });
    return now;
  }

  /** Note new places of things, as one step. */
  move(moved: Map<string, Place>): void {
    const places = new Map(this.state.places);
    for (const [id, at] of moved) places.set(id, at);
    this.push({ ...this.state, places });
  }

  select(id: string | null): void {
    if (id !== null && !this.has(id, this.state.nodes, this.state.edges)) return;
    if (this.selected === id && this.chosen.size <= 1) return;
    this.selected = id;
    this.chosen = new Set(id !== null && this.state.nodes.has(id) ? [id] : []);
    this.tell();
  }

  /** Choose several things at once; the selected one is `first`, else the one before, else the first of them. */
  choose(ids: Iterable<string>, first: string | null = null): number {
    const found = [...ids].filter((id) => this.state.nodes.has(id));
    this.chosen = new Set(found);
    if (first !== null && this.chosen.has(first)) this.selected = first;
    else if (this.selected === null || !this.chosen.has(this.selected)) this.selected = found[0] ?? null;
    this.tell();
    return this.chosen.size;
  }

  /** Add one thing to what is chosen, or take it out. */
  toggle(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.choose(chosen);
  }

  undo(): boolean {
    return this.go(this.canUndo, -1);
  }

  redo(): boolean {
    return this.go(this.canRedo, 1);
  }

  private go(can: boolean, by: number): boolean {
    if (!can) return false;
    this.at += by;
    this.chosen = new Set([...this.chosen].filter((id) => this.state.nodes.has(id)));
    if (this.selected !== null && !this.has(this.selected, this.state.nodes, this.state.edges)) this.selected = null;
    this.tell();
    return true;
  }

  /** Links of a thing that are drawn; a bundle counts as many as it stands for. */
  drawn(id: string): number {
    let drawn = 0;
    for (const edge of this.state.edges.values()) if (edge.from === id || edge.to === id) drawn += 1;
    return drawn;
  }

  /** Links of a thing that are not drawn. Never negative: a bundle may join what two links join elsewhere. */
  undrawn(id: string): number {
    const node = this.state.nodes.get(id);
    return node?.total ? Math.max(node.total - this.drawn(id) - (node.told ?? 0), 0) : 0;
  }

  /** How many things are on the chart whose links nobody counted yet. */
  uncounted(): number {
    return [...this.state.nodes.values()].filter((node) => node.total === null).length;
  }

  /** Note the links of a thing that were not counted before. No step: nothing is on the chart that was not. */
  counted(id: string, total: number): void {
    this.amend((state) => {
      const node = state.nodes.get(id);
      return node?.total === null ? { ...state, nodes: new Map([...state.nodes, [id, { ...node, total }]]) } : state;
    });
  }

  /** Lines that come after the things they join, or with truer numbers: no step of their own, and undone with the things. */
  join(lines: ChartEdge[]): void {
    this.amend((state) => {
      const fresh = lines.filter((line) => state.nodes.has(line.from) && state.nodes.has(line.to));
      if (fresh.length === 0 || state.nodes.size + state.edges.size + fresh.length > MOST_ELEMENTS) return state;
      return { ...state, edges: new Map([...state.edges, ...fresh.map((line) => [line.id, line] as const)]) };
    });
  }

  /** How many things are within reach: drawn, and one step beyond. */
  reach(): number {
    let beyond = 0;
    for (const id of this.state.nodes.keys()) beyond += this.undrawn(id);
    return this.state.nodes.size + beyond;
  }

  /** Names that several persons on the chart have: perhaps one person in two records. Never joined here. */
  sameNames(): { name: string; ids: string[] }[] {
    const byName = new Map<string, ChartNode[]>();
    for (const node of this.state.nodes.values()) {
      if (node.kind !== "person" || !node.label) continue;
      const key = node.label.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, " ").trim();
      byName.set(key, [...(byName.get(key) ?? []), node]);
    }
    return [...byName.values()].filter((some) => some.length > 1).map((some) => ({ name: some[0]!.label, ids: some.map((one) => one.id) }));
  }

  /** The neighbours of a thing in a fixed order, for the arrow keys. */
  neighbours(id: string): string[] {
    const found = new Set<string>();
    for (const edge of this.state.edges.values()) {
      if (edge.from === id) found.add(edge.to);
      if (edge.to === id) found.add(edge.from);
    }
    const label = (one: string) => this.state.nodes.get(one)?.label ?? "";
    return [...found].sort((a, b) => label(a).localeCompare(label(b)) || a.localeCompare(b));
  }

  private push(next: State): void {
    this.history = [...this.history.slice(0, this.at + 1), next].slice(-MOST_STEPS - 1);
    this.at = this.history.length - 1;
    this.tell();
  }

  private amend(better: (state: State) => State): void {
    const before = this.history;
    this.history = before.map(better);
    const kept = before.indexOf(this.kept);
    if (kept >= 0) this.kept = this.history[kept]!;
    if (this.history.some((state, at) => state !== before[at])) this.tell();
  }

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
