// Sound and notifications for news, both only if the agent switched them on in this browser.

import { $, $$, fill, words } from "./dom.js";
import { toast } from "./toast.js";

const SOUND = "kefu.sound";
const NOTIFY = "kefu.notify";
const on = (name) => localStorage.getItem(name) === "on";
let before = null;
let waitingBefore = Infinity;
let audio = null;

/** What waits for this agent: case → who, of the waiting and of one's own with news. */
function pending() {
  const rows = $$("#part-waiting .row, #part-mine .row:has(.news)");
  return new Map(rows.map((row) => [`${row.href} ${$(".say", row)?.textContent}`, row]));
}

function beep() {
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

/** About a row of the list; without one, somebody waits whom this list does not show. */
function notify(row) {
  const mine = row?.closest("#part-mine");
  const title = mine ? fill(words.newsMessage, { name: row.dataset.who }) : words.newsWaiting;
  const href = row?.href ?? "/desk";
  const shown = new Notification(title, { body: row?.dataset.who ?? "", tag: href });
  shown.onclick = () => {
    window.focus();
    location.assign(href);
  };
}

/** Compare with what was there a moment ago, and tell of what is new. */
export function tellNews() {
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
    if (notifying.checked && (await Notification.requestPermission()) !== "granted") {
      notifying.checked = false;
      toast(words.notifyBlocked);
    }
    localStorage.setItem(NOTIFY, notifying.checked ? "on" : "off");
  };
}
