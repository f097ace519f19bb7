// The line that tells of trouble. It is a popover, so that it stands above an open dialog.

import { $ } from "./dom.js";

const SECONDS = 8;
const box = $("#toast");
let timer = 0;

/** Say it, for a while. */
export function toast(text) {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = text;
  box.replaceChildren(line);
  raise();
}

/** Bring what the server wrote into the line to the front. */
export function raise() {
  if (!box.childElementCount) return;
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  clearTimeout(timer);
  timer = setTimeout(() => {
    box.hidePopover();
    box.replaceChildren();
  }, SECONDS * 1000);
}
