// Pointing at a part of a formula lights it in all views of that formula; arrows walk from part to part.
"use strict";
const PART = "[data-term], [data-also], [data-from]";
const bar = document.getElementById("bar");
let lit = null; // what is lit now: the formula's element, and the part's id
let held = null; // what stays lit when the pointer leaves

const idOf = (element) => element.dataset.term || element.dataset.also || element.dataset.from;
const parts = (view) => [...view.querySelectorAll("[data-term]")];

function everywhere(scope, id) {
  const name = CSS.escape(id);
  return scope.querySelectorAll(`[data-term="${name}"], [data-also="${name}"], path[data-from="${name}"]:not(.reach)`);
}

function said(scope, id) {
  const name = CSS.escape(id);
  const drawn = scope.querySelector(`svg [data-term="${name}"][aria-label]`);
  const written = scope.querySelector(`.letters [data-term="${name}"], .python [data-term="${name}"]`);
  return drawn ? drawn.getAttribute("aria-label") : written ? written.textContent : "";
}

function light(part, aloud = false) {
  if (lit && part && lit.scope === part.scope && lit.id === part.id && !aloud) return;
  for (const element of document.querySelectorAll(".lit")) element.classList.remove("lit");
  lit = part;
  if (part) for (const element of everywhere(part.scope, part.id)) element.classList.add("lit");
  document.dispatchEvent(new Event("lit"));
  const text = part ? said(part.scope, part.id) : "";
  bar.querySelector("p").textContent = text || "Point at a part, or walk with the arrow keys.";
  bar.querySelector("p").classList.toggle("dim", !text);
  if (aloud) bar.querySelector("[role=status]").textContent = text;
}

function under(event) {
  const scope = event.target instanceof Element && event.target.closest(".linked");
  const element = scope && event.target.closest(PART);
  return element && scope.contains(element) ? { scope, id: idOf(element), view: element.closest(".view") } : null;
}

document.addEventListener("pointerover", (event) => { if (!bar.contains(event.target)) light(under(event) || held); });
document.addEventListener("pointerdown", (event) => {
  if (bar.contains(event.target) || event.target.closest("button, input, select, textarea, summary")) return;
  held = under(event);
  light(held);
});

// From here on by keyboard: a view is walked as it is written, an outer part before those within it.
function walk(view, key) {
  const scope = view.closest(".linked");
  const all = parts(view);
  if (!all.length) return;
  const here = held && held.scope === scope ? held.id : null;
  let at = held && held.element && view.contains(held.element) ? all.indexOf(held.element) : -1;
  if (at < 0 && here) at = all.findIndex((element) => idOf(element) === here);
  let next = at;
  if (key === "ArrowRight") next = Math.min(at + 1, all.length - 1);
  else if (key === "ArrowLeft") next = Math.max(at - 1, 0);
  else if (key === "Home") next = 0;
  else if (key === "End") next = all.length - 1;
  else if (key === "ArrowUp") next = at < 0 ? 0 : all.indexOf(all[at].parentElement.closest("[data-term]"));
  else if (key === "ArrowDown") next = at < 0 ? 0 : all.findIndex((each, i) => i > at && all[at].contains(each));
  if (next < 0) next = at; // nothing around it, nothing in it
  held = { scope, id: idOf(all[next]), element: all[next], view };
  light(held, true);
  all[next].scrollIntoView({ block: "nearest", inline: "nearest" });
}

const KEYS = ["ArrowRight", "ArrowLeft", "ArrowUp", "ArrowDown", "Home", "End"];
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const view = event.target.closest(".view");
  if (event.key === "Escape" && lit) light((held = null));
  else if (view && event.target === view && KEYS.includes(event.key)) {
    event.preventDefault();
    walk(view, event.key);
  }
});
for (const button of bar.querySelectorAll("button")) {
  button.addEventListener("click", () => {
    const view = (held && held.view && held.view.isConnected && held.view) || document.querySelector(".view.letters");
    if (view) walk(view, button.dataset.key);
  });
}

// Wires are thin: what is to be pointed at is wider.
function reachable(svg) {
  for (const wire of svg.querySelectorAll("path.wire, path.weight")) {
    const reach = wire.cloneNode();
    reach.setAttribute("class", "reach");
    wire.after(reach);
  }
}

for (const svg of document.querySelectorAll(".linked svg")) reachable(svg);
// Some browsers keep the clipboard from pages that are files; there the text is copied as a person would.
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.body.appendChild(document.createElement("textarea"));
    field.value = text;
    field.select();
    const copied = document.execCommand("copy");
    field.remove();
    return copied;
  }
}

document.addEventListener("click", async (event) => {
  const button = event.target.closest("button[data-copy]");
  if (!button) return;
  const title = button.textContent;
  button.textContent = (await copy(button.dataset.copy)) ? "Copied" : "Not allowed";
  setTimeout(() => { button.textContent = title; }, 1500);
});
for (const element of document.querySelectorAll(".script")) element.hidden = false;
bar.hidden = false;
light(null);
