// Dialogs, copying, toasts: small manners of the pages. Without this file they still work.
(() => {
  const $ = (q) => document.querySelector(q);
  document.addEventListener("click", (e) => {
    const opener = e.target.closest("[data-open]"), copier = e.target.closest("[data-copy]");
    if (opener && document.getElementById(opener.dataset.open)) {
      e.preventDefault();
      document.getElementById(opener.dataset.open).showModal();
    }
    if (copier) navigator.clipboard?.writeText(document.getElementById(copier.dataset.copy).value).then(() => (copier.textContent = "Copied"));
    document.querySelectorAll("details.menu[open]").forEach((m) => m.contains(e.target) || (m.open = false));
  });

  document.addEventListener("htmx:configRequest", (e) => (e.detail.headers["X-CSRFToken"] = $("meta[name=csrf]").content));

  // A toast stays six seconds, longer while it is looked at.
  let fading;
  const fade = () => {
    clearTimeout(fading);
    fading = setTimeout(() => ($("#toast:hover, #toast:focus-within") ? fade() : $("#toast").replaceChildren()), 6000);
  };
  new MutationObserver(() => $("#toast .toast") && fade()).observe($("#toast"), { childList: true });
  if ($("#toast .toast")) fade();
})();
