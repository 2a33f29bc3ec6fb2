// The canvas: Cytoscape draws shapes and lines; words, rings and badges are drawn above it by labels.ts.
import cytoscape from "cytoscape";
import fcose from "cytoscape-fcose";
import { type Side, sidesOf } from "./collide";
import { drawWords, READABLE } from "./labels";
import { markAddress, readPalette, type Palette } from "./marks";
import { type ChartModel, type Place, RINGS } from "./model";
import { spotsOf, takenBy } from "./spots";

cytoscape.use(fcose);

/** Longest movement of things, in milliseconds (design/look: no animation beyond 120). */
const MOVE_MS = 120;
/** Above this many elements words are left out while something is dragged. */
const MANY = 400;
/** Pixels between a whole chart and the edges; and what the buttons of the scale take below, with what is said beside them. */
const AIR = 24;
const BELOW = 48;

/** Cytoscape writes a style element (our sheet has its one rule) unless something of this id is there already: the
 *  page's policy would refuse it, and each opened chart would report a violation. Its version is pinned. */
function keepStyles(): void {
  const id = "__________cytoscape_stylesheet";
  if (document.getElementById(id)) return;
  const instead = document.createElement("meta");
  instead.id = id;
  document.head.append(instead);
}

/** What is used of Cytoscape's renderer; its version is pinned. */
interface Renderer {
  redrawHint(layer: string, on: boolean): void;
}

export class Stage {
  readonly cy: cytoscape.Core;
  private palette: Palette;
  private frame = 0;
  private sides: ReadonlyMap<string, Side> = new Map();
  private placed: unknown = null;
  private spots: ReadonlyMap<string, Place> = new Map();
  private spotted: unknown = null;
  private faint: ReadonlySet<string> = new Set();
  private dragging = false;
  /** Whether the whole chart is what is being looked at: then it is fitted again when its room changes. */
  private whole = false;

  constructor(
    private readonly model: ChartModel,
    box: HTMLElement,
    private readonly words: HTMLCanvasElement,
  ) {
    this.palette = readPalette();
    keepStyles();
    this.cy = cytoscape({
      container: box,
      style: styleSheet(this.palette),
      minZoom: 0.15,
      maxZoom: 3,
      textureOnViewport: true,
      boxSelectionEnabled: true,
      autounselectify: true,
    });
    this.cy.on("render", () => this.drawSoon());
    this.cy.on("tap", (event) => this.tapped(event));
    this.cy.on("drag", "node", (event) => this.dragged(event.target));
    this.cy.on("dragfree", "node", (event) => this.dropped(event.target));
    this.boxes();
    this.leaveStill();
    this.cy.on("dragpan scrollzoom pinchzoom", () => void (this.whole = false));
    new ResizeObserver(() => this.resized()).observe(box);
  }

  /** Call back with the place of a thing whose menu is asked for. */
  onMenu(listener: (id: string, at: Place) => void): void {
    this.cy.on("cxttap", "node, edge", (event) => {
      const { x, y } = event.originalEvent as MouseEvent;
      listener(event.target.id(), { x, y });
    });
  }

  /** Draw a box by dragging over the ground, instead of moving the chart. Shift does the same for one box. */
  boxing(on: boolean): void {
    this.cy.userPanningEnabled(!on);
  }

  /** Where a thing stands in the window. */
  whereIs(id: string): Place {
    const box = this.cy.container()!.getBoundingClientRect();
    const drawn = this.cy.getElementById(id);
    const at = drawn.isNode() ? drawn.renderedPosition() : { x: box.width / 2, y: box.height / 2 };
    return { x: box.left + at.x, y: box.top + at.y };
  }

  /** Let these fade: they lie outside the chosen stretch of time. */
  fade(faint: ReadonlySet<string>): void {
    this.faint = faint;
    this.cy.batch(() => this.cy.elements().forEach((element) => void element.toggleClass("faint", faint.has(element.id()))));
    this.drawSoon();
  }

  private tapped(event: cytoscape.EventObject): void {
    if (event.target === this.cy) return this.model.select(null);
    const id = (event.target as cytoscape.SingularElementArgument).id();
    const { shiftKey, ctrlKey, metaKey } = (event.originalEvent ?? {}) as MouseEvent;
    if ((shiftKey || ctrlKey || metaKey) && event.target.isNode()) this.model.toggle(id);
    else this.model.select(id);
  }

  /** Everything that is chosen moves with what is dragged. */
  private dragged(node: cytoscape.NodeSingular): void {
    this.dragging = true;
    if (!this.model.chosen.has(node.id()) || this.model.chosen.size < 2) return;
    const before = this.model.state.places.get(node.id())!;
    const by = { x: node.position().x - before.x, y: node.position().y - before.y };
    this.cy.batch(() => {
      for (const id of this.model.chosen) {
        const at = this.model.state.places.get(id)!;
        if (id !== node.id()) this.cy.getElementById(id).position({ x: at.x + by.x, y: at.y + by.y });
      }
    });
  }

