// Tells colleagues and the customer that a reply is being written here, and knows when a colleague writes.

import { $, caseId } from "./dom.js";

const EVERY = 4000;
let told = 0;

/** Say so at most every few seconds, while the words change. */
export function tellTyping(area) {
  area.addEventListener("input", () => {
    if (!area.value.trim() || Date.now() - told < EVERY) return;
    told = Date.now();
    fetch(`/desk/cases/${caseId}/typing`, { method: "POST" }).catch(() => null); // nobody misses one
  });
}

/** It was sent: the next words are news again. */
export function stoppedTyping() {
  told = 0;
}

/** Who else writes now, or "". */
export const writing = () => $("#colleagues [data-writing]")?.dataset.writing ?? "";
