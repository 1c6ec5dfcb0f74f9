interface Placed {
  readonly element: Element;
  readonly text: string;
  readonly boxes: readonly DOMRect[];
}

/** Less than this is rounding, or the room around the letters of a line. */
const SLACK = 2;

/** What a visitor could not read or reach on the page as it stands, each in a line; run inside the page. */
export function layoutFaults(
  root: Element = document.querySelector('dialog[open]') ?? document.body,
): readonly string[] {
  const placed = [...textsIn(root), ...controlsIn(root)];
  const onScreen = placed.map((one) => ({ ...one, boxes: seen(one) }));
  const { scrollWidth, clientWidth } = document.documentElement;
  return [
    ...(scrollWidth > clientWidth ? [`the page is ${scrollWidth} wide, the window ${clientWidth}`] : []),
    ...placed.flatMap(outside),
    ...placed.flatMap(cutOff),
    ...onScreen.flatMap((one, index) => onScreen.slice(index + 1).flatMap((other) => covering(one, other))),
  ];
}

function textsIn(root: Element): Placed[] {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found: Placed[] = [];
  while (walker.nextNode() !== null) {
    const node = walker.currentNode;
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? '';
    if (element === null || text === '' || !isShown(element) || element.closest('select, script, style') !== null)
      continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    found.push({ element, text, boxes: [...range.getClientRects()] });
  }
  return found;
}

function controlsIn(root: Element): Placed[] {
  return [...root.querySelectorAll('input, select, button, .header-action')].filter(isShown).map((element) => ({
    element,
    text: element.getAttribute('aria-label') ?? element.textContent ?? element.tagName,
    boxes: [element.getBoundingClientRect()],
  }));
}

/** What is for screen readers alone has no place on the screen, and what lies over a picture is not beside it. */
function isShown(element: Element): boolean {
  return (
    element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    element.closest('.sr-only, [aria-hidden=true]') === null &&
    element.getBoundingClientRect().width > 1
  );
}

function outside({ element, text, boxes }: Placed): readonly string[] {
  if (ancestor(element, ({ overflowX }) => overflowX === 'auto' || overflowX === 'scroll') !== undefined) return [];
  const cut = ancestor(element, ({ overflowX }) => overflowX === 'hidden');
  const isOut = boxes.some(({ left, right }) => left < -SLACK || right > document.documentElement.clientWidth + SLACK);
  return isOut && cut === undefined ? [`outside the window: ${text}`] : [];
}

/**
 * Cut by what is around it, without three dots that say so or the whole of it as a title; or out of the frame that it
 * belongs to.
 */
function cutOff({ element, text, boxes }: Placed): readonly string[] {
  const cut = ancestor(element, ({ overflowX }) => overflowX === 'hidden' || overflowX === 'clip');
  const frame =
    cut ?? element.closest('dialog, button, .button, .button-quiet, .card, li, td, th, label, dd') ?? undefined;
  if (frame === undefined || frame === element.closest('.suggestions, .shelf-row')) return [];
  const { left, right } = frame.getBoundingClientRect();
  const isCut = boxes.some((box) => box.left < left - SLACK || box.right > right + SLACK);
  if (!isCut) return [];
  const hasDots = getComputedStyle(frame).textOverflow === 'ellipsis' && frame.getAttribute('title') === text;
  return hasDots ? [] : [`cut off, or out of its frame: ${text}`];
}

function covering(one: Placed, other: Placed): readonly string[] {
  const isCovered = one.boxes.some((a) =>
    other.boxes.some((b) => {
      const { width, height } = common(a, b);
      return width > SLACK && height > 2 * SLACK;
    }),
  );
  if (!isCovered || one.element.contains(other.element) || other.element.contains(one.element)) return [];
  return layerOf(one.element) === layerOf(other.element) ? [`“${one.text}” covers “${other.text}”`] : [];
}

/** Of its boxes what is on the screen: a list that scrolls, or a line that ends with dots, shows a part of itself. */
function seen({ element, boxes }: Placed): readonly DOMRect[] {
  const around = ancestor(element, ({ overflowX, overflowY }) => overflowX !== 'visible' || overflowY !== 'visible');
  if (around === undefined) return boxes;
  const frame = around.getBoundingClientRect();
  const outer = around.parentElement;
  const inside = boxes.map((box) => common(box, frame)).filter(({ width, height }) => width > 0 && height > 0);
  return outer === null ? inside : seen({ element: outer, text: '', boxes: inside });
}

function common(a: DOMRect, b: DOMRect): DOMRect {
  const [left, top] = [Math.max(a.left, b.left), Math.max(a.top, b.top)];
  return new DOMRect(left, top, Math.min(a.right, b.right) - left, Math.min(a.bottom, b.bottom) - top);
}

/** The header stays where it is while the page moves under it, and what is opened lies over both. */
function layerOf(element: Element): Element | null {
  return element.closest('dialog, [popover], .suggestions, .site-header');
}

function ancestor(element: Element, has: (style: CSSStyleDeclaration) => boolean): Element | undefined {
  for (let at: Element | null = element; at !== null && at !== document.body; at = at.parentElement) {
    if (has(getComputedStyle(at))) return at;
  }
  return undefined;
}
