// The timeline that the server drew: a brush over its days filters the table, and both show one selection.
import { dayAt, type Scale, within } from "./span";
import { joinTwins } from "./twin";

const root = document.querySelector<HTMLElement>("[data-timeline]");
const drawing = root?.querySelector<SVGSVGElement>("svg.timeline-drawing");
if (root && drawing) open(root, drawing);

function open(page: HTMLElement, svg: SVGSVGElement): void {
  const brush = svg.querySelector<SVGRectElement>(".brush");
  const since = page.querySelector<HTMLInputElement>("#since");
  const until = page.querySelector<HTMLInputElement>("#until");
  const said = page.querySelector<HTMLElement>("[data-said]");
  if (!brush || !since || !until) return;
  const [from, to] = [since, until];
  const { first = "", last = "", left = "0", right = "0" } = svg.dataset as Record<string, string>;
  const scale: Scale = { first, last, left: Number(left), right: Number(right) };

  function filter(): void {
    let count = 0;
    const rows = page.querySelectorAll<HTMLTableRowElement>("tr[data-date]");
    for (const row of rows) {
      row.hidden = !within(row.dataset["date"] ?? "", from.value, to.value);
      count += row.hidden ? 0 : 1;
    }
    if (said) said.textContent = (said.dataset["said"] ?? "").replace("{n}", String(count)).replace("{of}", String(rows.length));
  }

  let begun: number | undefined;
  const at = (event: PointerEvent): number => {
    const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM()?.inverse());
    return Math.min(Math.max(point.x, scale.left), scale.right);
  };
  svg.addEventListener("pointerdown", (event) => {
    if ((event.target as Element).closest("[data-id]")) return;
    begun = at(event);
    svg.setPointerCapture(event.pointerId);
  });
  svg.addEventListener("pointermove", (event) => {
    if (begun === undefined) return;
    const here = at(event);
    brush.setAttribute("x", String(Math.min(begun, here)));
    brush.setAttribute("width", String(Math.abs(here - begun)));
  });
  svg.addEventListener("pointerup", (event) => {
    if (begun === undefined) return;
    const ends = [begun, at(event)].sort((a, b) => a - b) as [number, number];
    begun = undefined;
    const none = ends[1] - ends[0] < 3; // a click clears
    if (none) brush.setAttribute("width", "0");
    from.value = none ? "" : dayAt(scale, ends[0]);
    to.value = none ? "" : dayAt(scale, ends[1]);
    filter();
  });
  for (const field of [from, to]) field.addEventListener("change", filter);
  joinTwins(page);
  page.dataset["ready"] = "yes";
}
