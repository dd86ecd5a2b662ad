// What is typed is asked about at once; the answer goes into the views, the table of letters and the problems.
"use strict";
const byId = (id) => document.getElementById(id);
const formula = byId("formula"), mirror = byId("mirror"), linked = byId("linked");
const picture = linked.querySelector(".view.picture");
const state = { dims: {}, values: {}, step: null };
let asking = new AbortController();
let typing = false; // whether the page itself types
let letters = null; // those of the last formula without errors; null before there was one
let away = false; // whether the server was gone at the last question
const FEW = 6; // letters that are named in a sentence

// ------------------------------------------------------------------------------------------ the state and its link

function whole() {
  const choices = { detail: byId("detail").value, labels: byId("labels").value };
  return { text: formula.value, dims: state.dims, values: state.values, step: state.step, ...choices };
}

function linkOf(now) {
  const parts = new URLSearchParams({ text: now.text });
  const here = (key) => !letters || letters.has(key); // not of a letter that has gone
  for (const [key, size] of Object.entries(now.dims)) if (size && here(key)) parts.append(`size.${key}`, size);
  for (const [key, value] of Object.entries(now.values)) if (value && here(key)) parts.append(`value.${key}`, value);
  if (now.detail !== "bricks") parts.append("detail", now.detail);
  if (now.labels !== "letters") parts.append("labels", now.labels);
  if (now.step !== null) parts.append("step", now.step);
  return `#${parts}`;
}

function restore(hash) {
  const parts = new URLSearchParams(hash.slice(1));
  if (!parts.has("text")) return false;
  letters = null;
  state.dims = {};
  state.values = {};
  state.step = /^\d{1,6}$/.test(parts.get("step") || "") ? Number(parts.get("step")) : null;
  formula.value = parts.get("text");
  for (const id of ["detail", "labels"]) {
    const select = byId(id);
    select.value = parts.get(id) || select.options[0].value;
    if (!select.value) select.selectedIndex = 0;
  }
  for (const [name, value] of parts) {
    if (name.startsWith("size.")) state.dims[name.slice(5)] = value;
    if (name.startsWith("value.")) state.values[name.slice(6)] = value;
  }
  return true;
}

let remembering = 0;
function remember() {
  clearTimeout(remembering);
  remembering = setTimeout(() => history.replaceState(null, "", linkOf(whole())), 300);
}

// ---------------------------------------------------------------------------------------------------------- asking

async function asked(more, signal = null) {
  const response = await fetch("views", { method: "POST", signal,
    headers: { "content-type": "application/json" }, body: JSON.stringify({ ...whole(), ...more }) });
  const isJson = (response.headers.get("content-type") || "").startsWith("application/json");
  return isJson ? response.json() : { problems: [{ message: await response.text(), severity: "error" }] };
}

async function ask(more = {}) {
  asking.abort();
  asking = new AbortController();
  const text = formula.value;
  let answer;
  try {
    answer = await asked(more, asking.signal);
  } catch (error) {
    if (error.name !== "AbortError") lost();
    return;
  }
  away = false;
  show(answer, text);
  remember();
}

function lost() {
  away = true;
  show({ problems: [{ severity: "error", message: "the page has lost its server; letternet serve starts it again" }] });
}

// --------------------------------------------------------------------------------------------------------- showing

function made(tag, text, attributes = {}) {
  const element = document.createElement(tag);
  element.textContent = text;
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}

function show(answer, text = formula.value) {
  if (answer.views) showViews(answer);
  linked.classList.toggle("stale", !answer.views);
  showWrong(answer.fields || { dims: {}, values: {} });
  showProblems(answer, text);
}

function showViews(answer) {
  spans = answer.spans;
  letters = new Set(answer.rows.map((row) => row.key));
  Object.assign(state.values, answer.filled);
  const moved = Math.abs(picture.scrollLeft - placed) > 1; // by the reader
  for (const [name, html] of Object.entries(answer.views)) {
    const view = linked.querySelector(`.view.${name}`);
    put(view, html);
    const copy = view.parentElement.querySelector("button[data-copy]");
    if (!copy) continue;
    copy.dataset.copy = answer.copies[name];
    copy.hidden = false;
  }
  linked.classList.toggle("wide", answer.wide);
  if (!moved) toTop();
  showRows(answer);
  showSteps(answer);
  if (held && !everywhere(linked, held.id).length) held = null;
  lit = null;
  light(held);
}

