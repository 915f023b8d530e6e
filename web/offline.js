// offline.js has the browser keep the site (sw.js) and offers a new version when
// there is one. It never takes over by itself: work is going on. Where the
// browser keeps nothing for this page, nothing is lost but that.

const pause = 3000; // ms: whoever has just come reads first
const often = 60 * 60 * 1000; // ms between questions whether there is a new version
const settle = 400; // ms after which the address holds the last edit (app/address.go)

// offer shows a quiet bar; the worker of the new version waits meanwhile.
function offer(worker) {
  if (document.getElementById("new-version")) return;
  const bar = document.createElement("div");
  bar.id = "new-version";
  bar.className = "new-version";
  bar.setAttribute("role", "status");
  const text = document.createElement("p");
  text.textContent = "A new version is ready. Reload when you like: what you see stays in the address.";
  const now = document.createElement("button");
  now.className = "primary";
  now.textContent = "Reload now";
  now.addEventListener("click", () => {
    now.disabled = true;
    const settled = new Promise((resolve) => setTimeout(resolve, settle));
    navigator.serviceWorker.addEventListener("controllerchange", () => settled.then(() => location.reload()), { once: true });
    worker.postMessage("take over");
  });
  const later = document.createElement("button");
  later.className = "quiet";
  later.textContent = "Later";
  later.addEventListener("click", () => bar.remove());
  bar.append(text, now, later);
  document.body.append(bar);
}

// watch offers a worker as soon as it is ready and an older one is in charge.
function watch(worker) {
  const look = () => {
    if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    if (worker.state !== "installing") worker.removeEventListener("statechange", look);
  };
  worker.addEventListener("statechange", look);
  look();
}

async function register() {
  const site = window.mfaSite;
  const registration = await navigator.serviceWorker.register(site.file("sw.js"), { scope: site.root, updateViaCache: "none" });
  if (!registration) return;
  if (registration.waiting) watch(registration.waiting);
  if (registration.installing) watch(registration.installing);
  registration.addEventListener("updatefound", () => watch(registration.installing));
  let asked = Date.now();
  document.addEventListener("visibilitychange", () => {
    if (document.hidden || Date.now() - asked < often) return;
    asked = Date.now();
    registration.update().catch(() => {}); // no network: next time
  });
}

// Refused: no secure connection, a private window, no such file on this host.
if (navigator.serviceWorker) setTimeout(() => register().catch(() => {}), pause);
