// The WebSocket and what outlives it.

const PING_MS = 25_000;
const PONG_MS = 10_000;

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
