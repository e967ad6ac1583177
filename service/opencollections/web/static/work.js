// Niceties of the work pages; each page does the same without them.

// Files may be dropped anywhere on the form that takes them, and their names are shown before they are sent.
for (const form of document.querySelectorAll("form.drop")) {
  const input = form.querySelector("input[type=file]");
  const button = form.querySelector("button");
  const list = document.createElement("ul");
  list.className = "note";
  list.setAttribute("aria-live", "polite");
  input.after(list);
  const show = () => list.replaceChildren(...[...input.files].map((file) => {
    const item = document.createElement("li");
    item.textContent = `${file.name} · ${(file.size / 1048576).toLocaleString(document.documentElement.lang, { maximumFractionDigits: 1 })} MB`;
    return item;
  }));
  input.addEventListener("change", show);
  for (const type of ["dragenter", "dragover"]) {
    form.addEventListener(type, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  for (const type of ["dragleave", "drop"]) form.addEventListener(type, () => form.classList.remove("over"));
  form.addEventListener("drop", (event) => {
    event.preventDefault();
    if (!event.dataTransfer.files.length) return;
    input.files = event.dataTransfer.files;
    show();
    button.focus();
  });
  form.addEventListener("submit", () => {
    button.disabled = true;
    button.textContent = form.dataset.sending;
  });
}

// The progress of a job comes as server-sent events; where they fail, the page is loaded again now and then.
const progress = document.querySelector(".progress[data-events]");
if (progress) {
  const { events, of, left, language, ...said } = progress.dataset;
  const bar = progress.querySelector("progress");
  const words = progress.querySelector("[role=status]");
  const number = (value) => Math.round(value).toLocaleString(language);
  const source = new EventSource(events);
  source.addEventListener("progress", (event) => {
    const job = JSON.parse(event.data);
    if (job.state === "waiting" || !job.unit) {
      const step = job.state === "waiting" ? "waiting" : (job.step ?? "begun").split(":")[0];
      words.textContent = said[step] ?? "";
      bar.removeAttribute("value");
      return;
    }
    if (job.total) {
      bar.max = job.total;
      bar.value = job.done;
    } else {
      bar.removeAttribute("value");
    }
    const parts = [`${said[job.unit]}: ${number(job.done)}${job.total ? ` ${of} ${number(job.total)}` : ""}`];
    if (job.seconds_left) parts.push(`${left}: ${number(job.seconds_left)}`);
    words.textContent = parts.join(" · ");
  });
  source.addEventListener("end", () => {
    source.close();
    location.reload();
  });
  source.addEventListener("error", () => {
    if (source.readyState === EventSource.CLOSED) setTimeout(() => location.reload(), 2000);
  });
}

// A mapping is checked while it is written, soon after the last key.
const text = document.querySelector("textarea[data-check]");
if (text) {
  const findings = document.querySelector("#findings");
  let timer = 0;
  const check = async () => {
    const sent = text.value;
    const answer = await fetch(text.dataset.check, {
      method: "POST",
      headers: { "Content-Type": "application/yaml" },
      body: sent,
    });
    if (!answer.ok || sent !== text.value) return;
    const found = (await answer.json()).findings;
    const list = document.createElement(found.length ? "ul" : "p");
    list.className = found.length ? "findings-list" : "";
    if (!found.length) list.textContent = findings.dataset.fine;
    for (const one of found) {
      const item = document.createElement("li");
      item.className = one.severity;
      item.textContent = `${one.line ? `${findings.dataset.line} ${one.line}: ` : ""}${one.message} ${one.advice}`;
      list.append(item);
    }
    findings.replaceChildren(list);
  };
  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(check, 600);
  });
}
