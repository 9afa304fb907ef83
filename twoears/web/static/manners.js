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

  // How many characters are left, as the network counts them: a face of several parts is one.
  const letters = (words) => (window.Intl?.Segmenter ? [...new Intl.Segmenter().segment(words)] : [...words]).length;
  function count(field) {
    const left = field.dataset.most - letters(field.value.trim()), shown = document.getElementById("left");
    if (!shown) return;
    shown.textContent = left < 0 ? `${-left} characters too many` : `${left} characters left`;
    shown.classList.toggle("late", left < 0);
  }
  document.addEventListener("input", (e) => e.target.matches("[data-most]") && count(e.target));
  document.querySelectorAll("[data-most]").forEach(count);

  // Light or dark at once, without going away; the cookie is the same that the form sets.
  document.addEventListener("submit", (e) => {
    const chosen = e.submitter, form = e.target.closest("form.theme");
    if (!form || !chosen) return;
    e.preventDefault();
    const system = chosen.value === "system", root = document.documentElement;
    document.cookie = `theme=${chosen.value}; path=/; samesite=lax; max-age=${system ? 0 : 31536000}${location.protocol === "https:" ? "; secure" : ""}`;
    system ? root.removeAttribute("data-theme") : (root.dataset.theme = chosen.value);
    document.querySelectorAll("form.theme button").forEach((b) => b.setAttribute("aria-pressed", b.value === chosen.value));
  });

  // A tab, a pill or a further page is the same page again: whoever chose it goes on at its head, not at the rail.
  const head = () => {
    const title = $("main h1");
    if (!title) return;
    title.tabIndex = -1;
    title.focus();
  };
  document.addEventListener("click", (e) => {
    const link = e.target.closest("main a[href]");
    if (link && !link.hash && !e.ctrlKey && !e.metaKey && link.origin === location.origin && link.pathname === location.pathname) sessionStorage.setItem("on", link.pathname);
  });
  if (sessionStorage.getItem("on") === location.pathname) head();
  sessionStorage.removeItem("on");
  // The last row went, and the focus with it.
  document.addEventListener("htmx:afterRequest", (e) => {
    if (e.detail.requestConfig?.elt.closest(".row") && document.activeElement === document.body) head();
  });

  // A toast stays six seconds, longer while it is looked at.
  let fading;
  const fade = () => {
    clearTimeout(fading);
    fading = setTimeout(() => ($("#toast:hover, #toast:focus-within") ? fade() : $("#toast").replaceChildren()), 6000);
  };
  new MutationObserver(() => $("#toast .toast") && fade()).observe($("#toast"), { childList: true });
  if ($("#toast .toast")) fade();
})();
