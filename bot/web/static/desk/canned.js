// `/name` in the composer: the canned replies of the case, filled in by the server.

import { $, $$, caseId } from "./dom.js";
import { jumpToHole } from "./holes.js";

const SLASH = /(?:^|\s)\/([^\s/]*)$/;
const list = $("#canned");
const area = $("#reply textarea");
let known = false;

const options = () => $$("[role=option]:not([hidden])", list);
const chosen = () => $("[aria-selected=true]", list);
const beforeCaret = () => area.value.slice(0, area.selectionStart);

/** Whether the list is on screen. */
export const isOpen = () => !list.hidden;

function close() {
  list.hidden = true;
  known = false;
  area.removeAttribute("aria-activedescendant");
}

function choose(option) {
  chosen()?.setAttribute("aria-selected", "false");
  if (!option) return area.removeAttribute("aria-activedescendant");
  option.setAttribute("aria-selected", "true");
  option.scrollIntoView({ block: "nearest" });
  area.setAttribute("aria-activedescendant", option.id);
}

function narrow(typed) {
  const wanted = typed.toLowerCase();
  const names = (option) => option.dataset.find.toLowerCase();
  for (const option of $$("[role=option]", list)) option.hidden = !names(option).includes(wanted);
  $(".none", list).hidden = options().length > 0;
  choose(options().find((option) => option.dataset.name.startsWith(wanted)) ?? options()[0]);
}

async function look() {
  const typed = beforeCaret().match(SLASH);
  if (!typed) return close();
  if (!known) {
    known = true;
    if (!(await load())) return close();
  }
  const now = beforeCaret().match(SLASH); // more may have been typed meanwhile
  if (!now) return close();
  list.hidden = false;
  narrow(now[1]);
}

/** The chosen text takes the place of `/name`. */
function insert(option) {
  const start = beforeCaret().search(SLASH);
  const from = start + (/\s/.test(area.value[start] ?? "") ? 1 : 0);
  close();
  area.focus();
  area.setRangeText(option.dataset.text, from, area.selectionStart, "end");
  area.setSelectionRange(from, from);
  if (!jumpToHole(area)) area.setSelectionRange(from + option.dataset.text.length, from + option.dataset.text.length);
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function onKey(event) {
  if (!isOpen() || event.isComposing) return;
  const at = options().indexOf(chosen());
  const moves = { ArrowDown: at + 1, ArrowUp: at - 1 };
  if (event.key in moves) choose(options().at(moves[event.key] % options().length));
  else if ((event.key === "Enter" || event.key === "Tab") && chosen()) insert(chosen());
  else if (event.key === "Escape") close();
  else return;
  event.preventDefault();
  event.stopImmediatePropagation();
}

/** The replies from the server, about the order of the case or about another; whether they came. */
async function load(order = "") {
  const about = order ? `?order=${encodeURIComponent(order)}` : "";
  const answer = await fetch(`/desk/cases/${caseId}/canned${about}`).catch(() => null);
  if (!answer?.ok || answer.redirected) return false;
  list.innerHTML = await answer.text();
  return true;
}

/** Put a canned reply at the end of what is written, as if its name had been typed. */
async function callUp(name, order) {
  if (!(await load(order))) return;
  const option = $(`[data-name="${CSS.escape(name)}"]`, list);
  if (!option) return;
  const gap = area.value && !area.value.endsWith("\n") ? "\n" : "";
  area.setRangeText(`${gap}/`, area.value.length, area.value.length, "end");
  insert(option);
}

/** Watch the reply's textarea. Must run before the composer's own keys, which would send on Enter. */
export function offerCanned(showReply) {
  area.addEventListener("keydown", onKey);
  area.addEventListener("input", look);
  area.addEventListener("blur", () => setTimeout(() => list.contains(document.activeElement) || close(), 150));
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the caret stays where it is
  list.addEventListener("click", (event) => {
    const option = event.target.closest("[role=option]");
    if (option) insert(option);
  });
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-canned]");
    if (!button) return;
    showReply();
    if (button.dataset.canned) return callUp(button.dataset.canned, button.dataset.order);
    area.setRangeText(/\S$/.test(beforeCaret()) ? " /" : "/", area.selectionStart, area.selectionEnd, "end");
    look();
  });
}
