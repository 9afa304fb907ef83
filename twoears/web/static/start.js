// Dropped and chosen files: sent one by one as a stream, with progress in words. Without this file the form sends them whole.
(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const file = document.getElementById("file"), list = document.getElementById("uploads");
  drop.classList.add("js");

  function line(name) {
    const box = document.createElement("div"), words = document.createElement("p"), bar = document.createElement("progress");
    box.className = "stack gap1";
    words.className = "small any";
    bar.max = 100;
    bar.setAttribute("aria-label", name);
    box.append(words, bar);
    list.append(box);
    return { say: (text) => (words.textContent = `${name}: ${text}`), bar, done: () => bar.remove() };
  }
  function send(one) {
    return new Promise((done) => {
      const shown = line(one.name), ask = new XMLHttpRequest();
      shown.say("on its way");
      ask.upload.onprogress = (e) => {
        shown.bar.value = (100 * e.loaded) / e.total;
        shown.say(`${Math.round(e.loaded / 1e6)} of ${Math.round(e.total / 1e6)} MB`);
      };
      ask.onload = () => {
        let told = {};
        try { told = JSON.parse(ask.responseText); } catch { /* an error page; said below */ }
        shown.done();
        shown.say(told.heard ?? told.problem ?? "this could not be stored; the log of this machine says why");
        done(ask.status === 201);
      };
      ask.onerror = () => { shown.say("the connection broke; drop it again"); done(false); };
      ask.open("POST", `${drop.dataset.upload}?name=${encodeURIComponent(one.name)}`);
      ask.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf]").content);
      ask.setRequestHeader("Content-Type", "application/octet-stream");
      ask.send(one);
    });
  }
  async function all(files) {
    let well = files.length > 0;
    for (const one of files) well = (await send(one)) && well;
    if (well) location.assign("/start");
  }
  file.addEventListener("change", () => all([...file.files]));
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (e) => {
      e.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name === "drop") all([...e.dataTransfer.files]);
    });
  }
})();
