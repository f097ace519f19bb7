// The parts of the window that are always there: launcher, header, log, composer.

const MAX_TEXT = 4096;

class ChatFrame extends HTMLElement {
  build() {
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet(); // unlike a <style> element, allowed by a strict Content-Security-Policy
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    const words = this.words;
    this.badge = el("span", { class: "badge", hidden: true });
    this.launcher = el(
      "button",
      { class: "launcher", type: "button", onclick: () => this.show() },
      icon("chat"),
      this.badge,
    );
    this.face = el("span", { class: "face", "aria-hidden": "true" });
    this.name = el("h2", { id: "name" }, words.title);
    this.state = el("p", { class: "state", role: "status" });
    this.banner = el("p", { class: "banner", role: "status", hidden: true }, words.offline);
    this.log = el("ol", {
      role: "log",
      "aria-live": "polite",
      "aria-labelledby": "name",
      tabindex: "0",
      onscroll: () => {
        // Only a scroll upwards is the customer's: growing pictures move nothing up.
        const upwards = this.log.scrollTop < this.lastTop - 2;
        this.lastTop = this.log.scrollTop;
        if (upwards || this.atEnd()) this.following = this.atEnd();
        if (this.following) this.more.hidden = true;
      },
    });
    this.more = el("button", { class: "more", type: "button", hidden: true, onclick: () => this.toEnd() }, words.fresh);
    this.problem = el("p", { class: "alert", role: "alert", hidden: true });
    this.previews = el("div", { class: "previews", hidden: true });
    this.picker = el("input", {
      type: "file",
      accept: "image/*",
      multiple: true,
      hidden: true,
      onchange: () => {
        this.attach(this.picker.files);
        this.picker.value = "";
      },
    });
    this.input = el("textarea", {
      rows: "1",
      maxlength: MAX_TEXT,
      placeholder: words.placeholder,
      "aria-label": words.placeholder,
      enterkeyhint: "send",
      onkeydown: (event) => this.keydown(event),
      oninput: () => {
        this.grow();
        this.tellTyping();
      },
      onpaste: (event) => this.attach(event.clipboardData.files),
    });
    this.go = el("button", { class: "icon go", "aria-label": words.send }, icon("send"));
    this.dropZone = el("div", { class: "drop", hidden: true }, words.drop);
    this.window = el(
      "section",
      {
        class: "window",
        role: "dialog",
        "aria-labelledby": "name",
        hidden: true,
        onkeydown: (event) => event.key === "Escape" && !event.isComposing && this.hide(),
        ondragover: (event) => {
          event.preventDefault();
          this.dropZone.hidden = false;
        },
        ondragleave: (event) => {
          if (!this.window.contains(event.relatedTarget)) this.dropZone.hidden = true;
        },
        ondrop: (event) => {
          event.preventDefault();
          this.dropZone.hidden = true;
          this.attach(event.dataTransfer.files);
        },
      },
      el(
        "header",
        {},
        this.face,
        el("div", { class: "grow" }, this.name, this.state),
        el(
          "button",
          { class: "icon", type: "button", "aria-label": words.close, onclick: () => this.hide() },
          icon("close"),
        ),
      ),
      this.banner,
      this.log,
      this.more,
      this.problem,
      this.previews,
      el(
        "form",
        { onsubmit: (event) => this.submit(event) },
        el(
          "button",
          { class: "icon", type: "button", "aria-label": words.attach, onclick: () => this.picker.click() },
          icon("image"),
        ),
        this.picker,
        this.input,
        this.go,
      ),
      this.dropZone,
    );
    root.append(this.launcher, this.window);
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
    this.launcher.setAttribute(
      "aria-label",
      this.words.open + (unread ? `, ${this.words.unread.replace("{n}", unread)}` : ""),
    );
  }
}
