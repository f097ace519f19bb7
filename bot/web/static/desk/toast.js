// The line that tells of trouble. It is a popover, so that it stands above an open dialog.

import { $, words } from "./dom.js";

const SECONDS = 8;
const box = $("#toast");
let timer = 0;

/** Say it, until it is closed or done with, at most for a while. */
export function toast(text) {
  const line = document.createElement("p");
  line.setAttribute("role", "alert");
  line.textContent = text;
  box.replaceChildren(line);
  raise();
}

/** What it told of is over. */
export function dismiss() {
  clearTimeout(timer);
  if (box.matches(":popover-open")) box.hidePopover();
  box.replaceChildren();
}

function closing() {
  const button = document.createElement("button");
  button.type = "button";
  button.textContent = "×";
  button.setAttribute("aria-label", words.close);
  button.onclick = dismiss;
  return button;
}

/** Bring what the server has just written into the line to the front; what stands there already has had its turn. */
export function raise() {
  if (!box.childElementCount || $("button", box)) return;
  box.append(closing());
  if (box.matches(":popover-open")) box.hidePopover();
  box.showPopover();
  clearTimeout(timer);
  timer = setTimeout(dismiss, SECONDS * 1000);
}
