// Drafts outlive a reload, an expired login and a lost line: one per agent, case and form, gone once sent.
//
// What is sent carries a key made of the draft's seed and its words. A reply or note whose answer was lost is sent again
// under the same key, from this window or another, and is kept once; other words are another message.

import { $, $$, caseId, freshKey, words } from "./dom.js";

const PREFIX = `kefu.draft.${words.agent}.`;
const KEPT = 7 * 24 * 3600 * 1000;
const seeds = new WeakMap();

const nameOf = (form) => `${PREFIX}${caseId}.${form.id}`;
const areaOf = (form) => $("textarea", form);

function parse(stored) {
  try {
    return JSON.parse(stored);
  } catch {
    return null; // of an older version: no draft
  }
}

const read = (name) => parse(localStorage.getItem(name));

/** FNV-1a, 32 bits: enough to tell two drafts of one seed apart. */
function hash(text) {
  let value = 0x811c9dc5;
  for (const char of new TextEncoder().encode(text)) value = Math.imul(value ^ char, 0x01000193) >>> 0;
  return value.toString(16).padStart(8, "0");
}

function keep(form) {
  const text = areaOf(form).value;
  if (text) localStorage.setItem(nameOf(form), JSON.stringify({ text, seed: seeds.get(form), at: Date.now() }));
  else localStorage.removeItem(nameOf(form));
}

/** Put the draft of this form back, and keep it from now on. */
export function keepDraft(form) {
  const draft = read(nameOf(form));
  areaOf(form).value = draft?.text ?? "";
  seeds.set(form, draft?.seed ?? freshKey());
  areaOf(form).addEventListener("input", () => keep(form));
}

/** A reply or a note is about to be sent: name it. */
export function stamp(form) {
  const pictures = [...($("input[type=file]", form)?.files ?? [])].map((file) => `${file.name} ${file.size}`);
  $("[name=key]", form).value = `${seeds.get(form)}-${hash([areaOf(form).value, ...pictures].join("\n"))}`;
}

/** It arrived. */
export function sent(form) {
  localStorage.removeItem(nameOf(form));
  seeds.set(form, freshKey());
}

/** What was sent in another window goes here too; drafts of long ago go for good. */
export function watchDrafts() {
  for (const name of Object.keys(localStorage))
    if (name.startsWith(PREFIX) && !(read(name)?.at > Date.now() - KEPT)) localStorage.removeItem(name);
  window.addEventListener("storage", (event) => {
    for (const form of $$(".composer form")) {
      if (event.key !== nameOf(form) || event.newValue !== null) continue;
      if (areaOf(form).value === parse(event.oldValue)?.text) form.reset();
      seeds.set(form, freshKey());
    }
  });
}
