// Escape closes a dialog; what was typed into it would be gone, so the first Escape asks and the second closes. The question is the shell's, in its language.
const typed = new WeakSet();

document.addEventListener("input", event => {
  if (!event.isTrusted) return;
  typed.add(event.target);
  event.target.closest?.(".mud-dialog")?.querySelector(".esc-asks")?.remove();
}, true);

document.addEventListener("keydown", event => {
  if (event.key !== "Escape") return;
  const dialog = [...document.querySelectorAll(".mud-dialog:not(.palette)")].at(-1);
  // A list that is open inside takes the key for itself.
  if (!dialog || dialog.querySelector(".esc-asks") || event.target.getAttribute?.("aria-expanded") === "true") return;
  const isTyped = [...dialog.querySelectorAll("textarea, input:not([type=radio], [type=checkbox])")].some(field => typed.has(field) && field.value.trim() !== "");
  const question = document.getElementById("esc-asks");
  if (!isTyped || !question) return;
  event.preventDefault();
  event.stopImmediatePropagation();
  const note = document.createElement("p");
  note.className = "note role-wait esc-asks";
  note.setAttribute("role", "alert");
  note.textContent = question.textContent;
  (dialog.querySelector(".dlg-body") ?? dialog).append(note);
  note.scrollIntoView({ block: "nearest" });
}, true);
