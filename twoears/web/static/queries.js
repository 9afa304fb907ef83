// Suggestions of a query: put into the box at once, and the place of a mistake. Without this file the form sends them.
(() => {
  document.addEventListener("click", (e) => {
    const button = e.target.closest("[data-use]"), box = document.getElementById("text");
    if (!button || !box) return;
    e.preventDefault();
    box.value = button.dataset.use;
    box.focus();
    box.dispatchEvent(new Event("input", { bubbles: true }));
  });
})();
