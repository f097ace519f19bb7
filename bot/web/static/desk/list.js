// The list: filtered as one types, walked with j and k.

import { $, $$ } from "./dom.js";

const rows = () => $$("#queue .row").filter((row) => row.offsetParent);

/** Hide the rows without these words, of this page alone; what was searched for is found already. */
export function filterRows() {
  const { value, defaultValue } = $("#filter");
  const wanted = value === defaultValue ? "" : value.trim().toLowerCase();
  for (const row of $$("#queue .row"))
    row.parentElement.hidden = !row.textContent.toLowerCase().includes(wanted);
  $("#filter-none").hidden = !wanted || rows().length > 0;
}

/** Focus the row so many steps further. */
export function move(step) {
  const all = rows();
  const focused = all.indexOf(document.activeElement);
  const current = all.findIndex((row) => row.matches("[aria-current]"));
  const at = (focused >= 0 ? focused : current) + step;
  all[Math.min(all.length - 1, Math.max(0, at))]?.focus();
}
