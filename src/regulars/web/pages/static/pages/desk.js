/* Keys of the board and the tick that ticks all; everything works without them. */
"use strict";
{
  const cards = () => [...document.querySelectorAll("[data-card]")];
  const typing = (node) => node.closest("input:not([type=checkbox]), textarea, select");
  const column = (card) => [...card.closest(".column").querySelectorAll("[data-card]")];

  const go = (card) => { if (card) { card.focus(); card.scrollIntoView({ block: "nearest" }); } };
  const beside = (card, step) => {
    const columns = [...document.querySelectorAll(".board .column")], place = column(card).indexOf(card);
    for (let at = columns.indexOf(card.closest(".column")) + step; at >= 0 && at < columns.length; at += step) {
      const found = [...columns[at].querySelectorAll("[data-card]")];
      if (found.length) return found[Math.min(place, found.length - 1)];
    }
    return null;
  };
  document.addEventListener("keydown", (event) => {
    if (!document.querySelector("[data-board]") || event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const card = event.target.closest("[data-card]");
    if (!card) {
      if (event.key === "ArrowDown" && event.target === document.body) { event.preventDefault(); go(cards()[0]); }
      return;
    }
    const mine = column(card), at = mine.indexOf(card);
    const to = { ArrowDown: () => mine[at + 1], ArrowUp: () => mine[at - 1], ArrowRight: () => beside(card, 1), ArrowLeft: () => beside(card, -1) }[event.key];
    if (to) { event.preventDefault(); go(to()); return; }
    const press = { a: 'button[value="acknowledge"]', t: 'button[value="take"]', o: "h3 a" }[event.key];
    if (press) { event.preventDefault(); card.querySelector(press)?.click(); }
  });
  const here = location.hash ? document.getElementById(location.hash.slice(1)) : null;
  if (here?.matches("[data-card]")) go(here);

  const head = document.querySelector("th.pick"), ticks = [...document.querySelectorAll("td.pick input")];
  if (head && ticks.length) {
    const all = document.createElement("input");
    all.type = "checkbox";
    all.setAttribute("aria-labelledby", "pick-all");
    head.querySelector(".vh").id = "pick-all";
    head.append(all);
    const tell = () => { const on = ticks.filter((one) => one.checked).length; all.checked = on === ticks.length; all.indeterminate = on > 0 && !all.checked; };
    all.addEventListener("change", () => { for (const one of ticks) one.checked = all.checked; });
    for (const one of ticks) one.addEventListener("change", tell);
  }
}
