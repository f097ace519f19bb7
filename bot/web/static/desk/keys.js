// Keyboard first: one letter for what agents do most.

import { $, main } from "./dom.js";
import { chooseMode } from "./composer.js";
import { move } from "./list.js";

const press = (selector) => $(selector)?.click();

const KEYS = {
  j: () => move(1),
  k: () => move(-1),
  "/": () => $("#filter").focus(),
  r: () => main && chooseMode("reply"),
  n: () => main && chooseMode("note"),
  c: () => press("#head [data-key=c]"),
  t: () => press("#head [data-key=t]"),
  "?": () => $("#keys").showModal(),
};

/** Do what a key or a button stands for; whether it stood for anything. */
export function perform(key) {
  if (!(key in KEYS)) return false;
  KEYS[key]();
  return true;
}

/** Listen, except in fields and dialogs and with modifier keys. */
export function listenToKeys() {
  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=radio], [type=checkbox]), textarea, select");
    if (event.key === "Escape" && field) field.blur();
    if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]")) return;
    if (perform(event.key)) event.preventDefault();
  });
}
