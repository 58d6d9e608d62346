// What the page can do besides forms and links: copy a sentence, say that it works, watch an upload.
"use strict";

const status = document.getElementById("status");
const say = (text) => { status.textContent = text; };

const copy = async (element) => {
  const text = element.textContent.trim();
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const selection = window.getSelection();
    selection.selectAllChildren(element);
    return document.execCommand("copy");
  }
};

for (const element of document.querySelectorAll("[data-copy]")) {
  const { copyLabel, copied, copyFailed } = document.body.dataset;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "quiet copy";
  button.lang = document.documentElement.lang;
  button.textContent = copyLabel;
  button.addEventListener("click", async () => {
    const done = await copy(element);
    button.textContent = done ? copied : copyLabel;
    say("");
    window.setTimeout(() => say(done ? copied : copyFailed), 50);
    window.setTimeout(() => { button.textContent = copyLabel; }, 3000);
  });
  if (element.tagName === "Q") element.parentElement.append(" ", button);
  else element.after(button);
}

for (const form of document.querySelectorAll("form[data-working]")) {
  form.addEventListener("submit", () => {
    say(form.dataset.working);
    // Later: a disabled button now would keep the form from being sent in some browsers.
    window.setTimeout(() => {
      for (const button of document.querySelectorAll("form[data-working] button")) button.disabled = true;
    }, 0);
  });
}

window.addEventListener("pageshow", () => {
  for (const button of document.querySelectorAll("button")) button.disabled = false;
  say("");
});

const latest = document.getElementById("latest");
if (latest && window.location.hash === "#latest") latest.focus();

const upload = document.getElementById("upload");
if (upload) {
  const watch = async () => {
    try {
      const reply = await fetch(upload.dataset.state, { headers: { Accept: "application/json" } });
      const state = await reply.json();
      if (state.is_done) { window.location.reload(); return; }
      upload.querySelector("[data-words]").textContent = state.words;
      const bar = upload.querySelector("progress");
      if (state.total > 0) { bar.max = state.total; bar.value = state.done; } else { bar.removeAttribute("value"); }
    } catch { /* the service may be busy; ask again */ }
    window.setTimeout(watch, 700);
  };
  window.setTimeout(watch, 300);
}
