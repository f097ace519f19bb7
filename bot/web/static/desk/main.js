// The desk in the browser. What is shown comes from the server through htmx; this wires the parts together.

import { prepareAlerts, tellNews } from "./alerts.js";
import { chooseMode, choosePane, prepareComposer, sent, showHolder } from "./composer.js";
import { $, main, words } from "./dom.js";
import { listenToKeys, perform } from "./keys.js";
import { filterRows } from "./list.js";
import { prepareMenu } from "./look.js";
import { showWhatBelongs } from "./sheet.js";
import { dismiss, raise, toast } from "./toast.js";
import { keepUnfolded } from "./unfolded.js";

const talk = $("#talk");
let atEnd = true;

const toEnd = () => atEnd && (talk.scrollTop = talk.scrollHeight);

function connected(yes) {
  $(".line .on").hidden = !yes;
  $(".line .off").hidden = yes;
}

function refreshed() {
  keepUnfolded();
  filterRows();
  showWhatBelongs();
  showHolder();
  tellNews();
  raise();
  const waiting = Number($("#waiting-count").textContent);
  const due = $("#reminders a") ? "❗" : "";
  document.title = due + (waiting ? `(${waiting}) ` : "") + words.title;
  if (talk) toEnd();
}

function onClick(event) {
  const button = event.target.closest("button");
  if (!button) return;
  if (button.dataset.key === "?") perform("?");
  if (button.dataset.mode) chooseMode(button.dataset.mode);
  if (button.dataset.show) choosePane(button.dataset.show);
  if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
  if ("cancel" in button.dataset) button.closest("dialog").close();
  const menu = button.closest("details.menu");
  if (menu) menu.open = false;
}

function openSheet() {
  if (!$("#action").open) $("#action").showModal();
}

function arrived(form) {
  sent(form);
  form.closest("dialog")?.close();
  if (form.closest(".composer")) atEnd = true;
}

document.addEventListener("click", onClick, true);
document.addEventListener("change", ({ target }) => "submits" in target.dataset && target.form.requestSubmit());
document.addEventListener("change", showWhatBelongs);
document.addEventListener("htmx:after:swap", refreshed);
document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
  const source = ctx.sourceElement;
  if (!(ctx.response?.status < 400)) return;
  if (source?.id !== "stream") dismiss();
  if (source?.matches("[data-sheet]")) openSheet();
  else if (source?.closest("form") && !source.closest("[data-keeps]")) arrived(source.closest("form"));
});
document.addEventListener("htmx:error", ({ target }) => {
  if (target.closest?.("form")) toast(words.unsent);
});
document.addEventListener("htmx:sse:after:connection", () => connected(true));
document.addEventListener("htmx:sse:error", () => connected(false));
document.addEventListener("htmx:sse:close", () => connected(false));
document.addEventListener("signed-out", () => location.reload());

talk?.addEventListener("scroll", () => {
  atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
});
talk?.addEventListener("load", toEnd, true); // a picture that arrives late must not hide the newest message

$("#filter").addEventListener("input", filterRows);
listenToKeys();
prepareMenu();
prepareAlerts();
if (main) prepareComposer();
refreshed();
