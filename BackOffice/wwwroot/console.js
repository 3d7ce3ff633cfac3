// What only the browser can do for the console. Imported once a circuit.
export { keepDrafts, forgetDrafts, keepDraft, keptDraft, dropDraft } from "./drafts.js";
export { keepAges } from "./ages.js";
import "./escape.js";

const root = document.documentElement;
let listener = null;
let comeback = null;
let unwatch = null;
let prefix = -Infinity;
let before = null;
let keeper = 0;

export function timeZone() {
  return Intl.DateTimeFormat().resolvedOptions().timeZone ?? null;
}

export async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

export function focusHeading() {
  const heading = document.querySelector("h1");
  if (!heading || root.touchedAt === location.pathname) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.getElementById("main")?.scrollTo(0, 0);
  window.scrollTo(0, 0);
}

export function focusId(id) {
  keepFocus(() => (document.getElementById(id) ?? document.querySelector("h1"))?.focus());
}

// What has the focus now gets it back when what opens over it closes.
export function rememberFocus() {
  before = document.activeElement;
}

export function returnFocus() {
  const element = before;
  before = null;
  keepFocus(() => (element?.isConnected && element !== document.body ? element : document.querySelector("h1"))?.focus());
}

function keepFocus(go) {
  const mine = ++keeper;
  const until = performance.now() + 1000;
  go();

  // A dialog that closes lets go of the focus once more, some frames later. Who asked last keeps it: what opened before is gone by then.
  const again = () => {
    if (mine !== keeper) return;
    if (document.activeElement === document.body || document.activeElement === null) go();
    if (performance.now() < until) requestAnimationFrame(again);
  };
  requestAnimationFrame(again);
}

export function showId(id) {
  const element = document.getElementById(id);
  const scroller = element?.parentElement;
  if (!scroller) return;
  const [inner, outer] = [element.getBoundingClientRect(), scroller.getBoundingClientRect()];
  if (inner.left < outer.left) scroller.scrollLeft -= outer.left - inner.left;
  else if (inner.right > outer.right) scroller.scrollLeft += Math.min(inner.right - outer.right, inner.left - outer.left);
}

export function showOption(id) {
  document.getElementById(id)?.scrollIntoView({ block: "nearest" });
}

export function preferences() {
  return {
    theme: root.dataset.theme ?? null,
    isDark: root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches,
    isRoomy: root.dataset.density === "roomy",
    singleKeysOff: root.dataset.keys === "off",
  };
}

// Sets and remembers a choice; null forgets it. Storage that is off lets the choice last as long as the page.
export function prefer(name, value) {
  if (value) root.dataset[name] = value;
  else delete root.dataset[name];
  try {
    if (value) localStorage.setItem("backoffice." + name, value);
    else localStorage.removeItem("backoffice." + name);
  } catch { /* storage is off */ }
  return preferences();
}

export function listenForKeys(layout) {
  if (listener) document.removeEventListener("keydown", listener);
  listener = event => onKey(event, layout);
  document.addEventListener("keydown", listener);
  // The connection is back: it is live again once everything that waited has been shown, which the answer to a call behind it proves.
  comeback = event => {
    event.preventDefault();
    layout.invokeMethodAsync("OnComebackAsync").then(() => {
      if (root.dataset.connection === "catching") root.dataset.connection = "live";
    }, () => { /* lost again: the next comeback tells */ });
  };
  document.addEventListener("connection-back", comeback);
}

export function stop() {
  if (listener) document.removeEventListener("keydown", listener);
  if (comeback) document.removeEventListener("connection-back", comeback);
  listener = comeback = null;
  unwatch?.();
  unwatch = null;
}

// Out of sight the server renders nothing. What could not be said while the connection was lost is said when it is back: a page in sight must not stand still.
export function watchVisibility(watch) {
  unwatch?.();
  const tell = () => watch.invokeMethodAsync("OnVisibility", document.visibilityState === "hidden").catch(() => {});
  const bar = document.getElementById("components-reconnect-modal");
  const onConnection = event => { if (event.detail?.state === "hide") tell(); };
  document.addEventListener("visibilitychange", tell);
  bar?.addEventListener("components-reconnect-state-changed", onConnection);
  unwatch = () => {
    document.removeEventListener("visibilitychange", tell);
    bar?.removeEventListener("components-reconnect-state-changed", onConnection);
  };
  if (document.visibilityState === "hidden") tell();
}

