// Keeps what somebody types while its page is open, so that a server that is started again costs no typing. One draft a field and page, in this tab alone
// (sessionStorage), for the person who typed it, for half an hour. It goes when its field does: sent, cancelled or left.
// A page whose draft is more than its fields marks them with data-draft and hands the whole over as JSON; a field with data-draft-member is kept in that member
// as it is typed, so that the letters typed without a connection are in it too.
const key = "backoffice.drafts";
const halfHour = 30 * 60 * 1000;
const fields = ".mud-dialog textarea[id], .mud-dialog input[type=text][id], main textarea[id]:not([data-draft] *), main input[type=text][id]:not([role=combobox], [data-secret], [data-draft] *)";
const whole = "*";
// The page on which each field was typed into: when it goes, the address may be another already.
const paths = new Map();
let owner = null;
let known;
const ready = new Promise(resolve => known = resolve);

// Tells what was kept of this person on this page; another person's drafts are thrown away.
export function keepDrafts(person) {
  const first = owner === null;
  owner = person;
  const kept = read();
  if (kept.length !== readAll().length) write(kept);
  if (first) {
    document.addEventListener("input", event => typed(event.target), true);
    new MutationObserver(changed).observe(document.body, { childList: true, subtree: true });
    for (const field of document.querySelectorAll(fields)) putBack(field);
  }
  known();
  return here().filter(draft => draft.field !== whole).map(draft => ({ field: draft.field, name: draft.name, text: draft.text, open: draft.open }));
}

export function forgetDrafts() {
  write([]);
}

export function keepDraft(text) {
  write([...read().filter(draft => draft.field !== whole || draft.path !== location.pathname), { person: owner, path: location.pathname, field: whole, text, at: Date.now() }]);
}

// The page may ask before anybody has said whose it is.
export async function keptDraft() {
  await ready;
  return here().find(draft => draft.field === whole)?.text ?? null;
}

export function dropDraft() {
  write(read().filter(draft => draft.field !== whole || draft.path !== location.pathname));
}

function typedInto(member, value) {
  const draft = here().find(kept => kept.field === whole);
  if (draft) keepDraft(JSON.stringify({ ...JSON.parse(draft.text), [member]: value }));
}

function typed(field) {
  if (field.dataset?.draftMember) typedInto(field.dataset.draftMember, field.value);
  if (!field.matches?.(fields)) return;
  paths.set(field.id, location.pathname);
  const others = read().filter(draft => draft.field !== field.id || draft.path !== location.pathname);
  write(field.value.trim() === "" ? others : [...others, {
    person: owner, path: location.pathname, field: field.id, name: field.labels?.[0]?.innerText.split("\n")[0].trim() ?? field.getAttribute("aria-label") ?? "",
    text: field.value, open: field.closest("[data-do]")?.dataset.do ?? null, at: Date.now(),
  }]);
}

function changed(records) {
  for (const record of records) {
    for (const node of record.addedNodes) each(node, putBack);
    // A page whose server is gone loses nothing; one that works took the field away on purpose.
    if (document.documentElement.dataset.connection === "live") {
      for (const node of record.removedNodes) each(node, field => {
        if (document.getElementById(field.id)) return;
        write(read().filter(draft => draft.field !== field.id || draft.path !== (paths.get(field.id) ?? location.pathname)));
        told(field);
      });
    }
  }
}

function each(node, act) {
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  // A field that was removed is not inside .mud-dialog or main any more, so its id alone tells it.
  const inside = [node, ...node.querySelectorAll("textarea[id], input[type=text][id]")];
  for (const field of inside) if (field.matches("textarea[id], input[type=text][id]")) act(field);
}

function putBack(field) {
  if (!field.matches(fields) || field.value !== "") return;
  const draft = here().find(kept => kept.field === field.id);
  if (!draft) return;
  paths.set(field.id, location.pathname);
  field.value = draft.text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  told(field);
}

// The bar that says what was kept has no more to say of a field that has its text again, or is gone.
function told(field) {
  for (const line of document.querySelectorAll(`.drafts [data-draft-of="${CSS.escape(field.id)}"]`)) line.hidden = true;
  for (const bar of document.querySelectorAll(".drafts")) bar.hidden = bar.querySelector("[data-draft-of]:not([hidden])") === null;
}

const here = () => read().filter(draft => draft.path === location.pathname);
const read = () => readAll().filter(draft => draft.person === owner && Date.now() - draft.at < halfHour);

function readAll() {
  try {
    return JSON.parse(sessionStorage.getItem(key) ?? "[]");
  } catch {
    return [];
  }
}

function write(drafts) {
  try {
    if (drafts.length > 0) sessionStorage.setItem(key, JSON.stringify(drafts));
    else sessionStorage.removeItem(key);
  } catch { /* storage is off or full: the field itself still holds the text */ }
}
