// Sound for news unless the agent switched it off in this browser; notifications once they are allowed, which is asked
// for when somebody goes on shift.

import { $, $$, fill, words } from "./dom.js";
import { toast } from "./toast.js";

const SOUND = "kefu.sound";
const NOTIFY = "kefu.notify";
const DEFAULTS = { [SOUND]: "on", [NOTIFY]: "off" };
const on = (name) => (localStorage.getItem(name) ?? DEFAULTS[name]) === "on";
let before = null;
let waitingBefore = Infinity;
let dueBefore = [];
let audio = null;

/** What waits for this agent: the waiting, one's own with news, and of whom one was reminded. */
function pending() {
  const rows = $$("#part-waiting .row, #part-mine .row:has(.news)");
  const news = rows.map((row) => [`${row.href} ${$(".say", row)?.textContent}`, row]);
  return new Map([...news, ...$$("#reminders a").map((due) => [`due ${due.href}`, due])]);
}

function beep() {
  if (navigator.userActivation?.hasBeenActive === false) return; // browsers play nothing before the first press
  audio ??= new AudioContext();
  const [tone, volume] = [audio.createOscillator(), audio.createGain()];
  tone.frequency.setValueAtTime(880, audio.currentTime);
  tone.frequency.setValueAtTime(1175, audio.currentTime + 0.12);
  volume.gain.setValueAtTime(0.08, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.001, audio.currentTime + 0.4);
  tone.connect(volume).connect(audio.destination);
  tone.start();
  tone.stop(audio.currentTime + 0.4);
}

function titleOf(row) {
  if (row?.closest("#reminders")) return row.textContent;
  return row?.closest("#part-mine") ? fill(words.newsMessage, { name: row.dataset.who }) : words.newsWaiting;
}

/** About a row of the list or a reminder; without one, somebody waits whom this list does not show. */
function notify(row) {
  const href = row?.href ?? "/desk";
  const shown = new Notification(titleOf(row), { body: row?.dataset.who ?? "", tag: href });
  shown.onclick = () => {
    window.focus();
    location.assign(href);
  };
}

/** A case of which one was reminded waits for anybody again: say that it was taken away. */
function tellLost() {
  const due = $$("#reminders a").map((link) => link.pathname);
  const waiting = new Set($$("#part-waiting .row").map((row) => row.pathname));
  const lost = dueBefore.find((path) => !due.includes(path) && waiting.has(path));
  dueBefore = due;
  if (lost) toast(fill(words.requeued, { id: lost.split("/").at(-1) }));
}

/** Compare with what was there a moment ago, and tell of what is new. */
export function tellNews() {
  tellLost();
  const now = pending();
  const waiting = Number($("#waiting-count").textContent);
  const fresh = before ? [...now].filter(([key]) => !before.has(key)).map(([, row]) => row) : [];
  if (!fresh.length && waiting > waitingBefore) fresh.push(null);
  before = now;
  waitingBefore = waiting;
  if (!fresh.length) return;
  if (on(SOUND)) beep();
  if (on(NOTIFY) && document.hidden && Notification.permission === "granted") fresh.slice(0, 3).forEach(notify);
}

async function allowNotifications() {
  const granted = (await Notification.requestPermission()) === "granted";
  localStorage.setItem(NOTIFY, granted ? "on" : "off");
  return granted;
}

/** The switches in the menu. */
export function prepareAlerts() {
  const [sound, notifying] = [$("#sound"), $("#notify")];
  sound.checked = on(SOUND);
  sound.onchange = () => {
    localStorage.setItem(SOUND, sound.checked ? "on" : "off");
    if (sound.checked) beep();
  };
  const known = "Notification" in window;
  notifying.closest("label").hidden = !known;
  notifying.checked = known && on(NOTIFY) && Notification.permission === "granted";
  notifying.onchange = async () => {
    if (!notifying.checked) return localStorage.setItem(NOTIFY, "off");
    notifying.checked = await allowNotifications();
    if (!notifying.checked) toast(words.notifyBlocked);
  };
  $("#shift").addEventListener("click", async () => {
    if (known && Notification.permission === "default") notifying.checked = await allowNotifications();
  });
}
