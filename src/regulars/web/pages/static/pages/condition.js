/* The rows of a condition outside of the editor: a choice acts at once. Without it there is a button beside each. */
"use strict";
document.documentElement.classList.add("scripted");
document.addEventListener("change", (event) => {
  const what = event.target.dataset.press, form = event.target.form;
  if (!what || !form?.matches(".rules")) return;
  (event.target.parentElement.querySelector(`button[value="${what}"]`) || form.querySelector(`button[value="${what}"]`))?.click();
});
