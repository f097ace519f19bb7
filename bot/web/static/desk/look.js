// The menu, and light or dark: kept in a cookie, so that the server draws the next page right from the start.

import { $, $$ } from "./dom.js";

const YEAR = 365 * 24 * 3600;

/** Bring the menu to life. */
export function prepareMenu() {
  for (const choice of $$("[name=theme]"))
    choice.onchange = () => {
      document.documentElement.dataset.theme = choice.value;
      document.cookie = `kefu_theme=${choice.value}; path=/; max-age=${YEAR}; samesite=lax`;
    };
  document.addEventListener("click", (event) => {
    for (const menu of $$("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const menu = $("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    $("summary", menu).focus();
  });
}
