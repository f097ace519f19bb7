// Holes of a canned reply, such as 〔快递单号〕: they are jumped to, and nothing is sent while one is left.

const HOLE = /〔([^〔〕\n]{1,40})〕/g;

/** The holes of a text, first to last. The server looks again: bot/scripts/canned.py. */
export const holesIn = (text) =>
  [...text.matchAll(HOLE)].map((hole) => ({ name: hole[1], start: hole.index, end: hole.index + hole[0].length }));

/** Select the next hole after the caret, or the first; whether there was one. */
export function jumpToHole(area) {
  const holes = holesIn(area.value);
  if (!holes.length) return false;
  const selected = holes.find((hole) => hole.start === area.selectionStart && hole.end === area.selectionEnd);
  const from = selected ? selected.end : area.selectionStart;
  const hole = holes.find((one) => one.start >= from) ?? holes[0];
  area.focus();
  area.setSelectionRange(hole.start, hole.end);
  return true;
}
