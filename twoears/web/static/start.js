// Dropped and chosen files: sent one by one as a stream, with progress in words. Without this file the form sends them whole.
(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const file = document.getElementById("file"), folder = document.getElementById("folder"), list = document.getElementById("uploads");
  drop.classList.add("js");
  if ("webkitdirectory" in folder) document.getElementById("folder-label").hidden = false;

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
  function ask(address, body, going) {
    return new Promise((done) => {
      const asked = new XMLHttpRequest();
      asked.upload.onprogress = going;
      asked.onload = () => {
        let told = { problem: "this could not be stored; the log of this machine says why" };
        try { told = JSON.parse(asked.responseText); } catch { /* an error page, of which that is said */ }
        done({ well: asked.status === 201, ...told });
      };
      asked.onerror = () => done({ well: false, problem: "the connection broke; drop it again" });
      asked.open("POST", address);
      asked.setRequestHeader("X-CSRFToken", document.querySelector("meta[name=csrf]").content);
      asked.setRequestHeader("Content-Type", "application/octet-stream");
      asked.send(body);
    });
  }
  async function alone(one) {
    const shown = line(one.file.name);
    shown.say("on its way");
    const told = await ask(`${drop.dataset.upload}?name=${encodeURIComponent(one.file.name)}`, one.file, (e) => {
      shown.bar.value = (100 * e.loaded) / e.total;
      shown.say(`${Math.round(e.loaded / 1e6)} of ${Math.round(e.total / 1e6)} MB`);
    });
    shown.done();
    shown.say(told.heard ?? told.problem);
    return told.well;
  }
  // Several files may be one export: they come together, and only then it is asked what they are.
  async function together(some, name, asOne) {
    const shown = line(name), within = crypto.getRandomValues(new Uint32Array(4)).reduce((w, n) => w + n.toString(16).padStart(8, "0"), "");
    let sent = 0;
    for (const one of some) {
      shown.say(`${sent} of ${some.length} files`);
      shown.bar.value = (100 * sent) / some.length;
      const told = await ask(`${drop.dataset.upload}?within=${within}&name=${encodeURIComponent(`${name}/${one.path}`)}`, one.file, null);
      if (!told.well) { shown.done(); shown.say(`${one.path}: ${told.problem}`); return false; }
      sent += 1;
    }
    const told = await ask(`${drop.dataset.uploaded}?within=${within}${asOne ? "&one" : ""}`, null, null);
    shown.done();
    shown.say(told.problem ?? `${some.length} files`);
    for (const one of told.taken ?? []) { const each = line(one.name); each.done(); each.say(one.heard || one.problem); }
    return told.well;
  }
  async function all(some, name) {
    if (!some.length) return;
    const well = some.length === 1 && !name ? await alone(some[0]) : await together(some, name || `${some.length} files`, Boolean(name));
    if (well) location.assign("/start");
  }
  // What a dropped folder holds is only told in parts, until an empty one comes.
  const files = (entry) => new Promise((done, fail) => entry.file(done, fail));
  const part = (reader) => new Promise((done, fail) => reader.readEntries(done, fail));
  async function inside(entry, path) {
    if (entry.isFile) return [{ file: await files(entry), path }];
    const found = [], reader = entry.createReader();
    for (let some = await part(reader); some.length; some = await part(reader))
      for (const one of some) found.push(...(await inside(one, path ? `${path}/${one.name}` : one.name)));
    return found;
  }
  async function dropped(entries, plain) {
    const only = entries.length === 1 && entries[0].isDirectory ? entries[0] : null;
    if (!entries.some((e) => e.isDirectory)) return all(plain, "");
    const found = [];
    for (const entry of entries) found.push(...(await inside(entry, only ? "" : entry.name)));
    if (!found.length) { const shown = line(entries[0].name); shown.done(); shown.say("there is no file in it"); }
    return all(found, only ? only.name : `${entries.length} things`);
  }
  const each = (some) => [...some].map((one) => ({ file: one, path: one.name }));
  file.addEventListener("change", () => all(each(file.files), ""));
  folder.addEventListener("change", () => {
    const [name] = (folder.files[0]?.webkitRelativePath ?? "").split("/");
    all([...folder.files].map((one) => ({ file: one, path: one.webkitRelativePath.slice(name.length + 1) })), name);
  });
  for (const name of ["dragover", "dragleave", "drop"]) {
    drop.addEventListener(name, (e) => {
      e.preventDefault();
      drop.classList.toggle("over", name === "dragover");
      if (name !== "drop") return;
      // Both are gone as soon as this ends, so they are taken now.
      dropped([...e.dataTransfer.items].map((i) => i.webkitGetAsEntry?.()).filter(Boolean), each(e.dataTransfer.files));
    });
  }
})();
