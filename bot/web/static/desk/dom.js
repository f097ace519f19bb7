// Finding elements, and the texts and addresses that the server put on the page.

export const $ = (selector, root = document) => root.querySelector(selector);
export const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];

/** Texts of the page in the agent's language: `data-*` of body. */
export const words = document.body.dataset;

/** The open case, or null on a page without one. */
export const main = $("main.case");
export const caseId = main?.dataset.case;

/** A random name for one attempt, so that the server knows a second try of the same from a second message. */
export function freshKey() {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** A text with `{name}` replaced. */
export const fill = (text, values) => text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