  private dropped(node: cytoscape.NodeSingular): void {
    this.dragging = false;
    const ids = this.model.chosen.has(node.id()) ? [...this.model.chosen] : [node.id()];
    this.model.move(new Map(ids.map((id) => [id, { ...this.cy.getElementById(id).position() }])));
  }

  /**
   * While something of a large chart is dragged, what stands still is not drawn anew. Cytoscape's texture queue asks for
   * that ten times a second, and at 2,000 elements each time takes as long as two frames. Where the view moves, all is drawn.
   */
  private leaveStill(): void {
    const renderer = (this.cy as unknown as { renderer(): Renderer }).renderer();
    const hint = renderer.redrawHint.bind(renderer);
    const view = () => [this.cy.zoom(), this.cy.pan().x, this.cy.pan().y].join();
    let before = "";
    this.cy.on("drag", "node", (event) => {
      const { chosen } = this.model; // several things that move together do not all stand on the layer of what is dragged
      if (chosen.size < 2 || !chosen.has(event.target.id())) before ||= view();
    });
    this.cy.on("free", "node", () => {
      before = "";
      hint("eles", true);
    });
    renderer.redrawHint = (layer, on) => {
      const still = layer === "eles" && before === view() && this.cy.elements().length > MANY;
      if (!still) hint(layer, on);
    };
  }

  private boxes(): void {
    let inside: string[] = [];
    this.cy.on("boxstart", () => (inside = []));
    this.cy.on("box", "node", (event) => void inside.push(event.target.id()));
    // Its events come after the end of the box.
    this.cy.on("boxend", () => setTimeout(() => this.model.choose(inside)));
  }

  /** Make the canvas agree with the model. */
  show(): void {
    const { nodes, edges, places, pinned } = this.model.state;
    if (this.placed !== this.model.state) this.sides = sidesOf(nodes.values(), edges.values(), places);
    this.placed = this.model.state;
    this.cy.batch(() => {
      this.cy.elements().forEach((element) => {
        if (!nodes.has(element.id()) && !edges.has(element.id())) element.remove();
      });
      for (const node of nodes.values()) {
        const at = places.get(node.id) ?? { x: 0, y: 0 };
        const drawn = this.cy.getElementById(node.id);
        if (drawn.empty()) this.cy.add({ group: "nodes", data: { id: node.id, kind: node.kind, mark: markAddress(node.kind, this.palette) }, position: { ...at } });
        else drawn.position({ ...at });
        this.cy.getElementById(node.id).toggleClass("pinned", pinned.has(node.id));
      }
      for (const edge of edges.values()) {
        if (this.cy.getElementById(edge.id).empty()) {
          const width = Math.min(1.4 + Math.log2(Math.max(edge.count, 1)), 5);
          this.cy.add({ group: "edges", data: { id: edge.id, source: edge.from, target: edge.to, style: edge.style, width } });
        }
      }
      this.cy.elements().removeClass("chosen");
      if (this.model.selected) this.cy.getElementById(this.model.selected).addClass("chosen");
      this.cy.elements().forEach((element) => void element.toggleClass("faint", this.faint.has(element.id())));
    });
    this.drawSoon();
  }

  private resized(): void {
    this.cy.resize();
    if (this.whole) this.fit();
  }

  /** Show everything with a little air, between what is written above and below; small charts are not blown up. */
  fit(): void {
    this.whole = true;
    if (this.cy.elements().empty()) return;
    const [box, width, height] = [this.cy.elements().boundingBox(), this.cy.width(), this.cy.height()];
    const [top, bottom] = this.written();
    const room = { w: width - 2 * AIR, h: height - top - bottom - 2 * AIR };
    const zoom = Math.min(1, room.w / box.w, room.h / box.h);
    this.cy.zoom(Math.max(zoom, this.cy.minZoom()));
    const level = this.cy.zoom();
    this.cy.pan({ x: width / 2 - (level * (box.x1 + box.x2)) / 2, y: top + (height - top - bottom) / 2 - (level * (box.y1 + box.y2)) / 2 });
  }

  /** How many pixels the chips above the chart and those below it take. */
  private written(): [number, number] {
    const around = this.cy.container()!.parentElement!;
    const [above, below] = [around.querySelector<HTMLElement>(".canvas-top:not(.canvas-low)"), around.querySelector<HTMLElement>(".canvas-low")];
    return [above ? above.offsetTop + above.offsetHeight : 0, Math.max(BELOW, below ? around.clientHeight - below.offsetTop : 0)];
  }

