// Keys. Each has a button or a link beside it; without this file the pages still work.
(() => {
  const $ = (q, from = document) => from.querySelector(q);
  const rows = () => [...document.querySelectorAll("main .row")];
  const inField = (t) => t.matches("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable]");
  let going = 0;

  const here = () => $("main .row.here");
  // Where a list says so, keys speak of its first row until one was chosen.
  const spokenOf = () => here() ?? $("main [data-first] .row");
  function move(step) {
    const all = rows();
    if (!all.length) return;
    const at = all.indexOf(here());
    stand(all[Math.max(0, Math.min(all.length - 1, at < 0 ? 0 : at + step))]);
  }
  function stand(row) {
    here()?.classList.remove("here");
    row?.classList.add("here");
    $("[data-open-row]", row ?? document)?.focus();
  }
  function act(key) {
    const row = spokenOf();
    const button = (row && $(`[data-key="${key}"]`, row)) || $(`#toast [data-key="${key}"]`)
      || [...document.querySelectorAll(`[data-key="${key}"]`)].find((b) => !b.closest(".row"));
    if (!button) return false;
    const fold = button.closest("details");
    if (fold && button.matches("textarea")) fold.open = true;
    button.matches("textarea") ? button.focus() : button.click();
    if (button.matches("summary")) $("select, button, input:not([type=hidden])", button.nextElementSibling)?.focus();
    return true;
  }
  function letter(key) {
    if (going) {
      going = clearTimeout(going) || 0;
      return $(`[data-go="${key}"]`)?.click() ?? true;
    }
    if (key === "g") return (going = setTimeout(() => (going = 0), 1200));
    if (key === "j" || key === "k") return move(key === "j" ? 1 : -1) ?? true;
    if (key === "o") return here() && ($("[data-open-row]", here()).click() ?? true);
    if (key === "u") return history.back() ?? true;
    if (key === "/") return ($("#find")?.offsetParent ? $("#find") : $("#q"))?.focus() ?? true;
    if (key === "?") return $("#keys")?.showModal() ?? true;
    return act(key);
  }
  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || e.isComposing) return;
    if (e.key === "Escape") {
      if (inField(e.target)) e.target.blur();
      const menu = $("details.menu[open]");
      if (menu) { menu.open = false; $("summary", menu).focus(); }
      return;
    }
    if (inField(e.target) || $("dialog[open]") || document.body.dataset.letters === "off" || e.key.length > 1) return;
    if (letter(e.key)) e.preventDefault();
  });
  document.addEventListener("focusin", (e) => {
    const row = e.target.closest("main .row");
    if (row && row !== here()) { here()?.classList.remove("here"); row.classList.add("here"); }
  });
  document.addEventListener("htmx:beforeRequest", (e) => {
    // A row that goes hands the focus to its neighbour before the server has answered.
    const row = e.target.closest?.(".row");
    if (row) stand(row.nextElementSibling ?? row.previousElementSibling ?? rows().find((r) => r !== row));
  });
})();
