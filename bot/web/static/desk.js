// The desk's keyboard, composer and filter. What is shown comes from the server through htmx.
(() => {
  "use strict";

  const $ = (selector, root = document) => root.querySelector(selector);
  const $$ = (selector, root = document) => [...root.querySelectorAll(selector)];
  const main = $("main.case");
  const talk = $("#talk");

  // Drafts outlive a reload or a lost connection: one per case and kind, gone when sent.

  const draftKey = (area) => `kefu.draft.${main.dataset.case}.${area.name}`;

  function keepDraft(area) {
    if (area.value) sessionStorage.setItem(draftKey(area), area.value);
    else sessionStorage.removeItem(draftKey(area));
  }

  // The composer: reply and note are two forms; only one is on screen.

  function chooseMode(mode, focus = true) {
    const composer = $(".composer");
    if (!composer) return;
    composer.dataset.mode = mode;
    for (const tab of $$(".modes [role=tab]", composer))
      tab.setAttribute("aria-selected", String(tab.dataset.mode === mode));
    choosePane("talk");
    if (focus) $(`#${mode} textarea`).focus();
  }

  function choosePane(pane) {
    main.dataset.pane = pane;
    for (const tab of $$(".panes [role=tab]")) tab.setAttribute("aria-selected", String(tab.dataset.show === pane));
  }

  function submitOnEnter(event) {
    // While an input method is composing, Enter chooses a word; Safari reports that only as key code 229.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    const { form, value } = event.currentTarget;
    if (value.trim() || $("input[type=file]", form)?.files.length) form.requestSubmit();
  }

  // Pictures: chosen, pasted or dropped, all end up in the reply form's own file input.

  function setPictures(files) {
    const input = $("#reply input[type=file]");
    const transfer = new DataTransfer();
    for (const file of files) if (file.type.startsWith("image/")) transfer.items.add(file);
    input.files = transfer.files;
    showPictures();
  }

  function showPictures() {
    const input = $("#reply input[type=file]");
    const previews = $("#reply .previews");
    previews.hidden = !input.files.length;
    previews.replaceChildren(
      ...[...input.files].map((file, index) => {
        const image = document.createElement("img");
        image.src = URL.createObjectURL(file);
        image.alt = file.name;
        const remove = document.createElement("button");
        remove.type = "button";
        remove.textContent = "×";
        remove.setAttribute("aria-label", `× ${file.name}`);
        remove.onclick = () => setPictures([...input.files].filter((_, other) => other !== index));
        const box = document.createElement("span");
        box.append(image, remove);
        return box;
      }),
    );
  }

  function prepareComposer() {
    for (const area of $$(".composer textarea")) {
      area.value = sessionStorage.getItem(draftKey(area)) ?? "";
      area.addEventListener("input", () => keepDraft(area));
      area.addEventListener("keydown", submitOnEnter);
    }
    const input = $("#reply input[type=file]");
    const add = (files) => files.length && setPictures([...input.files, ...files]);
    input.addEventListener("change", showPictures);
    $("#reply textarea").addEventListener("paste", (event) => add(event.clipboardData.files));
    const conversation = $(".conversation");
    conversation.addEventListener("dragover", (event) => event.preventDefault());
    conversation.addEventListener("drop", (event) => {
      event.preventDefault();
      add(event.dataTransfer.files);
    });
  }

  function sent(form) {
    form.reset();
    for (const area of $$("textarea", form)) keepDraft(area);
    if (form.id === "reply") showPictures();
    form.closest("dialog")?.close();
    if (form.id) atEnd = true;
  }

  // The list: filter and keyboard

  function filterRows() {
    const wanted = $("#filter").value.trim().toLowerCase();
    for (const row of $$("#queue .row")) row.parentElement.hidden = !row.textContent.toLowerCase().includes(wanted);
  }

  function move(step) {
    const rows = $$("#queue .row").filter((row) => row.offsetParent);
    const here = rows.findIndex((row) => row === document.activeElement || row.matches("[aria-current]"));
    const focused = rows.indexOf(document.activeElement);
    rows[Math.min(rows.length - 1, Math.max(0, (focused >= 0 ? focused : here) + step))]?.focus();
  }

  const KEYS = {
    j: () => move(1),
    k: () => move(-1),
    "/": () => $("#filter").focus(),
    r: () => chooseMode("reply"),
    n: () => chooseMode("note"),
    c: () => $("#head [data-key=c]")?.click(),
    "?": () => $("#keys").showModal(),
  };

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest("input:not([type=radio]), textarea, select");
    if (event.key === "Escape" && field) field.blur();
    if (field || event.ctrlKey || event.metaKey || event.altKey || event.isComposing || $("dialog[open]")) return;
    if (!KEYS[event.key]) return;
    event.preventDefault();
    KEYS[event.key]();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.key === "?") KEYS["?"]();
    if (button.dataset.mode) chooseMode(button.dataset.mode);
    if (button.dataset.show) choosePane(button.dataset.show);
    if (button.dataset.dialog) document.getElementById(button.dataset.dialog).showModal();
    if ("cancel" in button.dataset) button.closest("dialog").close();
  });

  // What htmx brings

  let atEnd = true;
  let toastTimer = 0;

  function toast(text) {
    const line = document.createElement("p");
    line.setAttribute("role", "alert");
    line.textContent = text;
    $("#toast").replaceChildren(line);
  }

  function connected(yes) {
    $(".line .on").hidden = !yes;
    $(".line .off").hidden = yes;
  }

  function refreshed() {
    filterRows();
    const waiting = Number($("[data-count=waiting]")?.textContent ?? 0);
    document.title = (waiting ? `(${waiting}) ` : "") + document.body.dataset.title;
    if (talk) toEnd();
    if ($("#toast").childElementCount) {
      clearTimeout(toastTimer);
      toastTimer = setTimeout(() => $("#toast").replaceChildren(), 8000);
    }
  }

  const toEnd = () => atEnd && (talk.scrollTop = talk.scrollHeight);

  talk?.addEventListener("scroll", () => {
    atEnd = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 80;
  });
  talk?.addEventListener("load", toEnd, true); // a picture that arrives late must not hide the newest message
  document.addEventListener("htmx:after:swap", refreshed);
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    const form = ctx.sourceElement?.closest("form");
    if (form && ctx.response?.status < 400) sent(form);
  });
  document.addEventListener("htmx:error", ({ target }) => {
    if (target.closest?.("form")) toast(document.body.dataset.unsent);
  });
  document.addEventListener("htmx:sse:after:connection", () => connected(true));
  document.addEventListener("htmx:sse:error", () => connected(false));
  document.addEventListener("htmx:sse:close", () => connected(false));
  document.addEventListener("signed-out", () => location.reload());

  $("#filter").addEventListener("input", filterRows);
  if (main) prepareComposer();
  refreshed();
})();
