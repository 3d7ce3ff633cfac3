// What only the browser can do for the console. Imported once a circuit.
const pages = new Set(["h", "o", "n", "r", "a"]);
const plain = new Set(["?", "c", "r", "n"]);
let listener = null;
let unwatch = null;
let prefix = -Infinity;

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
  if (!heading || document.documentElement.touchedAt === location.pathname) return;
  heading.tabIndex = -1;
  heading.focus({ preventScroll: true });
  document.getElementById("main")?.scrollTo(0, 0);
  window.scrollTo(0, 0);
}

export function focusId(id) {
  const go = () => (document.getElementById(id) ?? document.querySelector("h1"))?.focus();
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

export function isDark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function setTheme(theme) {
  if (theme) document.documentElement.dataset.theme = theme;
  else delete document.documentElement.dataset.theme;
  try {
    if (theme) localStorage.setItem("backoffice.theme", theme);
    else localStorage.removeItem("backoffice.theme");
  } catch { /* storage is off: the choice lasts as long as the page */ }
  return isDark();
}

export function listenForKeys(layout) {
  if (listener) document.removeEventListener("keydown", listener);
  listener = event => onKey(event, layout);
  document.addEventListener("keydown", listener);
}

export function stop() {
  if (listener) document.removeEventListener("keydown", listener);
  listener = null;
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
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  const target = event.target;
  if (target.closest?.("input, textarea, select, [contenteditable], .mud-dialog, .mud-popover-open")) return;
  const key = event.key;
  if (performance.now() - prefix < 1200 && pages.has(key)) {
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
  } else if (plain.has(key)) {
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
