// Messages between "written" and "stored".

const SLOW_MS = 8_000;

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
    this.slowTimer = setTimeout(() => {
      this.slow = true;
      this.changed();
    }, SLOW_MS);
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
    setTimeout(() => {
      this.busy = false;
      this.pump();
    }, seconds * 1000);
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
