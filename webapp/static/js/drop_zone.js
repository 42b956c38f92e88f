// A file dropped anywhere on the page or chosen is named in its zone, can be removed, and is sent at
// once where the zone says so (data-send). Too large a one (data-limit, data-too-large) is not taken.

export function start(zone) {
  const input = zone.querySelector("input[type=file]");
  const [chosen, name, choose] = ["[data-chosen]", "[data-name]", "[data-choose] > span"].map((s) => zone.querySelector(s));
  const words = choose.textContent;

  zone.classList.add("is-ready");
  input.addEventListener("change", show);
  zone.querySelector("[data-clear]").addEventListener("click", () => {
    input.value = "";
    show();
    input.focus();
  });
  listenForDrops(zone, (files) => {
    const first = new DataTransfer();
    for (const file of input.multiple ? files : files.slice(0, 1)) first.items.add(file);
    input.files = first.files;
    show();
  });
  // Whoever was quicker than this script.
  show();

  function show() {
    const file = refused() ? null : input.files[0];
    chosen.hidden = !file;
    zone.classList.toggle("has-file", Boolean(file));
    choose.textContent = file ? zone.dataset.again : words;
    name.textContent = file ? `${file.name} · ${size(file.size)}` : "";
    if (!file || !("send" in zone.dataset)) return;
    name.textContent = `${zone.dataset.send} ${file.name}`;
    name.classList.add("waiting");
    zone.classList.add("is-sending");
    input.form.requestSubmit();
  }

  // What was said of the file before is no longer true.
  function refused() {
    zone.querySelector(".control__error")?.remove();
    if (!((input.files[0]?.size ?? 0) > Number(zone.dataset.limit ?? Infinity))) return false;
    input.value = "";
    const told = Object.assign(document.createElement("p"), { className: "control__error", textContent: zone.dataset.tooLarge });
    told.setAttribute("role", "alert");
    zone.append(told);
    return true;
  }
}

function size(bytes) {
  const [unit, by] = bytes < 1e6 ? ["kilobyte", 1e3] : ["megabyte", 1e6];
  const options = { style: "unit", unit, maximumFractionDigits: by === 1e3 ? 0 : 1 };
  return new Intl.NumberFormat(document.documentElement.lang, options).format(Math.max(bytes / by, 1));
}

// Until the zone is gone: parts of a page are swapped.
export function listenForDrops(zone, take) {
  const page = document.documentElement;
  const ended = new AbortController();
  const listen = (type, listener) =>
    page.addEventListener(type, (event) => (zone.isConnected ? listener(event) : ended.abort()), { signal: ended.signal });
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");
  listen("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    page.classList.add("is-dropping");
  });
  listen("dragleave", (event) => {
    if (!event.relatedTarget) page.classList.remove("is-dropping");
  });
  listen("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    page.classList.remove("is-dropping");
    take([...event.dataTransfer.files]);
  });
}
