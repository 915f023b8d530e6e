// The timeline under a pointer: dragging travels, the wheel zooms and pans, and
// what lies under the pointer is told. The program hears of it by the events
// "scrub", "zoom" and "pan" of the picture, whose values are instants; at most
// one of each in a frame, whatever the pointer's rate.

const selector = '[data-c="lanes"]';
const pictureOf = (event) => event.target.closest?.(selector);

// instantAt is the instant under a pointer, in ms since 1970.
function instantAt(picture, event) {
  const { left, width } = picture.getBoundingClientRect();
  const part = Math.min(1, Math.max(0, (event.clientX - left) / width));
  return Math.round(Number(picture.dataset.from) + part * Number(picture.dataset.span));
}

const tell = (picture, name, value) => picture.dispatchEvent(new CustomEvent(name, { detail: { value: String(value) } }));

// onceAFrame returns a function that runs what it was given last, in the next
// frame.
function onceAFrame() {
  let next = null;
  return (run) => {
    if (!next) {
      requestAnimationFrame(() => {
        const latest = next;
        next = null;
        latest();
      });
    }
    next = run;
  };
}

const words = new Intl.DateTimeFormat("en-GB", {
  timeZone: "UTC",
  weekday: "short",
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
});

// The note beside the pointer: the instant, and what is drawn there.
const note = document.createElement("div");
note.className = "time-note";
note.setAttribute("aria-hidden", "true"); // the playhead and the lanes' text say it to a screen reader
note.hidden = true;

function annotate(picture, event, at) {
  const { tip } = event.target.closest("[data-tip]")?.dataset ?? {};
  const exact = `${words.format(at)} UTC`;
  const dated = /^\w{3} \d+ \w{3} \d{4},/.test(tip);
  note.textContent = dated ? tip : [exact, tip].filter(Boolean).join("\n");
  if (!note.isConnected) document.body.append(note);
  note.hidden = false;
  const { width, height } = note.getBoundingClientRect();
  const { top } = picture.getBoundingClientRect();
  note.style.left = `${Math.max(4, Math.min(innerWidth - width - 4, event.clientX + 12))}px`;
  note.style.top = `${Math.max(4, top - height - 4)}px`;
}

let over = false; // the pointer is over a picture, or drags one

function hide() {
  over = false;
  note.hidden = true;
}

function listenToDragging() {
  let dragged = null; // the picture
  const soon = onceAFrame();
  // A frame measures once, before anything changes in it.
  const follow = (picture, event, drags) => {
    over = true;
    soon(() => {
      if (!picture.isConnected) return;
      const at = instantAt(picture, event);
      if (over) annotate(picture, event, at);
      if (drags) tell(picture, "scrub", at);
    });
  };
  document.addEventListener("pointerdown", (event) => {
    const picture = pictureOf(event);
    if (!picture || event.button !== 0) return;
    dragged = picture;
    picture.setPointerCapture(event.pointerId);
    picture.querySelector("[role=slider]")?.focus({ preventScroll: true });
    event.preventDefault(); // no selection of text
    follow(picture, event, true);
  });
  document.addEventListener("pointermove", (event) => {
    const picture = dragged ?? pictureOf(event);
    if (!picture) return hide();
    follow(picture, event, Boolean(dragged));
  });
  const end = (event) => {
    dragged = null;
    if (event.pointerType === "touch") hide();
  };
  document.addEventListener("pointerup", end);
  document.addEventListener("pointercancel", end);
  document.documentElement.addEventListener("pointerleave", hide);
  document.addEventListener("scroll", hide, { capture: true, passive: true });
  document.addEventListener("keydown", (event) => event.key === "Escape" && hide());
}

const wheelRest = 90; // ms between two zooms: a wheel turns in many small steps

function listenToWheel() {
  let last = 0;
  let moved = 0;
  const soon = onceAFrame();
  document.addEventListener(
    "wheel",
    (event) => {
      const picture = pictureOf(event);
      if (!picture) return;
      const sideways = event.shiftKey ? event.deltaY || event.deltaX : event.deltaX;
      if (event.ctrlKey || event.metaKey) {
        event.preventDefault();
        if (event.timeStamp - last < wheelRest || !event.deltaY) return;
        last = event.timeStamp;
        tell(picture, "zoom", `${event.deltaY < 0 ? "in" : "out"} ${instantAt(picture, event)}`);
      } else if (event.shiftKey || Math.abs(sideways) > Math.abs(event.deltaY)) {
        event.preventDefault();
        moved += sideways / picture.clientWidth;
        soon(() => {
          tell(picture, "pan", moved);
          moved = 0;
        });
      }
    },
    { passive: false },
  );
}

// reveal brings the card of a step into view where the list scrolls sideways.
// Where it stands below the picture the page stays where it is: a click on the
// picture must not carry the picture away.
export function reveal(id) {
  const card = document.getElementById(id);
  const list = card?.closest(".scroller");
  if (!list || list.scrollWidth <= list.clientWidth) return;
  const [inner, outer] = [card.getBoundingClientRect(), list.getBoundingClientRect()];
  if (inner.left < outer.left) list.scrollLeft -= outer.left - inner.left + 40;
  else if (inner.right > outer.right) list.scrollLeft += inner.right - outer.right + 40;
}

export function listenToTimeline() {
  listenToDragging();
  listenToWheel();
}
