/*!
 * kefu chat widget: one file, no dependencies.
 *
 * Put it on any page of the shop:
 *
 *   <script src="https://kefu.example.com/widget.js" defer></script>
 *   <kefu-chat></kefu-chat>
 *
 * Attributes of <kefu-chat>, all optional:
 *   lang         "zh" or "en"; default: the page's language
 *   server       where kefu runs; default: where this file came from
 *   identity     a token signed by the shop's server for a signed-in buyer (see bot/web/tokens.py)
 *   greeting     the line shown above an empty conversation
 *   suggestions  questions to tap on, separated by "|"
 *   open         present: the window opens at once
 * Methods: show(), hide(), draft(text) opens the window with a text ready to be sent.
 * Colours: set --kefu-accent and --kefu-on-accent on the element.
 *
 * When the page is served from another site than kefu, add that site to `allowed_origins` in kefu's settings.
 * The protocol is described in bot/web/chat.py. Texts are only ever set as text, never as markup.
 */
(() => {
  "use strict";

  const OVERLAP = 50; // newest messages asked for again after a break; bot/web/chat.py says why
  const MAX_TEXT = 4000;
  const PING_MS = 25_000;
  const PONG_MS = 10_000;
  const SLOW_MS = 8_000;
  const GAP_MS = 5 * 60_000; // a longer silence is marked with the time
  const FROM = new URL(document.currentScript?.src || "/widget.js", location.href).origin;

  const TEXTS = {
    zh: {
      open: "打开客服聊天", close: "收起聊天", title: "在线客服", you: "我", bot: "智能助手", agent: "人工客服",
      greeting: "您好，有什么可以帮您？", placeholder: "输入消息…", send: "发送", attach: "添加图片", remove: "移除图片",
      sending: "发送中", waiting: "网络恢复后自动发送", failed: "没有发出去", retry: "重发", discard: "删除",
      offline: "网络断开了，正在重新连接…", typing: "正在输入", fresh: "有新消息", drop: "松开即可添加图片",
      tooBig: "图片太大了，最多 {n} MB。", notImage: "这里只能发送图片。", uploadFailed: "图片上传失败，请重试。",
      photo: "图片", file: "文件", unread: "{n} 条未读消息", online: "在线", connecting: "连接中…", uploading: "上传中",
    },
    en: {
      open: "Open chat", close: "Close chat", title: "Customer service", you: "Me", bot: "Assistant", agent: "Support",
      greeting: "Hello, how can we help?", placeholder: "Write a message…", send: "Send", attach: "Add a picture",
      remove: "Remove the picture", sending: "Sending", waiting: "Will be sent when you are back online",
      failed: "Not sent", retry: "Send again", discard: "Delete", offline: "You are offline. Reconnecting…",
      typing: "is typing", fresh: "New messages", drop: "Drop to add the picture",
      tooBig: "The picture is too large; at most {n} MB.", notImage: "Only pictures can be sent here.",
      uploadFailed: "The picture could not be uploaded.", photo: "Picture", file: "File", unread: "{n} unread messages",
      online: "Online", connecting: "Connecting…", uploading: "Uploading",
    },
  };

  const ICONS = {
    chat: "M12 3C6.9 3 3 6.5 3 10.9c0 2.4 1.2 4.5 3.1 6-.1 1-.5 2.2-1.4 3.2 1.7 0 3.3-.6 4.5-1.5.9.2 1.8.3 2.8.3 5.1 0 9-3.5 9-8S17.1 3 12 3Z",
    close: "M6 6l12 12M18 6L6 18",
    send: "M4 12l16-8-5.5 16-3.2-6.8L4 12Z",
    image: "M4 5h16v14H4V5Zm3.5 5.5a1.7 1.7 0 1 0 0-3.4 1.7 1.7 0 0 0 0 3.4ZM5 17l4.5-4.5 3 3 3-4L19 16",
  };

  const STYLE = `
    :host { --accent: var(--kefu-accent, #2f6b4f); --on-accent: var(--kefu-on-accent, #fff); --paper: #fbf8f3;
      --surface: #fff; --ink: #2b2925; --soft: #6f6a61; --line: #e7e0d4; --mine: #dcebe1; --danger: #b3261e;
      position: fixed; right: 20px; bottom: 20px; z-index: 2147483000; color: var(--ink);
      font: 15px/1.55 system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif; }
    @media (prefers-color-scheme: dark) { :host { --accent: var(--kefu-accent, #6fbf95); --on-accent: var(--kefu-on-accent, #10241a);
      --paper: #1c1b19; --surface: #292724; --ink: #ece7de; --soft: #a9a296; --line: #3b3833; --mine: #24463a; --danger: #f2b8b5; } }
    * { box-sizing: border-box; } [hidden] { display: none !important; }
    button { font: inherit; color: inherit; cursor: pointer; border: 0; background: none; padding: 0; }
    textarea:focus-visible { outline: 2px solid var(--accent); outline-offset: -1px; }
    button:focus-visible, a:focus-visible, ol:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    svg { width: 24px; height: 24px; fill: none; stroke: currentColor; stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; display: block; }
    .launcher { position: relative; display: grid; place-items: center; width: 60px; height: 60px; border-radius: 50%; margin-left: auto;
      background: var(--accent); color: var(--on-accent); box-shadow: 0 8px 24px rgb(0 0 0 / .22); transition: transform .15s; }
    .launcher:hover { transform: translateY(-2px); } .launcher svg { width: 28px; height: 28px; }
    .badge { position: absolute; top: -3px; right: -3px; min-width: 22px; height: 22px; padding: 0 6px; border-radius: 11px;
      background: #c23b22; color: #fff; font-size: 13px; line-height: 22px; font-weight: 600; text-align: center; }
    .window { position: absolute; right: 0; bottom: 0; width: 380px; height: min(620px, calc(100vh - 40px)); height: min(620px, calc(100dvh - 40px));
      display: flex; flex-direction: column; overflow: hidden; border-radius: 20px; background: var(--paper);
      border: 1px solid var(--line); box-shadow: 0 18px 60px rgb(0 0 0 / .24); animation: rise .18s ease-out; }
    @keyframes rise { from { opacity: 0; transform: translateY(12px); } }
    header { display: flex; align-items: center; gap: 12px; padding: 14px 12px 14px 16px; background: var(--surface); border-bottom: 1px solid var(--line); }
    .face { flex: none; display: grid; place-items: center; width: 38px; height: 38px; border-radius: 50%; background: var(--accent); color: var(--on-accent); font-weight: 600; }
    h2 { margin: 0; font-size: 16px; line-height: 1.3; } .state { margin: 0; font-size: 12.5px; color: var(--soft); }
    .state::before { content: ""; display: inline-block; width: 7px; height: 7px; margin-right: 5px; border-radius: 50%; background: #b9b2a6; }
    .state.on::before { background: #3f9b6b; } .grow { flex: 1; min-width: 0; }
    .icon { display: grid; place-items: center; width: 44px; height: 44px; border-radius: 12px; color: var(--soft); flex: none; }
    .icon:hover { background: var(--paper); color: var(--ink); }
    .banner { margin: 0; padding: 7px 16px; font-size: 13px; background: #fdf0d5; color: #6b4a00; }
    ol { flex: 1; margin: 0; padding: 16px; overflow-y: auto; list-style: none; overscroll-behavior: contain; scrollbar-width: thin; }
    .hello { text-align: center; color: var(--soft); padding: 20px 0 8px; }
    .hello p { margin: 10px 0 16px; } .hello .face { margin: 0 auto; width: 56px; height: 56px; font-size: 22px; }
    .chips { display: flex; flex-wrap: wrap; gap: 8px; } .hello .chips { justify-content: center; }
    .chip { min-height: 36px; padding: 6px 14px; border: 1px solid var(--accent); border-radius: 18px; color: var(--accent); background: var(--surface); text-align: left; }
    .chip:hover { background: var(--accent); color: var(--on-accent); }
    .time { margin: 14px 0 10px; text-align: center; font-size: 12px; color: var(--soft); }
    .turn { display: flex; flex-direction: column; align-items: flex-start; margin-top: 10px; }
    .turn.same { margin-top: 3px; } .turn.mine { align-items: flex-end; }
    .who { margin: 0 0 3px 4px; font-size: 12px; color: var(--soft); } .who.person { color: var(--accent); font-weight: 600; }
    .bubble { max-width: 84%; padding: 9px 13px; border-radius: 4px 16px 16px 16px; background: var(--surface); border: 1px solid var(--line);
      white-space: pre-wrap; overflow-wrap: anywhere; }
    .mine .bubble { border-radius: 16px 4px 16px 16px; background: var(--mine); border-color: transparent; }
    .bubble a { color: var(--accent); } .pending .bubble { opacity: .72; }
    .photo { display: block; max-width: 70%; margin-top: 4px; border-radius: 14px; overflow: hidden; border: 1px solid var(--line); background: var(--surface); }
    .photo img { display: block; max-width: 100%; max-height: 240px; } .photo.plain { padding: 9px 13px; color: inherit; }
    .turn .chips { margin-top: 8px; max-width: 92%; }
    .note { margin-top: 3px; font-size: 12px; color: var(--soft); } .note.bad { color: var(--danger); }
    .note button { margin-left: 8px; text-decoration: underline; min-height: 24px; }
    .typing { display: flex; gap: 4px; padding: 13px 14px; } .typing i { width: 6px; height: 6px; border-radius: 50%; background: var(--soft); animation: blink 1.2s infinite; }
    .typing i:nth-child(2) { animation-delay: .2s; } .typing i:nth-child(3) { animation-delay: .4s; }
    @keyframes blink { 0%, 60%, 100% { opacity: .3; } 30% { opacity: 1; } }
    .more { position: absolute; left: 50%; bottom: 84px; transform: translateX(-50%); padding: 6px 14px; border-radius: 16px; font-size: 13px; background: var(--accent); color: var(--on-accent); box-shadow: 0 4px 12px rgb(0 0 0 / .2); }
    .alert { margin: 0; padding: 6px 16px; font-size: 13px; color: var(--danger); }
    .previews { display: flex; gap: 8px; padding: 10px 12px 0; background: var(--surface); flex-wrap: wrap; }
    .preview { position: relative; width: 64px; height: 64px; border-radius: 10px; overflow: hidden; border: 1px solid var(--line); }
    .preview img { width: 100%; height: 100%; object-fit: cover; } .preview.busy img { opacity: .4; }
    .preview button { position: absolute; top: 2px; right: 2px; width: 24px; height: 24px; border-radius: 50%; background: rgb(0 0 0 / .6); color: #fff; display: grid; place-items: center; }
    .preview svg { width: 14px; height: 14px; }
    form { display: flex; align-items: flex-end; gap: 4px; padding: 8px; background: var(--surface); border-top: 1px solid var(--line); padding-bottom: max(8px, env(safe-area-inset-bottom)); }
    textarea { flex: 1; min-height: 44px; max-height: 132px; padding: 10px 12px; resize: none; font: inherit; font-size: 16px; line-height: 22px; color: inherit; background: var(--paper); border: 1px solid var(--line); border-radius: 14px; }
    textarea::placeholder { color: var(--soft); opacity: 1; }
    .go { background: var(--accent); color: var(--on-accent); } .go:hover { background: var(--accent); color: var(--on-accent); filter: brightness(1.08); }
    .go[aria-disabled="true"] { opacity: .45; cursor: default; }
    .drop { position: absolute; inset: 0; display: grid; place-items: center; background: rgb(255 255 255 / .85); color: #2b2925; border: 3px dashed var(--accent); border-radius: 20px; font-weight: 600; }
    .sr { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
    @media (max-width: 520px) { :host { right: 14px; bottom: 14px; }
      .window { position: fixed; inset: 0; width: auto; height: 100vh; height: 100dvh; border: 0; border-radius: 0; } }
    @media (prefers-reduced-motion: reduce) { *, *::before { animation: none !important; transition: none !important; } }
  `;

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

  /** What is kept across page loads. Where the browser forbids storage, it lasts as long as the page. */
  class Memory {
    constructor(name) {
      this.name = name;
      this.page = new Map();
    }
    get(key, fallback) {
      try {
        const text = localStorage.getItem(`${this.name}.${key}`);
        return text === null ? fallback : JSON.parse(text);
      } catch {
        return this.page.has(key) ? this.page.get(key) : fallback;
      }
    }
    set(key, value) {
      this.page.set(key, value);
      try {
        localStorage.setItem(`${this.name}.${key}`, JSON.stringify(value));
      } catch {
        // private mode or storage full: `page` has it
      }
    }
  }

  /** A socket that comes back: exponential back-off with jitter, at once when the browser is online again. */
  class Line {
    constructor(url, { hello, frame, state }) {
      Object.assign(this, { url, hello, frame, state, tries: 0, socket: null, timer: 0, wanted: false });
      addEventListener("online", () => this.wanted && this.connect());
      addEventListener("offline", () => this.socket?.close());
    }
    connect() {
      this.wanted = true;
      clearTimeout(this.timer);
      if (this.socket) return;
      this.state("connecting");
      const socket = (this.socket = new WebSocket(this.url));
      socket.onopen = () => socket.send(JSON.stringify({ kind: "hello", ...this.hello() }));
      socket.onmessage = (event) => this.read(JSON.parse(event.data));
      socket.onclose = () => this.closed(socket);
    }
    read(frame) {
      clearTimeout(this.pong);
      if (frame.kind === "welcome") {
        this.tries = 0;
        this.state("online");
        clearInterval(this.ping);
        this.ping = setInterval(() => this.check(), PING_MS);
      }
      if (frame.kind !== "pong") this.frame(frame);
    }
    check() {
      this.send({ kind: "ping" });
      this.pong = setTimeout(() => this.closed(this.socket), PONG_MS); // half-open: nobody answers
    }
    send(frame) {
      if (this.socket?.readyState !== WebSocket.OPEN) return false;
      this.socket.send(JSON.stringify(frame));
      return true;
    }
    closed(socket) {
      if (socket !== this.socket) return;
      clearInterval(this.ping);
      clearTimeout(this.pong);
      this.socket = null;
      socket.onclose = null;
      socket.close();
      this.state("offline");
      const delay = Math.min(30_000, 500 * 2 ** this.tries++) * (0.5 + Math.random());
      if (this.wanted && navigator.onLine !== false) this.timer = setTimeout(() => this.connect(), delay);
    }
    stop() {
      this.wanted = false;
      clearTimeout(this.timer);
      this.socket?.close();
    }
  }

  /** Messages on their way to the shop, oldest first, one at a time so that their order holds. */
  class Outgoing {
    constructor(memory, { send, changed }) {
      Object.assign(this, { memory, send, changed, busy: false, slow: false, slowTimer: 0 });
      this.list = memory.get("pending", []);
    }
    add(message) {
      this.list.push({ id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, ...message });
      this.saved();
      this.pump();
    }
    pump() {
      const next = this.list.find((message) => !message.failed);
      if (!next || this.busy) return;
      const { id, text, media, press } = next;
      this.busy = this.send({ kind: "message", id, text, press, media: media.map((one) => one.upload) });
      clearTimeout(this.slowTimer);
      this.slowTimer = setTimeout(() => { this.slow = true; this.changed(); }, SLOW_MS);
    }
    stored(id) {
      this.list = this.list.filter((message) => message.id !== id);
      this.next();
    }
    refused(id, text) {
      const message = this.list.find((one) => (id ? one.id === id : !one.failed));
      if (message) message.failed = text;
      this.next();
    }
    later(seconds) {
      setTimeout(() => { this.busy = false; this.pump(); }, seconds * 1000);
    }
    retry(id) {
      for (const message of this.list) if (message.id === id) delete message.failed;
      this.saved();
      this.pump();
    }
    next() {
      this.busy = this.slow = false;
      clearTimeout(this.slowTimer);
      this.saved();
      this.pump();
    }
    interrupted() {
      this.busy = false;
      this.changed();
    }
    saved() {
      this.memory.set("pending", this.list);
      this.changed();
    }
  }

  class KefuChat extends HTMLElement {
    connectedCallback() {
      if (this.shadowRoot) return;
      this.words = TEXTS[(this.getAttribute("lang") || document.documentElement.lang || "zh").startsWith("en") ? "en" : "zh"];
      this.language = this.words === TEXTS.en ? "en" : "zh";
      this.server = this.getAttribute("server") || FROM;
      this.memory = new Memory(`kefu.${this.getAttribute("identity") ? "buyer" : "guest"}`);
      this.entries = new Map();
      this.uploads = [];
      this.status = "connecting";
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
        this.outgoing.interrupted();
        this.outgoing.pump();
      }
      if (frame.kind === "error") this.complain(frame);
      if (frame.entries) this.add(frame.entries);
      if (frame.kind === "ack") {
        this.expectAnswer();
        this.outgoing.stored(frame.id);
      }
      this.draw();
    }

    add(entries) {
      const atEnd = this.atEnd();
      for (const entry of entries) {
        if (this.entries.has(entry.seq)) continue;
        this.entries.set(entry.seq, entry);
        if (entry.author !== "customer") this.awaiting = false;
      }
      this.draw();
      if (atEnd) this.toEnd();
      else this.more.hidden = !entries.some((entry) => entry.author !== "customer");
    }

    complain(frame) {
      if (frame.code === "slow_down" || frame.code === "busy") this.outgoing.later(frame.retry_after);
      else if (frame.id || frame.code === "too_long") this.outgoing.refused(frame.id, frame.text);
      this.alert(frame.text);
    }

    /** Typing dots, only while the bot is the one to speak and no longer than it could honestly take. */
    expectAnswer() {
      const last = this.inOrder().findLast((entry) => entry.author !== "customer");
      if (last?.waits || last?.author === "agent") return;
      this.awaiting = true;
      clearTimeout(this.awaitTimer);
      this.awaitTimer = setTimeout(() => { this.awaiting = false; this.draw(); }, SLOW_MS);
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
        else if (file.size > (this.maxUpload ?? Infinity)) this.alert(this.words.tooBig.replace("{n}", Math.floor(this.maxUpload / 2 ** 20)));
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
        const answer = await fetch(`${this.server}/api/chat/uploads`, { method: "POST", body, headers, credentials: "omit" });
        const result = await answer.json();
        if (!answer.ok) throw new Error(result.detail);
        Object.assign(one, { upload: result.upload, url: result.url });
      } catch (error) {
        this.uploads = this.uploads.filter((other) => other !== one);
        this.alert(error instanceof TypeError || !error.message ? this.words.uploadFailed : error.message);
      }
      this.drawPreviews();
    }

    // Drawing

    build() {
      const root = this.attachShadow({ mode: "open" });
      const sheet = new CSSStyleSheet(); // unlike a <style> element, allowed by a strict Content-Security-Policy
      sheet.replaceSync(STYLE);
      root.adoptedStyleSheets = [sheet];
      const words = this.words;
      this.badge = el("span", { class: "badge", hidden: true });
      this.launcher = el("button", { class: "launcher", type: "button", onclick: () => this.show() }, icon("chat"), this.badge);
      this.face = el("span", { class: "face", "aria-hidden": "true" });
      this.name = el("h2", { id: "name" }, words.title);
      this.state = el("p", { class: "state", role: "status" });
      this.banner = el("p", { class: "banner", role: "status", hidden: true }, words.offline);
      this.log = el("ol", { role: "log", "aria-live": "polite", "aria-labelledby": "name", tabindex: "0", onscroll: () => { if (this.atEnd()) this.more.hidden = true; } });
      this.more = el("button", { class: "more", type: "button", hidden: true, onclick: () => this.toEnd() }, words.fresh);
      this.problem = el("p", { class: "alert", role: "alert", hidden: true });
      this.previews = el("div", { class: "previews", hidden: true });
      this.picker = el("input", { type: "file", accept: "image/*", multiple: true, hidden: true, onchange: () => { this.attach(this.picker.files); this.picker.value = ""; } });
      this.input = el("textarea", { rows: "1", maxlength: MAX_TEXT, placeholder: words.placeholder, "aria-label": words.placeholder, enterkeyhint: "send",
        onkeydown: (event) => this.keydown(event), oninput: () => this.grow(), onpaste: (event) => this.attach(event.clipboardData.files) });
      this.go = el("button", { class: "icon go", "aria-label": words.send }, icon("send"));
      this.dropZone = el("div", { class: "drop", hidden: true }, words.drop);
      this.window = el("section", { class: "window", role: "dialog", "aria-labelledby": "name", hidden: true,
        onkeydown: (event) => event.key === "Escape" && !event.isComposing && this.hide(),
        ondragover: (event) => { event.preventDefault(); this.dropZone.hidden = false; },
        ondragleave: (event) => { if (!this.window.contains(event.relatedTarget)) this.dropZone.hidden = true; },
        ondrop: (event) => { event.preventDefault(); this.dropZone.hidden = true; this.attach(event.dataTransfer.files); } },
        el("header", {}, this.face, el("div", { class: "grow" }, this.name, this.state),
          el("button", { class: "icon", type: "button", "aria-label": words.close, onclick: () => this.hide() }, icon("close"))),
        this.banner, this.log, this.more, this.problem, this.previews,
        el("form", { onsubmit: (event) => this.submit(event) },
          el("button", { class: "icon", type: "button", "aria-label": words.attach, onclick: () => this.picker.click() }, icon("image")), this.picker, this.input, this.go),
        this.dropZone);
      root.append(this.launcher, this.window);
    }

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
        if (gap) items.push(this.keyed(`t${entry.seq ?? entry.id}`, "", () => el("li", { class: "time" }, this.clock(entry.at))));
        items.push(entry.seq ? this.drawEntry(entry, before, gap, entry === last && !pending.length) : this.drawPending(entry));
        before = entry;
      }
      if (this.awaiting) items.push(this.keyed("typing", "", () => this.drawTyping()));
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
      items.forEach((node, index) => { if (this.log.children[index] !== node) this.log.insertBefore(node, this.log.children[index] ?? null); });
      while (this.log.children.length > items.length) this.log.lastChild.remove();
      this.drawn = this.drawing;
      this.drawing = null;
    }

    drawHead() {
      const name = this.shop.bot || this.words.title;
      this.name.textContent = this.shop.name || this.words.title;
      this.face.textContent = [...name][0];
      this.state.className = this.status === "online" ? "state on" : "state";
      this.state.textContent = this.status === "online" ? this.words.online : this.words.connecting;
      this.banner.hidden = this.status !== "offline";
      const unread = this.unread();
      this.badge.hidden = !unread;
      this.badge.textContent = unread > 99 ? "99+" : unread;
      this.launcher.setAttribute("aria-label", this.words.open + (unread ? `, ${this.words.unread.replace("{n}", unread)}` : ""));
    }

    drawHello() {
      const look = `${this.shop.bot}`;
      return this.keyed("hello", look, () => {
        const chips = (this.getAttribute("suggestions") || "").split("|").filter(Boolean);
        return el("li", { class: "hello" },
          el("span", { class: "face", "aria-hidden": "true" }, [...(this.shop.bot || this.words.title)][0]),
          el("p", {}, this.getAttribute("greeting") || this.words.greeting),
          el("div", { class: "chips" }, ...chips.map((text) => el("button", { class: "chip", type: "button", onclick: () => this.say({ text }) }, text))));
      });
    }

    drawEntry(entry, before, gap, isLast) {
      const mine = entry.author === "customer";
      const same = !gap && before?.author === entry.author && before?.name === entry.name;
      return this.keyed(`e${entry.seq}`, `${same}${isLast}${this.shop.bot}`, () => {
        const who = entry.author === "agent" ? `${entry.name} · ${this.words.agent}` : `${this.shop.bot || ""} · ${this.words.bot}`.replace(/^ · /, "");
        return el("li", { class: `turn ${mine ? "mine" : ""} ${same ? "same" : ""}` },
          mine ? el("span", { class: "sr" }, this.words.you) : el("span", { class: `who ${entry.author === "agent" ? "person" : ""}`, ...(same ? { hidden: true } : {}) }, who),
          entry.text ? el("div", { class: "bubble" }, ...(mine ? [entry.text] : linked(entry.text))) : null,
          ...entry.media.map((media) => this.drawMedia(media)),
          isLast && entry.buttons.length ? this.drawButtons(entry.buttons) : null);
      });
    }

    drawMedia(media) {
      const href = media.url && new URL(media.url, this.server).href;
      if (media.kind !== "photo" || !href) return el("a", { class: "photo plain", href: href || false, target: "_blank", rel: "noopener" }, media.name || this.words.file);
      const image = el("img", { src: href, alt: this.words.photo, onload: () => this.stick() });
      return el("a", { class: "photo", href, target: "_blank", rel: "noopener" }, image);
    }

    drawButtons(buttons) {
      return el("div", { class: "chips" }, ...buttons.map(({ value, title }) =>
        el("button", { class: "chip", type: "button", onclick: () => this.say({ text: title, press: value }) }, title)));
    }

    drawPending(message) {
      const state = message.failed ? "failed" : this.outgoing.slow || this.status !== "online" ? "waiting" : "sending";
      return this.keyed(`p${message.id}`, state, () =>
        el("li", { class: "turn mine pending" },
          message.text ? el("div", { class: "bubble" }, message.text) : null,
          ...message.media.map((media) => this.drawMedia({ kind: "photo", url: media.url })),
          el("div", { class: `note ${message.failed ? "bad" : ""}` }, message.failed ? `${this.words.failed}：${message.failed}` : this.words[state],
            message.failed ? el("button", { type: "button", onclick: () => this.outgoing.retry(message.id) }, this.words.retry) : null,
            message.failed ? el("button", { type: "button", onclick: () => this.outgoing.stored(message.id) }, this.words.discard) : null)));
    }

    drawTyping() {
      return el("li", { class: "turn" }, el("div", { class: "bubble typing", role: "img", "aria-label": `${this.shop.bot || ""}${this.words.typing}` }, el("i"), el("i"), el("i")));
    }

    drawPreviews() {
      this.previews.hidden = !this.uploads.length;
      this.previews.replaceChildren(...this.uploads.map((one) =>
        el("div", { class: `preview ${one.upload ? "" : "busy"}` }, el("img", { src: one.preview, alt: one.upload ? this.words.photo : this.words.uploading }),
          el("button", { type: "button", "aria-label": this.words.remove, onclick: () => { this.uploads = this.uploads.filter((other) => other !== one); this.drawPreviews(); } }, icon("close")))));
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
      this.memory.set("read", Math.max(...this.entries.keys()));
    }

    atEnd() {
      return this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 60;
    }

    toEnd() {
      this.log.scrollTop = this.log.scrollHeight;
      this.more.hidden = true;
    }

    /** A picture that arrives late must not push the newest message out of sight. */
    stick() {
      if (this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 320) this.toEnd();
    }

    clock(at) {
      const date = new Date(at);
      const today = date.toDateString() === new Date().toDateString();
      const form = { hour: "2-digit", minute: "2-digit", ...(today ? {} : { month: "short", day: "numeric" }) };
      return new Intl.DateTimeFormat(this.language === "en" ? "en" : "zh-CN", form).format(date);
    }
  }

  customElements.define("kefu-chat", KefuChat);
})();
