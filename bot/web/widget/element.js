// The element itself: what the shop sends and what the customer does.

const TELL_MS = 4000; // how often the shop is told that the customer writes
const WRITES_MS = 8000; // how long one sign of somebody writing lasts, there and here; bot/service/signs.py
const OVERLAP = 50; // newest messages asked for again after a break; bot/web/chat.py says why
const FROM = new URL(document.currentScript?.src || "/widget.js", location.href).origin;

// Every other error refuses the message being sent, named or not: it must not block those behind it.
const NOT_OF_A_MESSAGE = new Set(["hello_first", "hello_twice", "identity_refused"]);

class KefuChat extends ChatView {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.words =
      TEXTS[(this.getAttribute("lang") || document.documentElement.lang || "zh").startsWith("en") ? "en" : "zh"];
    this.language = this.words === TEXTS.en ? "en" : "zh";
    this.server = this.getAttribute("server") || FROM;
    this.memory = new Memory(`kefu.${this.getAttribute("identity") ? "buyer" : "guest"}`);
    this.entries = new Map();
    this.uploads = [];
    this.status = "connecting";
    this.writer = null; // who of the shop is writing
    this.following = true; // whether the newest message stays in sight
    this.lastTop = 0;
    this.shop = {};
    this.build();
    this.line = new Line(this.server.replace(/^http/, "ws") + "/ws/chat", {
      hello: () => ({
        token: this.memory.get("token", ""),
        identity: this.getAttribute("identity") || "",
        after: [...this.entries.keys()].sort((a, b) => b - a)[OVERLAP] ?? 0,
        language: this.language,
      }),
      frame: (frame) => this.take(frame),
      state: (state) => this.changeState(state),
    });
    this.outgoing = new Outgoing(this.memory, { send: (frame) => this.line.send(frame), changed: () => this.draw() });
    document.addEventListener("visibilitychange", () => this.markRead());
    // A returning visitor may have an answer waiting; a new one costs nothing until the window opens.
    if (this.memory.get("token", "")) this.line.connect();
    if (this.hasAttribute("open")) this.show();
    this.draw();
  }

  disconnectedCallback() {
    this.line.stop();
  }

  show() {
    this.window.hidden = false;
    this.launcher.hidden = true;
    this.line.connect();
    this.input.focus();
    this.draw();
    this.toEnd();
  }

  hide() {
    this.window.hidden = true;
    this.launcher.hidden = false;
    this.launcher.focus();
    this.draw();
  }

  draft(text) {
    this.show();
    this.input.value = text;
    this.grow();
  }

  // What the shop sends

  take(frame) {
    if (frame.kind === "welcome") {
      this.shop = frame.shop;
      this.maxUpload = frame.max_upload;
      this.memory.set("token", frame.token);
      if (frame.fresh) this.entries.clear();
      this.toldRead = 0;
      this.outgoing.interrupted();
      this.outgoing.pump();
    }
    if (frame.kind === "error") this.complain(frame);
    if (frame.kind === "typing") this.personWrites(frame.name);
    if (frame.entries) this.add(frame.entries);
    if (frame.kind === "ack") {
      this.expectAnswer();
      this.outgoing.stored(frame.id);
    }
    this.draw();
  }

  add(entries) {
    const fresh = entries.filter((entry) => !this.entries.has(entry.seq) && entry.author !== "customer");
    for (const entry of entries) this.entries.set(entry.seq, entry); // changed words take the place of the old ones
    if (fresh.length) {
      this.awaiting = false;
      this.writer = null;
    }
    this.draw();
    if (this.following) this.toEnd();
    else this.more.hidden = !fresh.length;
  }

  complain(frame) {
    if (frame.code === "slow_down" || frame.code === "busy") this.outgoing.later(frame.retry_after);
    else if (!NOT_OF_A_MESSAGE.has(frame.code)) this.outgoing.refused(frame.id, frame.text);
    this.alert(frame.text);
  }

  /** Typing dots, only while the bot is the one to speak and no longer than it could honestly take. */
  expectAnswer() {
    const last = this.inOrder().findLast((entry) => entry.author !== "customer");
    if (last?.waits || last?.author === "agent") return;
    this.awaiting = true;
    clearTimeout(this.awaitTimer);
    this.awaitTimer = setTimeout(() => {
      this.awaiting = false;
      this.draw();
    }, SLOW_MS);
  }

  /** Dots for a person of the shop, as long as the shop says that they write. */
  personWrites(name) {
    this.writer = name;
    clearTimeout(this.writerTimer);
    this.writerTimer = setTimeout(() => {
      this.writer = null;
      this.draw();
    }, WRITES_MS);
    if (this.following) requestAnimationFrame(() => this.toEnd());
  }

  /** Agents see that the customer writes; told at most every few seconds. */
  tellTyping() {
    if (!this.input.value.trim() || Date.now() - (this.toldTyping ?? 0) < TELL_MS) return;
    this.toldTyping = Date.now();
    this.line.send({ kind: "typing" });
  }

  changeState(state) {
    this.status = state;
    if (state === "offline") this.outgoing.interrupted();
    this.draw();
  }

  // What the customer does

  submit(event) {
    event.preventDefault();
    const text = this.input.value.trim();
    const ready = this.uploads.every((upload) => upload.upload);
    if ((!text && !this.uploads.length) || !ready) return;
    this.toldTyping = 0;
    this.say({ text, media: this.uploads.map(({ upload, url }) => ({ upload, url })), press: null });
    this.input.value = "";
    this.uploads = [];
    this.drawPreviews();
    this.grow();
    this.input.focus();
  }

  say(message) {
    this.alert("");
    this.line.connect();
    this.outgoing.add({ text: "", media: [], press: null, at: new Date().toISOString(), ...message });
    this.toEnd();
  }

  keydown(event) {
    // While an input method is composing, Enter chooses a word; Safari reports that only as key code 229.
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) this.submit(event);
  }

  attach(files) {
    for (const file of files) {
      if (!file.type.startsWith("image/")) this.alert(this.words.notImage);
      else if (file.size > (this.maxUpload ?? Infinity))
        this.alert(this.words.tooBig.replace("{n}", Math.floor(this.maxUpload / 2 ** 20)));
      else this.upload(file);
    }
  }

  async upload(file) {
    const one = { preview: URL.createObjectURL(file) };
    this.uploads.push(one);
    this.drawPreviews();
    const body = new FormData();
    body.append("file", file, file.name || "picture");
    try {
      const headers = { Authorization: `Bearer ${this.memory.get("token", "")}` };
      const answer = await fetch(`${this.server}/api/chat/uploads`, {
        method: "POST",
        body,
        headers,
        credentials: "omit",
      });
      const result = await answer.json();
      if (!answer.ok) throw new Error(result.detail);
      Object.assign(one, { upload: result.upload, url: result.url });
    } catch (error) {
      this.uploads = this.uploads.filter((other) => other !== one);
      this.alert(error instanceof TypeError || !error.message ? this.words.uploadFailed : error.message);
    }
    this.drawPreviews();
  }
}

customElements.define("kefu-chat", KefuChat);
