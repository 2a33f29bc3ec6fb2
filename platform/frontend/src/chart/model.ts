// What is on the chart, and how it came there. No drawing, no network: this is what the tests hold.

export type LinkStyle = "recorded" | "lead" | "hit" | "unknown_leg" | "inferred";

export interface ChartNode {
  id: string;
  kind: string;
  label: string;
  sub: string;
  mono: boolean;
  href: string;
  /** Links of this thing that the person may see, drawn or not. */
  total: number;
  /** Column in the lane layout; see lanes.ts. */
  lane: number;
}

export interface ChartEdge {
  id: string;
  from: string;
  to: string;
  link: string;
  style: LinkStyle;
  label: string;
  count: number;
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
}

const EMPTY: State = { nodes: new Map(), edges: new Map(), places: new Map(), pinned: new Set() };

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
      if (!nodes.has(node.id)) fresh.push(node);
      nodes.set(node.id, node);
    }
    const edges = new Map(this.state.edges);
    for (const edge of part.edges) {
      if (nodes.has(edge.from) && nodes.has(edge.to)) edges.set(edge.id, edge);
    }
    if (nodes.size + edges.size > MOST_ELEMENTS) return -1;
    const before = { ...this.state, nodes, edges };
    const places = new Map(this.state.places);
    for (const [id, at] of place(fresh, before)) places.set(id, at);
    this.push({ ...before, places });
    return fresh.length;
  }

  /** Take things off the chart with their links. Data is not touched. */
  hide(ids: Iterable<string>): number {
    const gone = new Set([...ids].filter((id) => this.state.nodes.has(id)));
    if (gone.size === 0) return 0;
    const nodes = new Map([...this.state.nodes].filter(([id]) => !gone.has(id)));
    const edges = new Map([...this.state.edges].filter(([, e]) => !gone.has(e.from) && !gone.has(e.to)));
    const pinned = new Set([...this.state.pinned].filter((id) => !gone.has(id)));
    if (this.selected !== null && (gone.has(this.selected) || !this.has(this.selected, nodes, edges))) this.selected = null;
    this.push({ ...this.state, nodes, edges, pinned });
    return gone.size;
  }

  /** Take everything off but a thing and what is joined to it. Pinned things stay. */
  hideOthers(id: string): number {
    if (!this.state.nodes.has(id)) return 0;
    const kept = new Set([id, ...this.neighbours(id), ...this.state.pinned]);
    return this.hide([...this.state.nodes.keys()].filter((one) => !kept.has(one)));
  }

  /** Take off what hangs on a thing and on nothing else: an expansion the other way round. Pinned things stay. */
  collapse(id: string): number {
    const leaves = this.neighbours(id).filter((one) => one !== id && !this.state.pinned.has(one));
    return this.hide(leaves.filter((one) => this.neighbours(one).every((next) => next === id || next === one)));
  }

  private has(id: string, nodes: ReadonlyMap<string, unknown>, edges: ReadonlyMap<string, unknown>): boolean {
    return nodes.has(id) || edges.has(id);
  }

  /** Fix a thing where it is, or let it go. */
  pin(id: string): boolean {
    if (!this.state.nodes.has(id)) return false;
    const pinned = new Set(this.state.pinned);
    const now = !pinned.delete(id);
    if (now) pinned.add(id);
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
    if (this.selected === id) return;
    this.selected = id;
    this.tell();
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
    return node ? Math.max(node.total - this.drawn(id), 0) : 0;
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

  private tell(): void {
    for (const listener of this.listeners) listener();
  }
}
