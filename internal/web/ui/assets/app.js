// What the pages do beyond HTML. Everything here is an enhancement: without it each page still works.
// No framework, no inline code; behaviour is bound to data attributes by delegation, so parts that htmx swaps in work too.
(() => {
  "use strict";
  const doc = document;
  doc.documentElement.classList.add("js");
  const texts = JSON.parse(doc.body.dataset.texts || "{}");
  const fill = (text, n) => (text || "").replace("{n}", n);

  // ---- notes -------------------------------------------------------------------------------------------------
  function toast(text, tone = "info") {
    const note = doc.createElement("div");
    note.className = `toast-note tone-${tone}`;
    const p = doc.createElement("p");
    p.textContent = text;
    note.append(p);
    doc.getElementById("toasts")?.append(note);
    setTimeout(() => note.remove(), 5000);
  }
  // Good news leaves by itself; bad news waits to be dismissed.
  for (const note of doc.querySelectorAll(".toast-note.tone-success, .toast-note.tone-info")) setTimeout(() => note.remove(), 8000);

  // ---- theme -------------------------------------------------------------------------------------------------
  function setTheme(name) {
    const secure = location.protocol === "https:" ? "; Secure" : "";
    doc.cookie = `souk_theme=${name}; Path=/; Max-Age=31536000; SameSite=Lax${secure}`;
    if (name === "system") delete doc.documentElement.dataset.theme;
    else doc.documentElement.dataset.theme = `souk-${name}`;
    for (const a of doc.querySelectorAll("[data-theme-choice]")) a.setAttribute("aria-current", String(a.dataset.themeChoice === name));
  }

  // ---- copying and secrets -----------------------------------------------------------------------------------
  async function copy(text) {
    if (navigator.clipboard) return navigator.clipboard.writeText(text);
    const box = doc.createElement("textarea"); // plain http on another host has no clipboard API
    box.value = text;
    doc.body.append(box);
    box.select();
    doc.execCommand("copy");
    box.remove();
  }
  async function secretOf(box) {
    if (box.dataset.value) return box.dataset.value;
    const answer = await fetch(box.dataset.secret, { method: "POST", headers: { Accept: "text/plain" } });
    if (!answer.ok) throw new Error(String(answer.status));
    return (box.dataset.value = await answer.text());
  }
  async function copyClicked(button) {
    try {
      const box = button.closest("[data-secret]");
      await copy(box && box.dataset.secret ? await secretOf(box) : button.dataset.copy);
      button.classList.add("is-copied");
      toast(texts.copied, "success");
      setTimeout(() => button.classList.remove("is-copied"), 2000);
    } catch { toast(texts.failed, "danger"); }
  }
  async function secretClicked(button) {
    const box = button.closest("[data-secret]");
    const out = box.querySelector("[data-secret-value]");
    const on = !box.classList.contains("is-shown");
    try {
      out.textContent = on ? await secretOf(box) : "••••••••";
      box.classList.toggle("is-shown", on);
      button.setAttribute("aria-pressed", String(on));
    } catch { toast(texts.failed, "danger"); }
  }
  function peek(button) {
    const input = doc.getElementById(button.dataset.peek);
    const on = input.type === "password";
    input.type = on ? "text" : "password";
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", on ? texts.hide : texts.show);
  }

  // ---- clicks ------------------------------------------------------------------------------------------------
  doc.addEventListener("click", (e) => {
    const on = (selector) => e.target.closest(selector);
    let el;
    for (const menu of doc.querySelectorAll(".menu-box[open]")) if (!menu.contains(e.target)) menu.open = false;
    if ((el = on("[data-theme-choice]"))) {
      e.preventDefault();
      setTheme(el.dataset.themeChoice);
      el.closest("details").open = false;
    } else if ((el = on("[data-dialog]"))) {
      const dialog = doc.getElementById(el.dataset.dialog);
      if (dialog?.showModal) { e.preventDefault(); dialog.showModal(); }
    } else if ((el = on("[data-dialog-close]"))) {
      const dialog = el.closest("dialog");
      if (dialog?.open) { e.preventDefault(); dialog.close(); }
    } else if ((el = on("[data-copy]"))) copyClicked(el);
    else if ((el = on("[data-secret-show]"))) { e.preventDefault(); secretClicked(el); }
    else if ((el = on("[data-peek]"))) peek(el);
    else if ((el = on("[data-dismiss]"))) el.closest(".toast-note").remove();
    else if ((el = on("[data-back]"))) history.back();
    else if (e.target instanceof HTMLDialogElement && e.target.open) {
      const r = e.target.getBoundingClientRect(); // a click on the backdrop
      if (e.clientX < r.left || e.clientX > r.right || e.clientY < r.top || e.clientY > r.bottom) e.target.close();
    }
  });
  doc.addEventListener("keydown", (e) => {
    if (e.key !== "Escape") return;
    for (const menu of doc.querySelectorAll(".menu-box[open]")) {
      menu.open = false;
      if (menu.contains(doc.activeElement)) menu.querySelector("summary").focus();
    }
  });

  // ---- forms -------------------------------------------------------------------------------------------------
  let dirty = false;
  doc.addEventListener("input", (e) => {
    if (e.target.closest?.("form[data-guard]")) dirty = true;
    count(e.target);
  });
  doc.addEventListener("change", (e) => {
    if (e.target.closest?.("form[data-guard]")) dirty = true;
    if (e.target.matches?.("input[type=file]") && fits(e.target)) preview(e.target);
  });
  addEventListener("beforeunload", (e) => { if (dirty) e.preventDefault(); });
  doc.addEventListener("submit", (e) => {
    const form = e.target;
    dirty = false;
    if (!form.matches("[data-busy]") || e.defaultPrevented) return;
    if (form.dataset.sent) { e.preventDefault(); return; } // a second press while the first is under way
    form.dataset.sent = "1";
    // After this turn, so that the pressed button's own name and value are still sent.
    setTimeout(() => (e.submitter || form.querySelector("button:not([type=button])"))?.classList.add("is-busy"));
  });
  // Coming back by the browser's history shows the page as it was left: free the forms again.
  addEventListener("pageshow", () => {
    for (const form of doc.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
    for (const b of doc.querySelectorAll(".is-busy")) b.classList.remove("is-busy");
  });

  function count(el) {
    const out = el.dataset?.count && doc.getElementById(el.dataset.count);
    if (!out) return;
    const left = el.maxLength - el.value.length;
    // Speaks up only when it matters.
    out.textContent = left <= Math.max(10, el.maxLength / 5) ? fill(texts.left, left) : "";
  }
  function fits(input) {
    const most = Number(input.dataset.max || Infinity);
    if ([...input.files].every((f) => f.size <= most)) return true;
    input.value = "";
    toast(fill(texts.toobig, most >= 1048576 ? `${Math.floor(most / 1048576)} MB` : `${Math.floor(most / 1024)} KB`), "danger");
    return false;
  }
  function preview(input) {
    const box = input.closest("[data-file]")?.querySelector("[data-preview]");
    const file = input.files[0];
    if (!box || !file || !/^image\/(png|jpeg|gif|webp|svg\+xml)$/.test(file.type)) return;
    const reader = new FileReader(); // a data: address, which the page's policy allows for pictures
    reader.onload = () => {
      const img = doc.createElement("img");
      img.alt = "";
      img.src = reader.result;
      box.replaceChildren(img);
    };
    reader.readAsDataURL(file);
  }

  // ---- rich text ---------------------------------------------------------------------------------------------
  const tools = [
    ["bold", "bold", "bold"], ["italic", "italic", "italic"], null,
    ["heading-2", "h2", "formatBlock", "h2"], ["heading-3", "h3", "formatBlock", "h3"], null,
    ["list", "ul", "insertUnorderedList"], ["list-ordered", "ol", "insertOrderedList"], null,
    ["link", "link", "link"], ["unlink", "unlink", "unlink"],
  ];
  const allowed = { P: 1, H2: 1, H3: 1, UL: 1, OL: 1, LI: 1, STRONG: 1, EM: 1, A: 1, BR: 1, BLOCKQUOTE: 1, IMG: 1 };
  const renamed = { B: "STRONG", I: "EM", DIV: "P", H1: "H2", H4: "H3", H5: "H3", H6: "H3" };

  // simple keeps structure and drops everything else. The server sanitises again; this is only tidiness.
  function simple(from, into) {
    for (const node of [...from.childNodes]) {
      if (node.nodeType === Node.TEXT_NODE) { into.append(node.textContent); continue; }
      if (node.nodeType !== Node.ELEMENT_NODE || /^(SCRIPT|STYLE|TEMPLATE)$/.test(node.tagName)) continue;
      const tag = renamed[node.tagName] || node.tagName;
      if (!allowed[tag]) { simple(node, into); continue; }
      const to = tag === "A" ? node.getAttribute("href") || "" : "";
      if (tag === "A" && !/^(https?:|mailto:|\/)/i.test(to)) { simple(node, into); continue; }
      const kept = doc.createElement(tag);
      if (to) kept.setAttribute("href", to);
      if (tag === "IMG") {
        if (!(node.getAttribute("src") || "").startsWith("/")) continue;
        kept.setAttribute("src", node.getAttribute("src"));
        kept.setAttribute("alt", node.getAttribute("alt") || "");
      }
      simple(node, kept);
      into.append(kept);
    }
    return into;
  }
  const parsed = (html) => simple(new DOMParser().parseFromString(html, "text/html").body, doc.createElement("div"));

  function editor(box) {
    if (box.classList.contains("is-on")) return;
    const source = doc.getElementById(box.dataset.rich);
    if (!source || source.disabled || source.readOnly) return;
    const area = doc.createElement("div");
    area.className = "rich-area";
    area.contentEditable = "true";
    area.setAttribute("role", "textbox");
    area.setAttribute("aria-multiline", "true");
    area.setAttribute("aria-label", box.dataset.label);
    for (const name of ["aria-describedby", "aria-invalid", "aria-required"]) {
      const value = source.getAttribute(name);
      if (value) area.setAttribute(name, value);
    }
    if (source.required) area.setAttribute("aria-required", "true");
    area.append(...parsed(source.value).childNodes);
    doc.execCommand("defaultParagraphSeparator", false, "p");

    const save = () => {
      const html = simple(area, doc.createElement("div")).innerHTML;
      source.value = area.textContent.trim() || area.querySelector("img") ? html : "";
      source.dispatchEvent(new Event("input", { bubbles: true }));
    };
    const run = (command, value) => { area.focus(); doc.execCommand(command, false, value); save(); mark(); };

    const linkBar = doc.createElement("div");
    linkBar.className = "rich-link";
    linkBar.hidden = true;
    const address = doc.createElement("input");
    address.type = "url";
    address.className = "input input-sm";
    address.placeholder = "https://";
    address.setAttribute("aria-label", texts.url);
    const apply = doc.createElement("button");
    apply.type = "button";
    apply.className = "btn btn-sm btn-primary";
    apply.textContent = texts.apply;
    linkBar.append(address, apply);
    let range = null;
    const openLink = () => {
      const selection = getSelection();
      range = selection.rangeCount && area.contains(selection.anchorNode) ? selection.getRangeAt(0).cloneRange() : null;
      linkBar.hidden = false;
      address.focus();
    };
    const applyLink = () => {
      linkBar.hidden = true;
      const to = address.value.trim();
      address.value = "";
      area.focus();
      if (range) { const s = getSelection(); s.removeAllRanges(); s.addRange(range); }
      if (!/^(https?:\/\/|mailto:|\/)/i.test(to)) return;
      if (getSelection().isCollapsed) {
        const a = doc.createElement("a");
        a.href = to;
        a.textContent = to;
        doc.execCommand("insertHTML", false, a.outerHTML);
        save();
      } else run("createLink", to);
    };
    apply.addEventListener("click", applyLink);
    address.addEventListener("keydown", (e) => {
      if (e.key === "Enter") { e.preventDefault(); applyLink(); }
      if (e.key === "Escape") { linkBar.hidden = true; area.focus(); }
    });

    const bar = doc.createElement("div");
    bar.className = "rich-bar";
    bar.setAttribute("role", "toolbar");
    bar.setAttribute("aria-label", texts.toolbar);
    const icons = box.querySelector("template").content;
    const buttons = [];
    for (const tool of tools) {
      if (!tool) { const gap = doc.createElement("span"); gap.className = "rich-sep"; bar.append(gap); continue; }
      const [icon, text, command, value] = tool;
      const b = doc.createElement("button");
      b.type = "button";
      b.title = texts[text];
      b.setAttribute("aria-label", texts[text]);
      b.append(icons.querySelector(`[data-icon="${icon}"]`).firstElementChild.cloneNode(true));
      b.addEventListener("mousedown", (e) => e.preventDefault()); // keeps the selection
      b.addEventListener("click", () => {
        if (command === "link") return openLink();
        if (command === "formatBlock") return run(command, b.getAttribute("aria-pressed") === "true" ? "p" : value);
        run(command, value);
      });
      buttons.push([b, command, value]);
      bar.append(b);
    }
    const mark = () => {
      for (const [b, command, value] of buttons) {
        if (command === "link" || command === "unlink") continue;
        const on = command === "formatBlock" ? doc.queryCommandValue("formatBlock").toLowerCase() === value : doc.queryCommandState(command);
        b.setAttribute("aria-pressed", String(on));
      }
    };
    area.addEventListener("input", save);
    area.addEventListener("keyup", mark);
    area.addEventListener("mouseup", mark);
    area.addEventListener("paste", (e) => {
      e.preventDefault();
      const html = e.clipboardData.getData("text/html");
      if (html) doc.execCommand("insertHTML", false, parsed(html).innerHTML);
      else doc.execCommand("insertText", false, e.clipboardData.getData("text/plain"));
    });
    source.addEventListener("focus", () => area.focus());
    // The label and the summary of errors point at the text area, which is hidden now.
    for (const label of source.labels) label.addEventListener("click", () => area.focus());
    box.prepend(bar, linkBar, area);
    box.classList.add("is-on");
  }

  // ---- suggestions under the search box ----------------------------------------------------------------------
  // The combobox pattern of the ARIA practices: the focus stays in the box, the list is walked by its id.
  function suggest(form) {
    const input = form.querySelector("input[name=q]");
    const list = doc.createElement("ul");
    list.id = "store-suggest";
    list.className = "suggest";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", form.dataset.suggestLabel);
    form.append(list);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" })) input.setAttribute(name, value);
    let timer, asked, at = -1;
    const options = () => [...list.children];
    const show = (on) => {
      list.hidden = !on;
      input.setAttribute("aria-expanded", String(on));
      if (!on) mark(-1);
    };
    const mark = (i) => {
      at = i;
      options().forEach((o, n) => o.setAttribute("aria-selected", String(n === i)));
      if (i < 0) return input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-activedescendant", options()[i].id);
      options()[i].scrollIntoView({ block: "nearest" });
    };
    const close = () => { clearTimeout(timer); asked?.abort(); show(false); };
    async function ask() {
      asked?.abort();
      const q = input.value.trim();
      if (!q) return show(false);
      asked = new AbortController();
      try {
        const answer = await fetch(`${form.dataset.suggest}?${new URLSearchParams({ q })}`, { signal: asked.signal });
        if (!answer.ok) return show(false);
        list.innerHTML = await answer.text();
        show(list.children.length > 0 && doc.activeElement === input);
        at = -1;
      } catch { show(false); } // an older question, or no connection: the box works without
    }
    input.addEventListener("input", (e) => {
      if (e.isComposing) return; // pinyin on its way to characters
      clearTimeout(timer);
      timer = setTimeout(ask, 120);
    });
    input.addEventListener("compositionend", () => { clearTimeout(timer); timer = setTimeout(ask, 120); });
    input.addEventListener("keydown", (e) => {
      if (e.isComposing) return;
      const n = options().length;
      if ((e.key === "ArrowDown" || e.key === "ArrowUp") && n > 0) {
        e.preventDefault();
        const step = e.key === "ArrowDown" ? 1 : -1;
        if (list.hidden) show(true);
        mark(at < 0 && step < 0 ? n - 1 : at + step >= n || at + step < 0 ? -1 : at + step);
      } else if (e.key === "Escape" && !list.hidden) {
        e.preventDefault();
        close();
      }
    });
    form.addEventListener("submit", (e) => {
      if (at < 0 || list.hidden) return;
      e.preventDefault();
      location.assign(options()[at].dataset.href);
    });
    input.addEventListener("blur", close);
    list.addEventListener("pointerdown", (e) => e.preventDefault()); // the focus stays where it is
    list.addEventListener("click", (e) => {
      const option = e.target.closest("[role=option]");
      if (option) location.assign(option.dataset.href);
    });
  }
  for (const form of doc.querySelectorAll("form[data-suggest]")) suggest(form);

  // ---- start, and after each swap ----------------------------------------------------------------------------
  function start(root) {
    for (const box of root.querySelectorAll("[data-rich]")) editor(box);
    for (const el of root.querySelectorAll("[data-count]")) count(el);
    root.querySelector("[data-focus]")?.focus();
    for (const a of root.querySelectorAll("a[data-dialog]")) a.setAttribute("role", "button");
  }
  start(doc);
  // The menu of a console is longer than a low screen: the entry of the page is brought into sight.
  const entry = doc.querySelector('.console-menu [aria-current="page"]');
  const menu = entry?.closest(".console-menu");
  if (menu && entry.offsetTop + entry.offsetHeight > menu.clientHeight) menu.scrollTop = entry.offsetTop - menu.clientHeight / 2;
  dirty = Boolean(doc.querySelector("form[data-guard] [data-unsaved]")); // drawn again with what was typed
  doc.addEventListener("htmx:afterSwap", (e) => start(e.detail.target.isConnected ? e.detail.target : doc));
  doc.addEventListener("htmx:responseError", () => toast(texts.failed, "danger"));
  doc.addEventListener("htmx:sendError", () => toast(texts.failed, "danger"));
  doc.addEventListener("click", (e) => {
    const link = e.target.closest('.note a[href^="#"]');
    if (!link) return;
    const target = doc.getElementById(link.hash.slice(1));
    const rich = target?.closest(".rich.is-on")?.querySelector(".rich-area");
    if (target) { e.preventDefault(); (rich || target).focus(); (rich || target).scrollIntoView({ block: "center" }); }
  });
  // A role=button link answers to the space bar like a button.
  doc.addEventListener("keydown", (e) => {
    if (e.key === " " && e.target.matches?.("a[role=button]")) { e.preventDefault(); e.target.click(); }
  });
})();
