// The house tone of a draft, looked at while it is written. A warning never stops a reply.

import { $ } from "./dom.js";

const PAUSE = 600;
const area = $("#reply textarea");
const line = $("#tone");
let timer = 0;
let asked = "";

async function look() {
  const text = area.value.trim();
  asked = text;
  if (!text) return line.replaceChildren();
  const answer = await fetch("/desk/tone", { method: "POST", body: new URLSearchParams({ text }) }).catch(() => null);
  if (answer?.ok && !answer.redirected && asked === text) line.innerHTML = await answer.text();
}

/** Look at the draft whenever its writer pauses. */
export function watchTone() {
  area.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, area.value ? PAUSE : 0);
  });
  if (area.value) look();
}

/** Sent: nothing is left to warn of. */
export function clearTone() {
  clearTimeout(timer);
  asked = "";
  line.replaceChildren();
}