// A picture that is wider than its place opens where its topmost brick is, the prediction.
let placed = 0; // how far the page itself has scrolled the picture
function toTop() {
  if (picture.scrollWidth > picture.clientWidth) {
    const bricks = [...picture.querySelectorAll(".brick, .box, .ghost, .joint")];
    const places = [picture, ...bricks].map((element) => element.getBoundingClientRect());
    const [view, top] = [places.shift(), places.reduce((one, other) => (other.top < one.top ? other : one), places[0])];
    if (top) picture.scrollLeft += top.x + top.width / 2 - view.x - view.width / 2;
  }
  placed = picture.scrollLeft;
}

// The lines of a view that are as they were stay, so that the browser need not lay them out again.
const shown = new Map(); // what a view was made of, line by line
function put(view, html) {
  const lines = [...new DOMParser().parseFromString(html, "text/html").body.children];
  const before = shown.get(view) || [], now = lines.map((line) => line.outerHTML);
  shown.set(view, now);
  let same = 0, end = 0;
  while (same < Math.min(before.length, now.length) && before[same] === now[same]) same++;
  while (same + end < Math.min(before.length, now.length) && before.at(-1 - end) === now.at(-1 - end)) end++;
  const old = [...view.children];
  for (const line of old.slice(same, old.length - end)) line.remove();
  const rest = view.children[same] || null;
  for (const line of lines.slice(same, lines.length - end)) view.insertBefore(line, rest);
  for (const svg of lines.filter((line) => line.localName === "svg" && line.isConnected)) reachable(svg);
}

let items = new Map(); // the problems that are shown, by what they say
function showProblems({ problems, more, views }, text) {
  wrong = problems.filter((problem) => problem.place).map((problem) => [...problem.place, problem.severity]);
  const before = items;
  items = new Map();
  const wanted = problems.map((problem) => {
    const said = JSON.stringify([problem.severity, problem.message, problem.because, problem.code]);
    const item = before.get(said) || madeProblem(problem);
    before.delete(said);
    items.set(said, item);
    item.querySelector(".ways").replaceChildren(...(problem.fixes || []).map((fix) => way(fix, text)));
    return item;
  });
  arrange(byId("problems"), wanted);
  const count = problems.filter((problem) => problem.severity === "error" && problem.code).length;
  const counted = more ? `The first ${problems.length} problems` : count > 1 ? `${count} problems` : "One problem";
  const stale = !views && shown.size ? "; the views below are as they were before" : "";
  const right = problems.some((problem) => problem.severity === "error") || !text.trim() ? "" : "All sizes fit.";
  byId("state").textContent = count ? `${counted}${stale}.` : right;
  paint();
}

function madeProblem(problem) {
  const item = made("li", "", { class: problem.severity });
  item.append(made("p", problem.message));
  const because = [...new Set(problem.because || [])].join(" · ");
  if (because) item.append(made("p", because, { class: "dim" }));
  item.append(made("div", "", { class: "ways" }));
  if (problem.code) item.append(behind(problem.code));
  return item;
}

// A way out, and beside it what comes of it.
function way(fix, text) {
  const element = made("div", "", { class: "controls" });
  const button = made("button", fix.message, { type: "button", class: "fix" });
  button.addEventListener("click", () => mend(fix, text));
  element.append(button);
  if (fix.then) element.append(made("span", `then ${fix.then}`, { class: "dim" }));
  return element;
}

// What stays where it was is not touched, so that it keeps the focus and what is open in it.
function arrange(parent, wanted) {
  const here = new Set(wanted), focus = document.activeElement;
  for (const element of [...parent.children]) if (!here.has(element)) element.remove();
  wanted.forEach((element, i) => {
    if (element !== parent.children[i]) parent.insertBefore(element, parent.children[i] || null);
  });
  if (parent.contains(focus)) focus.focus();
}

// A fix is for the text that was asked about.
function mend(fix, text) {
  if (formula.value !== text) return;
  type(fix.formula);
  Object.assign(state.dims, fix.dims);
  ask();
}

