// What was said: drawn anew after every change, reusing the elements of what has not changed.

const GAP_MS = 5 * 60_000; // a longer silence is marked with the time

class ChatView extends ChatFrame {
  draw() {
    if (!this.outgoing) return; // the first state change comes while the element is being put together
    this.drawHead();
    const entries = this.inOrder();
    const pending = this.outgoing.list;
    const last = entries.at(-1);
    const items = entries.length || pending.length ? [] : [this.drawHello()];
    let before = null;
    for (const entry of [...entries, ...pending]) {
      const gap = !before || new Date(entry.at) - new Date(before.at) > GAP_MS;
      if (gap)
        items.push(
          this.keyed(`t${entry.seq ?? entry.id}`, "", () => el("li", { class: "time" }, this.clock(entry.at))),
        );
      items.push(
        entry.seq ? this.drawEntry(entry, before, gap, entry === last && !pending.length) : this.drawPending(entry),
      );
      before = entry;
    }
    const writes = this.writer ?? (this.awaiting ? this.shop.bot || "" : null);
    if (writes !== null) items.push(this.keyed("typing", writes, () => this.drawTyping(writes)));
    this.place(items);
    this.markRead();
  }

  /** Reuses the element of the same key while its look has not changed, so that screen readers hear only news. */
  keyed(key, look, make) {
    const old = this.drawn?.get(key);
    const node = old?.look === look ? old.node : make();
    (this.drawing ??= new Map()).set(key, { look, node });
    return node;
  }

  place(items) {
    items.forEach((node, index) => {
      if (this.log.children[index] !== node) this.log.insertBefore(node, this.log.children[index] ?? null);
    });
    while (this.log.children.length > items.length) this.log.lastChild.remove();
    this.drawn = this.drawing;
    this.drawing = null;
  }

  drawHello() {
    const look = `${this.shop.bot}`;
    return this.keyed("hello", look, () => {
      const chips = (this.getAttribute("suggestions") || "").split("|").filter(Boolean);
      return el(
        "li",
        { class: "hello" },
        el("span", { class: "face", "aria-hidden": "true" }, [...(this.shop.bot || this.words.title)][0]),
        el("p", {}, this.getAttribute("greeting") || this.words.greeting),
        el(
          "div",
          { class: "chips" },
          ...chips.map((text) =>
            el("button", { class: "chip", type: "button", onclick: () => this.say({ text }) }, text),
          ),
        ),
      );
    });
  }

  drawEntry(entry, before, gap, isLast) {
    const mine = entry.author === "customer";
    const same = !gap && before?.author === entry.author && before?.name === entry.name;
    return this.keyed(`e${entry.seq}`, `${same}${isLast}${this.shop.bot}${entry.edited ? entry.text : ""}`, () => {
      const who =
        entry.author === "agent"
          ? `${entry.name} · ${this.words.agent}`
          : `${this.shop.bot || ""} · ${this.words.bot}`.replace(/^ · /, "");
      return el(
        "li",
        { class: `turn ${mine ? "mine" : ""} ${same ? "same" : ""}` },
        mine
          ? el("span", { class: "sr" }, this.words.you)
          : el(
              "span",
              { class: `who ${entry.author === "agent" ? "person" : ""}`, ...(same ? { hidden: true } : {}) },
              who,
            ),
        entry.text ? el("div", { class: "bubble" }, ...(mine ? [entry.text] : linked(entry.text))) : null,
        ...entry.media.map((media) => this.drawMedia(media)),
        entry.edited && !mine ? el("div", { class: "note" }, this.words.edited) : null,
        isLast && entry.buttons.length ? this.drawButtons(entry.buttons) : null,
      );
    });
  }

  drawMedia(media) {
    const href = media.url && new URL(media.url, this.server).href;
    if (media.kind !== "photo" || !href)
      return el(
        "a",
        { class: "photo plain", href: href || false, target: "_blank", rel: "noopener" },
        media.name || this.words.file,
      );
    const image = el("img", { src: href, alt: this.words.photo, onload: () => this.stick() });
    return el("a", { class: "photo", href, target: "_blank", rel: "noopener" }, image);
  }