  zoomBy(factor: number): void {
    this.whole = false;
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Bring one thing into view without changing the scale. */
  reveal(id: string): void {
    const drawn = this.cy.getElementById(id);
    if (drawn.empty()) return;
    const box = drawn.renderedBoundingBox();
    if (box.x1 < 0 || box.y1 < 0 || box.x2 > this.cy.width() || box.y2 > this.cy.height()) {
      this.whole = false;
      this.cy.center(drawn);
    }
  }

  /** Places that a force layout finds, seeded by where things stand; pinned things stay. */
  async relax(): Promise<Map<string, Place>> {
    const { places, pinned } = this.model.state;
    const fixedNodeConstraint = [...pinned].map((nodeId) => ({ nodeId, position: places.get(nodeId)! }));
    const options = {
      name: "fcose",
      quality: this.cy.nodes().length > 800 ? "draft" : "default",
      randomize: false,
      animate: !window.matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: MOVE_MS,
      nodeSeparation: 110,
      idealEdgeLength: 120,
      fixedNodeConstraint: fixedNodeConstraint.length ? fixedNodeConstraint : undefined,
    };
    const layout = this.cy.layout(options as unknown as cytoscape.LayoutOptions);
    const done = layout.promiseOn("layoutstop");
    layout.run();
    await done;
    return new Map(this.cy.nodes().map((node) => [node.id(), { ...node.position() }]));
  }

  /** Light or dark has changed. */
  recolour(): void {
    this.palette = readPalette();
    this.cy.style(styleSheet(this.palette));
    this.cy.nodes().forEach((node) => void node.data("mark", markAddress(node.data("kind"), this.palette)));
    this.drawSoon();
  }

  private drawSoon(): void {
    if (this.frame) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      const bare = this.dragging && this.cy.elements().length > MANY;
      if (!bare && this.cy.zoom() >= READABLE) this.findSpots();
      drawWords(this.words, this.cy, this.model, this.palette, { sides: this.sides, spots: this.spots, faint: this.faint, bare });
    });
  }

  /** Places for the words of lines: once per change, and while something is dragged at every frame. */
  private findSpots(): void {
    const { state } = this.model;
    if (this.spotted === state && !this.dragging) return;
    this.spotted = this.dragging ? null : state;
    const at = (id: string): Place => ({ ...this.cy.getElementById(id).position() });
    const drawn = [...state.nodes.values()].filter((node) => this.cy.getElementById(node.id).nonempty());
    const lines = [...state.edges.values()].flatMap((edge) => {
      const hasRing = edge.style in RINGS;
      const line = this.cy.getElementById(edge.id);
      if (line.empty() || (!edge.label && !hasRing)) return [];
      return [{ id: edge.id, label: edge.label, hasRing, middle: { ...line.midpoint() }, ends: [at(edge.from), at(edge.to)] as const }];
    });
    this.spots = spotsOf(lines, takenBy(drawn, at, this.sides));
  }
}

function styleSheet(palette: Palette): cytoscape.StylesheetJson {
  const sheet = [
    {
      selector: "node",
      style: {
        width: 32,
        height: 32,
        shape: "ellipse",
        "background-opacity": 0,
        "background-image": "data(mark)",
        "background-width": "36px",
        "background-height": "36px",
        "background-clip": "none",
        "background-image-containment": "over",
        "bounds-expansion": 14,
        "overlay-opacity": 0,
      },
    },
    {
      selector: "edge",
      style: {
        width: "data(width)",
        "line-color": palette.edge,
        "curve-style": "bezier",
        "control-point-step-size": 34,
        "target-arrow-shape": "triangle",
        "target-arrow-color": palette.edge,
        "arrow-scale": 0.8,
        "source-distance-from-node": 3,
        "target-distance-from-node": 4,
        "overlay-opacity": 0,
      },
    },
    { selector: "edge[style = 'lead']", style: { "line-style": "dashed", "line-dash-pattern": [8, 3, 1.6, 3], "line-color": palette.ballistic, width: 1.8, "target-arrow-shape": "none" } },
    {
      selector: "edge[style = 'hit']",
      style: { width: 2.2, "line-color": palette.surface, "line-outline-width": 1.4, "line-outline-color": palette.ballistic, "target-arrow-shape": "none" },
    },
    { selector: "edge[style = 'unknown_leg']", style: { "line-style": "dashed", "line-dash-pattern": [7, 5], width: 1.4 } },
    { selector: "edge[style = 'inferred']", style: { "line-style": "dashed", "line-dash-pattern": [1.5, 4], width: 1.5, "target-arrow-shape": "none" } },
    { selector: "edge[style = 'excluded']", style: { width: 1, "target-arrow-shape": "none" } },
    { selector: ".faint", style: { opacity: 0.22 } },
    {
      selector: "edge.chosen",
      style: { width: 2.4, "line-color": palette.river, "target-arrow-color": palette.river, "underlay-color": palette.river, "underlay-opacity": 0.18, "underlay-padding": 4.5 },
    },
  ];
  return sheet as unknown as cytoscape.StylesheetJson;
}
