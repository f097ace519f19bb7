// What an agent has unfolded stays so when the server draws that part again: a menu must not close under the pointer.

const states = new Map();

document.addEventListener(
  "toggle",
  ({ target }) => {
    if (target.matches("details[id]")) states.set(target.id, target.open);
  },
  true,
);

/** Fold and unfold what was just drawn as it was before. */
export function keepUnfolded() {
  for (const [id, open] of states) {
    const drawn = document.getElementById(id);
    if (drawn && drawn.open !== open) drawn.open = open;
  }
}
