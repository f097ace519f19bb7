// The sheet of an order action. A field that goes with a choice stands in the form only while that is chosen.

import { $$ } from "./dom.js";

/** Show the fields that belong to what is chosen; the others are neither needed nor sent. */
export function showWhatBelongs() {
  for (const label of $$("#action-sheet [data-only]")) {
    const [name, value] = label.dataset.only.split("=");
    const belongs = label.closest("form").elements[name].value === value;
    label.hidden = !belongs;
    for (const field of $$("input, textarea, select", label)) field.disabled = !belongs;
  }
}
