// The map that the server drew: nearer, farther, moved, and one selection with its table.
import { Player } from "./play";
import { joinTwins } from "./twin";
import { type Box, moved, zoomed } from "./window";

const STEP = 1.5;
/** Movement of one arrow key: this share of what is seen. */
const NUDGE = 0.15;

const root = document.querySelector<HTMLElement>("[data-map]");
const drawing = root?.querySelector<SVGSVGElement>("svg.map-drawing");
if (root && drawing) open(root, drawing);

function open(page: HTMLElement, svg: SVGSVGElement): void {
  const { width, height } = svg.viewBox.baseVal;
  const whole: Box = { x: 0, y: 0, width, height };
  let now = whole;

  function show(next: Box): void {
    now = next;
    svg.setAttribute("viewBox", `${now.x} ${now.y} ${now.width} ${now.height}`);
    // Signs and names keep their size on the screen; a style property set by script is no inline style.
    const screen = Math.max(svg.clientWidth, 320) / whole.width;
    svg.style.setProperty("--near", String((screen * whole.width) / now.width));
  }
  function middle(): { x: number; y: number } {
    return { x: now.x + now.width / 2, y: now.y + now.height / 2 };
  }
  function spot(event: MouseEvent): { x: number; y: number } {
    const box = svg.getBoundingClientRect();
    const scale = Math.max(now.width / box.width, now.height / box.height);
    const left = box.left + (box.width - now.width / scale) / 2;
    const top = box.top + (box.height - now.height / scale) / 2;
    return { x: now.x + (event.clientX - left) * scale, y: now.y + (event.clientY - top) * scale };
  }

  const actions: Record<string, () => void> = {
    nearer: () => show(zoomed(now, whole, STEP, middle())),
    farther: () => show(zoomed(now, whole, 1 / STEP, middle())),
    whole: () => show(whole),
  };
  for (const button of page.querySelectorAll<HTMLButtonElement>("[data-map-do]")) {
    button.hidden = false;
    button.addEventListener("click", () => actions[button.dataset["mapDo"] ?? ""]?.());
  }
  const keys: Record<string, () => void> = {
    "+": () => actions["nearer"]?.(),
    "=": () => actions["nearer"]?.(),
    "-": () => actions["farther"]?.(),
    "0": () => actions["whole"]?.(),
    ArrowLeft: () => show(moved(now, whole, -now.width * NUDGE, 0)),
    ArrowRight: () => show(moved(now, whole, now.width * NUDGE, 0)),
    ArrowUp: () => show(moved(now, whole, 0, -now.height * NUDGE)),
    ArrowDown: () => show(moved(now, whole, 0, now.height * NUDGE)),
  };
  const frame = svg.parentElement ?? page;
  frame.addEventListener("keydown", (event) => {
    const act = keys[event.key];
    if (!act || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    act();
  });
  frame.addEventListener(
    "wheel",
    (event) => {
      if (!event.ctrlKey) return; // a page is scrolled, a map only when asked
      event.preventDefault();
      show(zoomed(now, whole, event.deltaY < 0 ? STEP : 1 / STEP, spot(event)));
    },
    { passive: false },
  );
  drag(svg, (dx, dy) => {
    const scale = now.width / svg.getBoundingClientRect().width;
    show(moved(now, whole, -dx * scale, -dy * scale));
  });
  new ResizeObserver(() => show(now)).observe(svg);
  const select = joinTwins(page);
  const play = page.querySelector<HTMLElement>("[data-play]");
  if (play) new Player(page, play, (fresh) => redraw(svg, fresh, select));
  page.dataset["ready"] = "yes";
}

/** What another page draws, in the same frame: what was looked at and chosen stays. */
function redraw(svg: SVGSVGElement, fresh: ParentNode, select: (id: string) => void): void {
  const drawn = fresh.querySelector<SVGSVGElement>("svg.map-drawing");
  const chosen = svg.querySelector<SVGElement>(".selected[data-id]")?.dataset["id"] ?? "";
  if (!drawn) return;
  svg.replaceChildren(...drawn.childNodes);
  svg.setAttribute("aria-label", drawn.getAttribute("aria-label") ?? "");
  select(chosen);
}

function drag(svg: SVGSVGElement, move: (dx: number, dy: number) => void): void {
  let last: { x: number; y: number } | undefined;
  svg.addEventListener("pointerdown", (event) => {
    last = { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener("pointermove", (event) => {
    if (!last || event.buttons !== 1) return;
    move(event.clientX - last.x, event.clientY - last.y);
    last = { x: event.clientX, y: event.clientY };
  });
  svg.addEventListener("pointerup", () => {
    last = undefined;
  });
}