// Only what changes is typed, as a person would, so that it can be undone.
function type(text) {
  const now = formula.value;
  let start = 0, end = 0;
  while (start < Math.min(now.length, text.length) && now[start] === text[start]) start++;
  while (start + end < Math.min(now.length, text.length) && now.at(-1 - end) === text.at(-1 - end)) end++;
  formula.focus();
  formula.setSelectionRange(start, now.length - end);
  const piece = text.slice(start, text.length - end);
  typing = true;
  document.execCommand(piece ? "insertText" : "delete", false, piece);
  typing = false;
  if (formula.value !== text) formula.value = text;
}

function behind(code) {
  const details = document.createElement("details");
  const lesson = made("p", "", { class: "told" });
  details.append(made("summary", `what is behind ${code}`), lesson);
  details.addEventListener("toggle", () => {
    if (!lesson.textContent) asked({ explain: code }).then((answer) => { lesson.textContent = answer.lesson || ""; }, lost);
  });
  return details;
}

// A copy of the text lies behind the field, its own letters not to be seen: it has the lines below what is wrong, and
// the tint of the part that is lit.
let wrong = []; // start, end, severity
let spans = []; // start, end, part
function paint() {
  const text = formula.value;
  const ranges = wrong.map(([start, end, kind]) => {
    if (end > start) return [start, end, kind];
    return start < text.length && text[start] !== "\n" ? [start, start + 1, kind] : [start - 1, start, kind];
  });
  if (lit && lit.scope === linked) for (const [start, end, part] of spans) if (part === lit.id) ranges.push([start, end, "lit"]);
  const cuts = [...new Set([0, text.length, ...ranges.flatMap(([start, end]) => [start, end])])].sort((a, b) => a - b);
  const pieces = [];
  for (let i = 0; i + 1 < cuts.length; i++) {
    const kinds = ranges.filter(([start, end]) => start <= cuts[i] && cuts[i + 1] <= end).map((range) => range[2]);
    const piece = text.slice(cuts[i], cuts[i + 1]);
    pieces.push(kinds.length ? made("span", piece, { class: kinds.join(" ") }) : piece);
  }
  mirror.replaceChildren(...pieces, "\n");
}

// The part at the caret is lit.
function atCaret() {
  const at = formula.selectionStart;
  const here = spans.filter(([start, end]) => start <= at && at <= end).sort((a, b) => a[1] - a[0] - (b[1] - b[0]));
  held = here.length ? { scope: linked, id: here[0][2], view: linked.querySelector(".view.letters") } : null;
  light(held);
}

// What is as it was is not set again, so that the browser need not lay it out again.
function set(element, property, value) {
  if (element[property] !== value) element[property] = value;
}

const rows = new Map();
function showRows(answer) {
  for (const row of answer.rows) {
    if (!rows.has(row.key)) rows.set(row.key, madeRow(row));
    const { element, name, size, value, result, words } = rows.get(row.key);
    set(name, "innerHTML", row.html);
    if (row.part) element.dataset.term = row.part;
    else delete element.dataset.term;
    if (row.declared) delete state.dims[row.key];
    set(size, "placeholder", row.size);
    set(size, "disabled", row.declared);
    if (row.declared || document.activeElement !== size) set(size, "value", state.dims[row.key] || "");
    set(value, "hidden", !row.takes);
    if (document.activeElement !== value) set(value, "value", state.values[row.key] || "");
    set(result, "textContent", row.takes ? "" : row.value);
    set(words, "textContent", row.words);
  }
  arrange(byId("rows"), answer.rows.map((row) => rows.get(row.key).element));
  byId("values").textContent = [...answer.wrong, ...without(answer.missing)].join("; ");
}

function without(missing) {
  const named = missing.slice(0, missing.length > FEW + 1 ? FEW : missing.length).join(", ");
  const more = missing.length > FEW + 1 ? ` and ${(missing.length - FEW).toLocaleString("en")} more letters` : "";
  return missing.length ? [`no value yet for ${named}${more}`] : [];
}

