"use strict";

// Pages work without this file; it only spares people a reload and a loss.

// A list follows what is ticked and typed beside it.
for (const form of document.querySelectorAll("form[data-live]")) {
  const target = form.dataset.live;
  let running;
  let waiting;
  const renew = async (isAsked) => {
    running?.abort();
    running = new AbortController();
    const query = new URLSearchParams(
      [...new FormData(form)].filter(([, value]) => value !== "")
    ).toString();
    const address = form.getAttribute("action").split("?")[0] + (query ? "?" + query : "");
    try {
      const answer = await fetch(address, { signal: running.signal, headers: { Accept: "text/html" } });
      if (!answer.ok) {
        // The page itself says what was wrong; while somebody still types, it waits.
        if (isAsked === true) location.assign(address);
        return;
      }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      document.getElementById("faults")?.remove();
      document.getElementById(target).replaceWith(page.getElementById(target));
      for (const count of form.querySelectorAll(".number")) count.textContent = "0";
      for (const input of page.querySelectorAll("form[data-live] input[type=checkbox]")) {
        const own = form.querySelector(
          `input[name="${CSS.escape(input.name)}"][value="${CSS.escape(input.value)}"]`
        );
        const number = input.parentElement.querySelector(".number");
        const held = own?.parentElement.querySelector(".number");
        if (number && held) held.textContent = number.textContent;
      }
      history.replaceState(null, "", address);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  // Where there is room, what most people narrow lists down by is at hand.
  const first = form.querySelector("details");
  if (first && matchMedia("(min-width: 50rem)").matches) first.open = true;
  form.addEventListener("change", renew);
  form.addEventListener("input", (event) => {
    if (event.target.type !== "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(renew, 200);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    renew(true);
  });
}

// A menu that unfolds over the page folds again where somebody turns to something else.
for (const group of document.querySelectorAll(".group > details")) {
  const leave = (event) => {
    if (group.open && !group.contains(event.target)) group.open = false;
  };
  document.addEventListener("click", leave);
  document.addEventListener("focusin", leave);
  group.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !group.open) return;
    group.open = false;
    group.querySelector("summary").focus();
  });
}

// The search box offers what it has found so far.
for (const box of document.querySelectorAll("input[data-suggest]")) {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.hidden = true;
  box.parentElement.append(list);
  let running;
  let waiting;
  const close = () => {
    list.hidden = true;
  };
  const look = async () => {
    running?.abort();
    running = new AbortController();
    if (box.value.trim().length < 2) return close();
    try {
      const answer = await fetch(
        box.dataset.suggest + "?" + new URLSearchParams({ q: box.value.trim() }),
        { signal: running.signal }
      );
      if (!answer.ok) return close();
      const items = (await answer.json()).items;
      list.replaceChildren(
        ...items.map((item) => {
          const line = document.createElement("li");
          const link = document.createElement("a");
          link.href = item.path;
          link.textContent = item.name;
          line.append(link);
          return line;
        })
      );
      list.hidden = items.length === 0;
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 120);
  });
  box.parentElement.addEventListener("keydown", (event) => {
    const links = [box, ...list.querySelectorAll("a")];
    const place = links.indexOf(document.activeElement);
    if (event.key === "Escape") {
      close();
      box.focus();
    } else if (!list.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      links[(place + step + links.length) % links.length].focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!box.parentElement.contains(event.target)) close();
  });
}

// A field for an organisation offers the names that begin as what is typed.
for (const box of document.querySelectorAll("input[data-names]")) {
  let running;
  let waiting;
  const look = async () => {
    running?.abort();
    running = new AbortController();
    if (box.value.trim().length < 2) return;
    try {
      const answer = await fetch(
        box.dataset.names + "&" + new URLSearchParams({ q: box.value.trim() }),
        { signal: running.signal }
      );
      if (!answer.ok) return;
      const names = new Set((await answer.json()).items.map((item) => item.name));
      box.list.replaceChildren(
        ...[...names].map((name) => {
          const line = document.createElement("option");
          line.value = name;
          return line;
        })
      );
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  box.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, 150);
  });
}

