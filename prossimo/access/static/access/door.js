/* Pages of the door: what changes comes by itself; a lost connection is said, and mended when it is back.
   Each part finds its own attributes; nothing here is needed to take a ticket. */
const live = document.querySelector("[data-live]");
const lost = document.querySelector("[data-lost]");
const clock = document.querySelector("[data-clock]");
const sound = document.querySelector("[data-sound]");
const hour = () => new Date().toLocaleTimeString("it-IT", { hour: "2-digit", minute: "2-digit" });
let last = hour();
let shown = "";
let beeps = null;

function say(isLost) {
    if (!lost) return;
    if (isLost && lost.hidden) lost.textContent = lost.dataset.words.replace("{hour}", last);
    lost.hidden = !isLost;
    document.body.classList.toggle("door-is-lost", isLost);
}

function called() {
    return live.querySelector("[data-called]")?.dataset.called ?? "";
}

function beep() {
    if (!beeps) return;
    const tone = beeps.createOscillator();
    const volume = beeps.createGain();
    volume.gain.value = 0.15;
    tone.frequency.value = 880;
    tone.connect(volume).connect(beeps.destination);
    tone.start();
    tone.stop(beeps.currentTime + 0.35);
}

function put(text) {
    if (text === shown) return;
    const before = called();
    const state = live.querySelector("[data-state]")?.dataset.state;
    live.innerHTML = text;
    shown = text;
    const now = called();
    if (now && now !== before) {
        live.querySelector("[data-called]").classList.add("door-called--new");
        beep();
    }
    // Other things on the page depend on the state: they are drawn again with it.
    if (state && live.querySelector("[data-state]")?.dataset.state !== state) location.reload();
}

async function look() {
    try {
        const answer = await fetch(live.dataset.live, { cache: "no-cache", signal: AbortSignal.timeout(8000) });
        if (answer.status === 404 || answer.redirected) { location.reload(); return; }
        if (!answer.ok) throw new Error(String(answer.status));
        put(await answer.text());
        last = hour();
        say(false);
    } catch {
        say(true);
    }
    again();
}

function again() {
    setTimeout(look, Number(live.dataset.every) * 1000);
}

if (live) {
    again();
    addEventListener("online", () => say(false));
    addEventListener("offline", () => say(true));
}
if (clock) setInterval(() => { clock.textContent = hour(); }, 1000);
if (sound) {
    sound.hidden = false;
    sound.addEventListener("click", () => {
        beeps = beeps ? null : new AudioContext();
        sound.textContent = beeps ? sound.dataset.on : sound.dataset.off;
        sound.setAttribute("aria-pressed", String(Boolean(beeps)));
        beep();
    });
}

const ticket = document.querySelector("[data-kiosk-ticket]");
if (ticket) {
    if ("printNow" in ticket.dataset) print();
    setTimeout(() => { location.href = document.querySelector("[data-kiosk-back]").href; }, 15000);
}

// A kiosk that somebody has left goes back to its buttons: what they typed goes with them.
const left = document.querySelector("[data-kiosk-idle]");
if (left) {
    const home = () => { location.href = left.dataset.kioskIdle; };
    let idle = setTimeout(home, 60000);
    left.addEventListener("input", () => { clearTimeout(idle); idle = setTimeout(home, 60000); });
}

// A second press of the same finger finds the form already gone.
document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-once-door]")) return;
    if (form.dataset.gone) event.preventDefault();
    form.dataset.gone = "yes";
});
addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
});
