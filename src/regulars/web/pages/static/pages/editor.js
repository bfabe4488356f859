/* The editor's improvements; everything works without them: keys, saving on the way, selects that act at once, dragging. */
"use strict";
document.documentElement.classList.add("scripted");
{
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const one = (selector) => document.querySelector(selector);
  const press = (selector) => { const found = one(selector); if (found) found.click(); return Boolean(found); };
  const typing = (node) => node.matches("input:not([type=checkbox]), textarea, select");
  let dirty = false, leaving = false, saving = false, onwards = "";

  const form = () => one("#block-form");
  const changed = (event) => { if (form()?.contains(event.target)) dirty = true; };
  document.addEventListener("input", changed);
  document.addEventListener("change", (event) => {
    changed(event);
    const what = event.target.dataset.press;
    if (what && form()?.contains(event.target)) {
      const button = all(`button[value="${what}"]`, event.target.parentElement)[0] || one(`#block-form button[value="${what}"]`);
      button?.click();
    }
  });
  document.addEventListener("submit", () => { leaving = true; });
  window.addEventListener("beforeunload", (event) => { if (dirty && !leaving) event.preventDefault(); });

  /* Whoever goes to another block with something typed takes it along: it is stored on the way, or what is wrong is told. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest(".outline a, .rooms a");
    if (!link || !(dirty || saving) || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (saving) { onwards = link.href; return; }   // once is enough
    form().elements.next.value = new URL(link.href).pathname + new URL(link.href).search;
    press("#save");
  });

  const walk = (event, step) => {
    const links = all(".outline a[id^=line]"), at = links.indexOf(document.activeElement);
    if (at < 0) return;
    const next = step === "first" ? links[0] : step === "last" ? links.at(-1) : links[at + step];
    if (next) { event.preventDefault(); next.focus(); }
  };
  document.addEventListener("keydown", (event) => {
    const key = event.key.toLowerCase(), command = event.ctrlKey || event.metaKey;
    if (command && key === "s") { event.preventDefault(); press("#save"); return; }
    if (command && key === "z" && !typing(event.target)) {
      event.preventDefault(); leaving = true; press(event.shiftKey ? "#redo" : "#undo"); return;
    }
    if (command && key === "y" && !typing(event.target)) { event.preventDefault(); leaving = true; press("#redo"); return; }
    if (event.altKey && (key === "arrowup" || key === "arrowdown") && event.target.closest(".outline")) {
      event.preventDefault();
      const at = event.target.dataset.at;
      if (at !== undefined) move(Number(at), Number(at) + (key === "arrowup" ? -1 : 1));
      return;
    }
    if (command || event.altKey || !event.target.closest(".outline")) return;
    if (key === "arrowup") walk(event, -1);
    else if (key === "arrowdown") walk(event, 1);
    else if (key === "home") walk(event, "first");
    else if (key === "end") walk(event, "last");
  });

  /* Moving any block, not only the one that is open: by the form of the open one, or by that of the head. */
  const move = (at, to) => {
    const last = all(".outline a[data-at]").length - 1, turns = one("#turns") || one("#undo")?.form;
    if (!turns || to < 0 || to > last || at === to) return;
    const form = document.createElement("form");
    form.method = "post";
    form.action = turns.action;
    const values = { turn: "move", at, to, seen: turns.elements.seen.value, csrfmiddlewaretoken: turns.elements.csrfmiddlewaretoken.value };
    for (const [name, value] of Object.entries(values)) {
      const input = document.createElement("input");
      Object.assign(input, { type: "hidden", name, value });
      form.append(input);
    }
    document.body.append(form);
    sessionStorage.setItem("editor-focus", `line-${to}`);
    leaving = true;
    form.submit();
  };

  let dragged = null;
  const lineOf = (event) => event.target.closest?.(".outline a[data-at]");
  document.addEventListener("dragstart", (event) => { dragged = lineOf(event); dragged?.classList.add("dragged"); });
  document.addEventListener("dragover", (event) => {
    const over = lineOf(event);
    if (!dragged || !over) return;
    event.preventDefault();
    all(".outline .over").forEach((node) => node.classList.remove("over"));
    over.classList.add("over");
  });
  document.addEventListener("drop", (event) => {
    const over = lineOf(event);
    if (!dragged || !over) return;
    event.preventDefault();
    move(Number(dragged.dataset.at), Number(over.dataset.at));
  });
  document.addEventListener("dragend", () => {
    all(".outline .over, .outline .dragged").forEach((node) => node.classList.remove("over", "dragged"));
    dragged = null;
  });

  /* The preview is rolled to what is edited, the editor is not. */
  document.addEventListener("load", (event) => {
    const frame = event.target, inside = frame.contentDocument;
    const place = frame.matches?.("iframe[data-place]") && frame.dataset.place && inside?.getElementById(frame.dataset.place);
    if (!place) return;
    const part = place.closest("section, fieldset, .q") || place;
    frame.contentWindow.scrollTo(0, part.getBoundingClientRect().top + frame.contentWindow.scrollY - 16);
  }, true);

  /* After a turn the focus goes on where it was. */
  document.addEventListener("submit", (event) => {
    const id = event.submitter?.id;
    if (id && event.target.matches(".turns")) sessionStorage.setItem("editor-focus", id);
  });
  const settle = () => {
    const id = sessionStorage.getItem("editor-focus");
    sessionStorage.removeItem("editor-focus");
    const alert = one("#errors, #broken");
    if (alert) alert.focus();
    else if (id) (document.getElementById(id) || one(".outline [aria-current]"))?.focus();
    one(".outline [aria-current]")?.scrollIntoView({ block: "nearest" });
  };
  settle();
  document.addEventListener("htmx:beforeRequest", (event) => { if (event.target.id === "save") saving = true; });
  document.addEventListener("htmx:afterRequest", () => { leaving = saving = false; });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "editor") return;
    dirty = Boolean(one("#errors, #broken, .told"));
    const next = onwards;
    onwards = "";
    if (next && !dirty) window.location.assign(next);
    else settle();
  });
}