// A draft is kept while it is written: after a pause, and when the page is left.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const line = form.querySelector("[data-saved]");
  let waiting;
  let running;
  const body = () => {
    const data = new URLSearchParams(new FormData(form));
    data.set("then", "save");
    return data;
  };
  const isReady = () =>
    form.dataset.changed === "true" && form.elements.namedItem("name")?.value.trim();
  // What is saved next is a change of what there is now.
  const goOnFrom = (page) => {
    const fresh = page.querySelector("form[data-autosave]");
    const version = fresh?.querySelector('input[name="version"]');
    if (!version) return;
    let own = form.querySelector('input[name="version"]');
    if (!own) {
      own = document.createElement("input");
      own.type = "hidden";
      own.name = "version";
      form.append(own);
    }
    own.value = version.value;
    form.setAttribute("action", fresh.getAttribute("action"));
    history.replaceState(null, "", "/my/organisation/edit");
  };
  const save = async () => {
    if (!isReady()) return;
    form.dataset.changed = "false";
    const answer = await fetch(form.getAttribute("action"), { method: "POST", body: body() });
    const parser = new DOMParser();
    let page = parser.parseFromString(await answer.text(), "text/html");
    if (answer.ok) {
      const next = await fetch("/my/organisation/edit");
      page = parser.parseFromString(await next.text(), "text/html");
    }
    goOnFrom(page);
    // Of what was refused, all else is kept; why it was says the page of the button.
    const told = answer.ok ? "saved" : answer.status === 422 ? "partly" : "failed";
    if (told === "failed") form.dataset.changed = "true";
    const time = new Date().toLocaleTimeString(document.documentElement.lang);
    line.textContent = line.dataset[told].replace("{time}", time);
  };
  const start = () => {
    clearTimeout(waiting);
    running ??= save()
      .catch(() => {
        form.dataset.changed = "true";
        line.textContent = line.dataset.failed;
      })
      .finally(() => {
        running = undefined;
      });
    return running;
  };
  form.addEventListener("input", () => {
    form.dataset.changed = "true";
    clearTimeout(waiting);
    waiting = setTimeout(start, Number(form.dataset.autosave) * 1000);
  });
  form.addEventListener("submit", (event) => {
    clearTimeout(waiting);
    if (!running) {
      form.dataset.changed = "false";
      return;
    }
    // Two changes of the same version would be one too many.
    event.preventDefault();
    running.finally(() => form.requestSubmit(event.submitter));
  });
  window.addEventListener("pagehide", () => {
    if (!running && isReady()) fetch(form.getAttribute("action"), { method: "POST", body: body(), keepalive: true });
  });
}

// Nobody loses what they have typed by leaving the page.
for (const form of document.querySelectorAll("form[data-keep]")) {
  let changed = false;
  form.addEventListener("input", () => {
    changed = true;
  });
  form.addEventListener("submit", () => {
    changed = false;
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault();
  });
}

// A file that is on its way shows how far it has come; without this the form goes as any other.
const watchUpload = (form) => {
  const bar = form.querySelector("progress");
  const button = form.querySelector("button");
  form.addEventListener("submit", (event) => {
    const size = [...new FormData(form).values()].reduce(
      (sum, value) => sum + (value instanceof File ? value.size : 0),
      0
    );
    // The answer to a file that is too large may never come through; the plain form says why.
    if (size > Number(form.dataset.most)) return;
    event.preventDefault();
    const request = new XMLHttpRequest();
    const plain = () => form.submit();
    request.upload.addEventListener("progress", (step) => {
      if (step.lengthComputable) bar.value = (100 * step.loaded) / step.total;
    });
    request.addEventListener("load", () => {
      if (request.status < 400) return location.assign(request.responseURL);
      const page = new DOMParser().parseFromString(request.responseText, "text/html");
      const main = page.querySelector("main");
      if (!main) return plain();
      document.querySelector("main").replaceWith(main);
      main.querySelectorAll("form[data-upload]").forEach(watchUpload);
      document.getElementById("faults")?.focus();
    });
    request.addEventListener("error", plain);
    bar.hidden = false;
    button.disabled = true;
    request.open("POST", form.getAttribute("action"));
    request.send(new FormData(form));
  });
};
document.querySelectorAll("form[data-upload]").forEach(watchUpload);

// Who would match is shown beside a problem while it is written.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let running;
  let waiting;
  const renew = async () => {
    running?.abort();
    running = new AbortController();
    try {
      const answer = await fetch(form.dataset.preview, {
        method: "POST",
        body: new URLSearchParams(new FormData(form)),
        signal: running.signal,
      });
      if (!answer.ok) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.getElementById("preview");
      if (fresh) document.getElementById("preview").replaceWith(fresh);
    } catch (error) {
      if (error.name !== "AbortError") throw error;
    }
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(renew, 500);
  });
}

// After a refusal, the summary of what is wrong is where reading goes on.
document.getElementById("faults")?.focus();
