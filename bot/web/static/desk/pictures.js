// Pictures: chosen, pasted or dropped, all end up in the reply form's own file input.

import { $, words } from "./dom.js";

const input = $("#reply input[type=file]");

function setPictures(files) {
  const transfer = new DataTransfer();
  for (const file of files) if (file.type.startsWith("image/")) transfer.items.add(file);
  input.files = transfer.files;
  showPictures();
}

/** Draw what is in the input. */
export function showPictures() {
  const previews = $("#reply .previews");
  for (const image of previews.querySelectorAll("img")) URL.revokeObjectURL(image.src);
  previews.hidden = !input.files.length;
  previews.replaceChildren(...[...input.files].map(preview));
}

function preview(file, index) {
  const image = document.createElement("img");
  image.src = URL.createObjectURL(file);
  image.alt = file.name;
  const remove = document.createElement("button");
  remove.type = "button";
  remove.textContent = "×";
  remove.setAttribute("aria-label", `${words.removePicture} ${file.name}`);
  remove.onclick = () => setPictures([...input.files].filter((_, other) => other !== index));
  const box = document.createElement("span");
  box.append(image, remove);
  return box;
}

/** Take pictures from the file dialog, the clipboard and the mouse. */
export function takePictures(onTaken) {
  const add = (files) => {
    if (!files.length) return;
    setPictures([...input.files, ...files]);
    onTaken();
  };
  input.addEventListener("change", showPictures);
  $("#reply textarea").addEventListener("paste", (event) => add(event.clipboardData.files));
  const conversation = $(".conversation");
  const dragged = (event) => [...event.dataTransfer.types].includes("Files");
  conversation.addEventListener("dragover", (event) => {
    if (!dragged(event)) return;
    event.preventDefault();
    conversation.classList.add("dropping");
  });
  conversation.addEventListener("dragleave", (event) => {
    if (!conversation.contains(event.relatedTarget)) conversation.classList.remove("dropping");
  });
  conversation.addEventListener("drop", (event) => {
    event.preventDefault();
    conversation.classList.remove("dropping");
    add(event.dataTransfer.files);
  });
}