// A field says itself what is wrong with it.
function showWrong(fields) {
  for (const [key, { size, value }] of rows) {
    for (const [input, said] of [[size, fields.dims[key]], [value, fields.values[key]]]) {
      set(input, "ariaInvalid", said ? "true" : null);
      set(input, "title", said || (input.disabled ? "The formula declares it." : ""));
    }
  }
}

function madeRow(row) {
  const element = document.createElement("tr");
  const name = made("th", "", { scope: "row" });
  const size = field(row.key, "dims", `size of ${row.key}`);
  const value = field(row.key, "values", `value of ${row.key}`);
  const result = made("span", "");
  const words = made("td", "", { class: "words" });
  const cells = [made("td", "", { class: "size" }), made("td", "", { class: "value" })];
  cells[0].append(size);
  cells[1].append(value, result);
  element.append(name, ...cells, words);
  return { element, name, size, value, result, words };
}

function field(key, kind, title) {
  const input = made("input", "", { type: "text", "aria-label": title, spellcheck: "false", autocomplete: "off" });
  input.addEventListener("input", () => { state[kind][key] = input.value; ask(); });
  return input;
}

function showSteps(answer) {
  const on = answer.step !== null;
  byId("steps").hidden = !answer.runs;
  byId("stepping").setAttribute("aria-pressed", String(on));
  for (const id of ["back", "forth", "count", "caption"]) byId(id).hidden = !on;
  atEnd("back", answer.step === 0);
  atEnd("forth", answer.step === answer.steps - 1);
  byId("count").textContent = on ? `${answer.step + 1} of ${answer.steps}` : "";
  byId("caption").textContent = answer.caption;
  if (on) state.step = answer.step; // where the formula does not run, the step is kept for when it does
}

// A button that leads nowhere keeps the focus.
function atEnd(id, is) {
  byId(id).setAttribute("aria-disabled", String(is));
}

function go(id, by) {
  if (byId(id).getAttribute("aria-disabled") === "true") return;
  state.step += by;
  ask();
}

// -------------------------------------------------------------------------------------------------------- doing

formula.addEventListener("input", () => {
  if (typing) return;
  for (const fix of document.querySelectorAll("#problems .fix")) fix.disabled = true; // it is for what was there before
  wrong = [];
  spans = [];
  paint();
  ask();
});
for (const event of ["keyup", "click"]) formula.addEventListener(event, atCaret);
document.addEventListener("lit", paint);
for (const id of ["detail", "labels"]) byId(id).addEventListener("change", () => ask());
byId("fill").addEventListener("click", () => ask({ fill: true }));
byId("clear").addEventListener("click", () => {
  Object.assign(state, { values: {}, step: null });
  for (const row of rows.values()) row.value.value = "";
  ask();
});
byId("stepping").addEventListener("click", () => { state.step = state.step === null ? 0 : null; ask(); });
byId("back").addEventListener("click", () => go("back", -1));
byId("forth").addEventListener("click", () => go("forth", 1));
byId("examples").addEventListener("change", () => {
  if (!byId("examples").value) return;
  type(byId("examples").value);
  byId("examples").value = "";
  Object.assign(state, { dims: {}, values: {}, step: null });
  ask();
});
byId("link").addEventListener("click", async () => {
  history.replaceState(null, "", linkOf(whole()));
  const copied = await copy(location.href);
  byId("state").textContent = copied ? "The link is copied: it restores all of this." : "The link is in the address bar.";
});
for (const button of document.querySelectorAll("button[data-want]")) {
  button.addEventListener("click", async () => {
    const answer = await asked({ want: button.dataset.want }).catch(() => null);
    if (!answer) { lost(); return; }
    if (!answer.file) { show(answer); return; }
    const address = URL.createObjectURL(new Blob([answer.file.text], { type: "application/octet-stream" }));
    made("a", "", { href: address, download: answer.file.name }).click();
    URL.revokeObjectURL(address);
  });
}
// The server may be back when somebody comes back.
for (const [target, event] of [[window, "focus"], [document, "visibilitychange"]]) {
  target.addEventListener(event, () => { if (away && !document.hidden) ask(); });
}
window.addEventListener("hashchange", () => { if (restore(location.hash)) ask(); });
for (const copy of linked.querySelectorAll("button[data-copy]")) copy.hidden = true; // there is nothing to copy yet
restore(location.hash);
paint();
ask();