  drawButtons(buttons) {
    return el(
      "div",
      { class: "chips" },
      ...buttons.map(({ value, title }) =>
        el("button", { class: "chip", type: "button", onclick: () => this.say({ text: title, press: value }) }, title),
      ),
    );
  }

  drawPending(message) {
    const state = message.failed ? "failed" : this.outgoing.slow || this.status !== "online" ? "waiting" : "sending";
    return this.keyed(`p${message.id}`, state, () =>
      el(
        "li",
        { class: "turn mine pending" },
        message.text ? el("div", { class: "bubble" }, message.text) : null,
        ...message.media.map((media) => this.drawMedia({ kind: "photo", url: media.url })),
        el(
          "div",
          { class: `note ${message.failed ? "bad" : ""}` },
          message.failed ? `${this.words.failed}：${message.failed}` : this.words[state],
          message.failed
            ? el("button", { type: "button", onclick: () => this.outgoing.retry(message.id) }, this.words.retry)
            : null,
          message.failed
            ? el("button", { type: "button", onclick: () => this.outgoing.stored(message.id) }, this.words.discard)
            : null,
        ),
      ),
    );
  }

  drawTyping(name) {
    return el(
      "li",
      { class: "turn" },
      this.writer ? el("span", { class: "who person" }, `${name} · ${this.words.agent}`) : null,
      el(
        "div",
        { class: "bubble typing", role: "img", "aria-label": `${name} ${this.words.typing}`.trim() },
        el("i"),
        el("i"),
        el("i"),
      ),
    );
  }

  drawPreviews() {
    this.previews.hidden = !this.uploads.length;
    this.previews.replaceChildren(
      ...this.uploads.map((one) =>
        el(
          "div",
          { class: `preview ${one.upload ? "" : "busy"}` },
          el("img", { src: one.preview, alt: one.upload ? this.words.photo : this.words.uploading }),
          el(
            "button",
            {
              type: "button",
              "aria-label": this.words.remove,
              onclick: () => {
                this.uploads = this.uploads.filter((other) => other !== one);
                this.drawPreviews();
              },
            },
            icon("close"),
          ),
        ),
      ),
    );
    this.grow();
  }

  alert(text) {
    this.problem.textContent = text;
    this.problem.hidden = !text;
  }

  grow() {
    this.input.style.height = "auto";
    this.input.style.height = `${this.input.scrollHeight + 2}px`;
    const empty = !this.input.value.trim() && !this.uploads.length;
    this.go.setAttribute("aria-disabled", String(empty || this.uploads.some((upload) => !upload.upload)));
  }

  // Reading

  inOrder() {
    return [...this.entries.values()].sort((a, b) => a.seq - b.seq);
  }

  unread() {
    const read = this.memory.get("read", 0);
    return this.inOrder().filter((entry) => entry.author !== "customer" && entry.seq > read).length;
  }

  markRead() {
    if (this.window.hidden || document.hidden || !this.entries.size) return;
    const seq = Math.max(...this.entries.keys());
    this.memory.set("read", seq);
    if (seq !== this.toldRead && this.status === "online" && this.line.send({ kind: "read", seq })) this.toldRead = seq;
  }

  atEnd() {
    return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
  }

  toEnd() {
    this.following = true;
    this.log.scrollTop = this.log.scrollHeight;
    this.more.hidden = true;
  }

  /** A picture that arrives late must not push the newest message out of sight. */
  stick() {
    if (this.following) this.toEnd();
  }

  clock(at) {
    const date = new Date(at);
    const today = date.toDateString() === new Date().toDateString();
    const form = { hour: "2-digit", minute: "2-digit", ...(today ? {} : { month: "short", day: "numeric" }) };
    return new Intl.DateTimeFormat(this.language === "en" ? "en" : "zh-CN", form).format(date);
  }
}
