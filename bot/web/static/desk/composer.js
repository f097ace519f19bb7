// The composer: reply and note are two forms; only one is on screen.

import { isOpen as cannedOpen, offerCanned } from "./canned.js";
import { $, $$, fill, freshKey, main, words } from "./dom.js";
import { keepDraft, sent as draftSent, stamp, watchDrafts } from "./drafts.js";
import { holesIn, jumpToHole } from "./holes.js";
import { showPictures, takePictures } from "./pictures.js";
import { toast } from "./toast.js";
import { clearTone, watchTone } from "./tone.js";
import { stoppedTyping, tellTyping, writing } from "./typing.js";

let insisted = "";

/** Show the reply or the note. */
export function chooseMode(mode, focus = true) {
  const composer = $(".composer");
  if (!composer) return;
  composer.dataset.mode = mode;
  for (const tab of $$(".modes [role=tab]", composer))
    tab.setAttribute("aria-selected", String(tab.dataset.mode === mode));
  choosePane("talk");
  grow($(`#${mode} textarea`)); // hidden, it had no height to measure
  if (focus) $(`#${mode} textarea`).focus();
}

/** On a phone: show the talk or the card. */
export function choosePane(pane) {
  main.dataset.pane = pane;
  for (const tab of $$(".panes [role=tab]")) tab.setAttribute("aria-selected", String(tab.dataset.show === pane));
}

function onKey(event) {
  const area = event.currentTarget;
  if (event.key === "Tab" && !event.shiftKey && jumpToHole(area)) return event.preventDefault();
  // While an input method is composing, Enter chooses a word; Safari reports that only as key code 229.
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  if (area.value.trim() || $("input[type=file]", area.form)?.files.length) area.form.requestSubmit();
}

/** Who has the case, if it is somebody else: answering is theirs, and what was begun here stays a draft. */
const holder = () => $("#head .head")?.dataset.held ?? "";

/** Say so where a reply would be written; whoever opens such a case begins with a note. */
export function showHolder() {
  const composer = $(".composer");
  if (!composer) return;
  const [line, area, name] = [$("#reply .held"), $("#reply textarea"), holder()];
  const news = line.hidden === Boolean(name);
  line.hidden = !name;
  line.textContent = name && fill(words.held, { name });
  area.readOnly = Boolean(name);
  $("#reply .send").disabled = Boolean(name);
  if (news && name && !area.value && composer.dataset.mode === "reply" && document.activeElement !== area)
    chooseMode("note", false);
  if (news && !name && composer.dataset.mode === "note" && !$("#note textarea").value) chooseMode("reply", false);
}

/** A case of somebody else and holes refuse to go; a colleague who writes is named once before both answer. */
function mayGo(form) {
  const area = $("textarea", form);
  if (form.id === "reply" && holder()) {
    toast(fill(words.held, { name: holder() }));
    return false;
  }
  const [hole] = form.id === "reply" ? holesIn(area.value) : [];
  if (hole) {
    area.setSelectionRange(0, 0);
    jumpToHole(area);
    toast(fill(words.hole, { hole: hole.name }));
    return false;
  }
  if (form.id === "reply" && writing() && insisted !== area.value) {
    insisted = area.value;
    toast(fill(words.writing, { name: writing() }));
    return false;
  }
  return true;
}

function onSubmit(event) {
  if (!mayGo(event.currentTarget)) {
    event.preventDefault();
    event.stopImmediatePropagation();
    return;
  }
  stamp(event.currentTarget);
}

/** The textarea is as high as its words need, within bounds. */
function grow(area) {
  area.style.height = "";
  area.style.height = `${Math.min(area.scrollHeight + 2, 260)}px`;
}

/** The server has it. */
export function sent(form) {
  form.reset();
  if ("fresh" in form.dataset) $("[name=key]", form).value = freshKey();
  if (!form.closest(".composer")) return;
  draftSent(form);
  grow($("textarea", form));
  if (form.id !== "reply") return;
  insisted = "";
  stoppedTyping();
  showPictures();
  clearTone();
}

/** Bring the composer to life. */
export function prepareComposer() {
  offerCanned(() => chooseMode("reply"));
  for (const form of $$(".composer form")) {
    const area = $("textarea", form);
    keepDraft(form);
    area.addEventListener("input", () => grow(area));
    area.addEventListener("keydown", (event) => cannedOpen() || onKey(event));
    form.addEventListener("submit", onSubmit, true);
    grow(area);
  }
  takePictures(() => chooseMode("reply"));
  watchTone();
  tellTyping($("#reply textarea"));
  watchDrafts();
}