function onKey(event, layout) {
  if (event.isComposing) return;
  if ((event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k") {
    event.preventDefault();
    if (!document.querySelector(".mud-dialog")) layout.invokeMethodAsync("OnKeyAsync", "Ctrl+K");
    return;
  }
  if (event.ctrlKey || event.altKey || event.metaKey || root.dataset.keys === "off") return;
  if (event.target.closest?.("input, textarea, select, [contenteditable], .mud-dialog, .mud-popover-open, [role=menu]")) return;
  const key = event.key;
  if (performance.now() - prefix < 1200 && /^[a-z]$/.test(key)) {
    prefix = -Infinity;
    event.preventDefault();
    layout.invokeMethodAsync("OnKeyAsync", "g " + key);
  } else if (key === "g") {
    prefix = performance.now();
  } else if (key === "/") {
    event.preventDefault();
    document.getElementById("search")?.focus();
  } else if (key === "j" || key === "k") {
    moveRow(key === "j" ? 1 : -1);
  } else if (key === "x" || key === "X" || key === ".") {
    actOnRow(key);
  } else if (/^[A-Za-z?[\]]$/.test(key)) {
    event.preventDefault();
    layout.invokeMethodAsync("OnKeyAsync", key);
  }
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row-link]")];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
}

// x selects the row in focus, Shift+x everything from the row selected before to it, . opens its menu.
function actOnRow(key) {
  const row = document.activeElement?.closest?.("tr");
  if (key === ".") row?.querySelector(".rowmenu > button, .c-menu > button")?.click();
  else row?.querySelector("[data-row-pick]")?.dispatchEvent(new MouseEvent("click", { bubbles: true, cancelable: true, shiftKey: key === "X" }));
}

export function scrollToId(id) {
  requestAnimationFrame(() => document.getElementById(id)?.scrollIntoView({ block: "nearest" }));
}

export function recall(name) {
  try { return localStorage.getItem("backoffice." + name); } catch { return null; }
}

export function remember(name, value) {
  try { localStorage.setItem("backoffice." + name, value); } catch { /* storage is off: it lasts as long as the page */ }
}

// Ctrl and the wheel over a drawing zoom the drawing, not the page.
document.addEventListener("wheel", event => {
  const zoom = event.ctrlKey && event.target.closest?.("[data-zoom]");
  if (!zoom) return;
  event.preventDefault();
  zoom.querySelector(event.deltaY < 0 ? "[data-zoom-in]" : "[data-zoom-out]")?.click();
}, { passive: false });

const drawn = ["fill", "stroke", "stroke-width", "stroke-dasharray", "opacity", "font-family", "font-size", "font-weight", "text-anchor"];

export function saveSvg(id, name) {
  const svg = document.getElementById(id);
  if (!svg) return false;
  const copy = svg.cloneNode(true);
  const [from, to] = [[svg, ...svg.querySelectorAll("*")], [copy, ...copy.querySelectorAll("*")]];
  from.forEach((element, i) => {
    const style = getComputedStyle(element);
    [...to[i].attributes].filter(a => /^(class|style|tabindex|aria-|_bl|on)/.test(a.name) && a.name !== "aria-label").forEach(a => to[i].removeAttribute(a.name));
    drawn.forEach(property => to[i].setAttribute(property, style.getPropertyValue(property)));
  });
  const box = svg.viewBox.baseVal;
  copy.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  copy.setAttribute("width", box.width);
  copy.setAttribute("height", box.height);
  copy.removeAttribute("id");
  const ground = document.createElementNS("http://www.w3.org/2000/svg", "rect");
  ground.setAttribute("width", "100%");
  ground.setAttribute("height", "100%");
  ground.setAttribute("fill", getComputedStyle(svg.closest(".card") ?? document.body).backgroundColor);
  copy.prepend(ground);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([new XMLSerializer().serializeToString(copy)], { type: "image/svg+xml" }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
  return true;
}
