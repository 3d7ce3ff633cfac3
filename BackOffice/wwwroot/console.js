// What only the browser can do for the console. Imported once a circuit.
export { keepDrafts, forgetDrafts } from "./drafts.js";

const root = document.documentElement;
let listener = null;
let comeback = null;
let prefix = -Infinity;
let before = null;

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
  go();

  // A dialog that closes lets go of the focus once more, some frames later.
  let frames = 0;
  const again = () => {
    if (document.activeElement === document.body || document.activeElement === null) go();
    if (++frames < 60) requestAnimationFrame(again);
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
  stop();
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
  } else if (/^[A-Za-z.?[\]]$/.test(key)) {
    layout.invokeMethodAsync("OnKeyAsync", key);
  }
}

function moveRow(step) {
  const rows = [...document.querySelectorAll("[data-row-link]")];
  if (rows.length === 0) return;
  const at = rows.indexOf(document.activeElement);
  rows[Math.min(Math.max(at + step, 0), rows.length - 1)].focus();
}
