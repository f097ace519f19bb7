// Elements, icons and links. Texts are only ever set as text.

const ICONS = {
  chat: "M12 3C6.9 3 3 6.5 3 10.9c0 2.4 1.2 4.5 3.1 6-.1 1-.5 2.2-1.4 3.2 1.7 0 3.3-.6 4.5-1.5.9.2 1.8.3 2.8.3 5.1 0 9-3.5 9-8S17.1 3 12 3Z",
  close: "M6 6l12 12M18 6L6 18",
  send: "M4 12l16-8-5.5 16-3.2-6.8L4 12Z",
  image: "M4 5h16v14H4V5Zm3.5 5.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM5 17l4.5-4.5 3 3 3-4L19 16",
};

/** Makes an element. Strings become text nodes. */
function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child != null));
  return node;
}

function icon(name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** The text with its http(s) addresses as links; everything else stays plain text. */
function linked(text) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(/https?:\/\/[^\s<>"'，。！？；、）】》]+/g)) {
    nodes.push(text.slice(end, match.index));
    nodes.push(el("a", { href: match[0], target: "_blank", rel: "noopener noreferrer nofollow" }, match[0]));
    end = match.index + match[0].length;
  }
  nodes.push(text.slice(end));
  return nodes;
}
