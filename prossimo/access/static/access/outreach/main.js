/* In the street: prepare the telephone, unlock it, write, and send when the network is back. */
import * as vault from "./vault.js";
import * as sending from "./sending.js";
import * as sheet from "./sheet.js";

const page = document.querySelector("[data-outreach]");
const said = document.getElementById("parole").dataset;
const urls = page.dataset;
const LOCK_AFTER = Number(page.dataset.lockAfter) * 1000;
const KEEP_LINES = 7 * 24 * 3600 * 1000;
const TRY_EVERY = 30 * 1000;
const one = (name) => page.querySelector(`[data-${name}]`);
let known = null; // what the server said last: null without network
let editing = null; // the parcel being corrected
let touched = Date.now();
let busy = false;
let again = false; // asked to send while sending
let draftLater = 0;

function words(text, told = {}) {
    return Object.entries(told).reduce((line, [name, value]) => line.replace(`{${name}}`, value), text);
}

function show(name) {
    page.querySelectorAll("[data-screen]").forEach((part) => { part.hidden = part.dataset.screen !== name; });
    one("wipe-part").hidden = !["locked", "open"].includes(name);
    one("send-part").hidden = !["locked", "open"].includes(name);
    if (name === "locked") one("pin").focus();
}

function tell(text, tone = "info") {
    const place = one("said");
    place.textContent = text;
    place.className = `outreach-said outreach-said--${tone}`;
    place.hidden = !text;
}

function fault(form, text) {
    const place = form.querySelector("[data-wrong]");
    place.textContent = text;
    place.hidden = !text;
}

function hour(at) {
    return new Date(at).toLocaleString(document.documentElement.lang, { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" });
}

/* --- what stands on the telephone ------------------------------------------------------------ */

async function line(parcel) {
    const item = document.createElement("li");
    const when = document.createElement("span");
    const badge = document.createElement("span");
    const tones = { waiting: "info", refused: "bad", conflict: "warning", done: "good", held: "warning" };
    when.textContent = hour(parcel.at);
    badge.className = `ui-badge ui-badge--${tones[parcel.state]}`;
    badge.textContent = said[parcel.state];
    item.append(when, badge);
    item.dataset.parcel = parcel.id;
    if (parcel.mine && vault.isOpen()) {
        const { fields } = await vault.read(parcel.mine);
        const start = document.createElement("span");
        start.className = "outreach-start";
        start.textContent = (fields.needs || fields.note || "").slice(0, 80);
        const mend = document.createElement("button");
        mend.type = "button";
        mend.className = "btn ui-btn-quiet outreach-mend";
        mend.textContent = said.mend;
        mend.addEventListener("click", () => correct(parcel, fields));
        item.append(start, mend);
    }
    if (parcel.url && known) {
        const link = document.createElement("a");
        link.href = parcel.url;
        link.textContent = parcel.state === "conflict" ? said.choose : said.open;
        item.append(link);
    }
    if (parcel.why) {
        const why = document.createElement("span");
        why.className = "outreach-why";
        why.textContent = parcel.why;
        item.append(why);
    }
    return item;
}

async function draw() {
    const all = (await vault.parcels()).sort((a, b) => (a.at < b.at ? 1 : -1));
    const waiting = all.filter((parcel) => parcel.state === "waiting").length;
    const here = sending.toSend(all).length;
    one("number").textContent = waiting === 0 ? said.nothing : waiting === 1 ? said.oneWaits : words(said.someWait, { n: waiting });
    one("send").hidden = here === 0;
    one("net").textContent = known ? said.online : said.offline;
    one("net").className = `ui-badge ui-badge--${known ? "good" : "neutral"}`;
    one("left").textContent = here ? words(said.lost, { n: here }) : said.lostNothing;
    one("lines").replaceChildren(...(await Promise.all(all.map(line))));
    one("lines-part").hidden = all.length === 0;
}

/* --- the network ------------------------------------------------------------------------------ */

async function look() {
    known = await sending.state(urls.state);
    const phone = await vault.kept("phone");
    if (known?.key && phone && phone.key.id !== known.key.id) await vault.keep("phone", { ...phone, key: known.key });
    if (known?.options && vault.isOpen()) await vault.keep("options", await vault.shut(known.options));
    return known;
}

async function deliver() {
    // Who asks while the answer of before is awaited (the network is back, one more contact) is not forgotten.
    if (busy) { again = true; return; }
    busy = true;
    one("send").disabled = true;
    try {
        if (!(await vault.kept("phone"))) return;
        if (!(await look())) {
            tell(sending.toSend(await vault.parcels()).length ? said.later : "");
            return;
        }
        const before = sending.toSend(await vault.parcels()).length;
        if (!before) return;
        const stopped = await sending.send(urls, known, (done, all) => {
            if (all) tell(words(said.sending, { done: Math.min(done + 1, all), all }));
        });
        outcome(stopped, before, await vault.parcels());
    } finally {
        busy = false;
        one("send").disabled = false;
        await draw();
        if (again) {
            again = false;
            deliver();
        }
    }
}

/* A browser does not always tell that the network is back: whoever has something to send tries again. */
async function tryAgain() {
    if (!known && !document.hidden && sending.toSend(await vault.parcels()).length) await deliver();
}

function outcome(stopped, before, all) {
    const waits = all.filter((parcel) => parcel.state === "waiting").length;
    const wrong = all.filter((parcel) => ["refused", "conflict"].includes(parcel.state)).length;
    one("enter-again").hidden = stopped !== "login";
    if (stopped === "login") tell(said.enter, "warning");
    else if (stopped === "network") tell(said.later);
    else if (wrong) tell(said.look, "warning");
    else if (waits) tell(all.find((parcel) => parcel.state === "waiting").why || said.later, "warning");
    else tell(words(before === 1 ? said.sentOne : said.sent, { n: before }), "good");
}

/* --- writing ------------------------------------------------------------------------------------ */

function correct(parcel, fields) {
    editing = parcel;
    sheet.fill(fields);
    one("new").textContent = said.correcting;
    one("cancel").hidden = false;
    sheet.form.scrollIntoView();
    sheet.form.elements.needs.focus();
}

function fresh() {
    editing = null;
    sheet.empty();
    one("new").textContent = said.writing;
    one("cancel").hidden = true;
}

async function write(event) {
    event.preventDefault();
    if (!vault.isOpen() || !sheet.check()) return;
    clearTimeout(draftLater);
    const at = editing?.at ?? new Date().toISOString();
    await vault.write(editing?.id ?? crypto.randomUUID(), at, sheet.fields());
    await vault.forget("draft");
    fresh();
    tell(said.kept, "good");
    await draw();
    one("new").focus();
    deliver();
}

async function draft() {
    if (!vault.isOpen()) return;
    await vault.keep("draft", await vault.shut({ fields: sheet.fields(), editing: editing?.id ?? "" }));
}

async function restore() {
    const options = await vault.kept("options");
    if (options) sheet.offer(await vault.read(options));
    const left = await vault.kept("draft");
    if (!left) return;
    const { fields, editing: id } = await vault.read(left);
    const parcel = (await vault.parcels()).find((each) => each.id === id && each.mine);
    if (parcel) correct(parcel, fields);
    else sheet.fill(fields);
}

/* --- opening and closing ------------------------------------------------------------------------ */

async function opened() {
    touched = Date.now();
    show("open");
    if (known?.options) await vault.keep("options", await vault.shut(known.options));
    await restore();
    await draw();
    deliver();
}

async function lock() {
    if (!vault.isOpen()) return;
    clearTimeout(draftLater);
    if (!sheet.isEmpty()) await draft();
    vault.lock();
    fresh();
    await draw();
    show("locked");
    tell(said.locked);
}

async function unlock(event) {
    event.preventDefault();
    const form = event.target;
    const pin = one("pin");
    if (!pin.value) return;
    fault(form, "");
    form.querySelector("button").disabled = true;
    const wait = await vault.unlock(pin.value);
    form.querySelector("button").disabled = false;
    pin.value = "";
    if (!wait) {
        tell("");
        await opened();
        return;
    }
    fault(form, wait > 1 ? words(said.wrongWait, { n: wait }) : said.wrong);
    pin.focus();
}

async function prepare(event) {
    event.preventDefault();
    const form = event.target;
    const [pin, again] = [form.elements.pin.value, form.elements.again.value];
    fault(form, "");
    if (!/^\d{6,12}$/.test(pin) || /^(\d)\1+$/.test(pin) || "01234567890123456789".includes(pin)) return fault(form, said.pinPoor);
    if (pin !== again) return fault(form, said.pinDiffers);
    form.querySelector("button").disabled = true;
    try {
        await look();
        const { status, told } = await sending.form(urls.phone, known?.csrf ?? "", { name: form.elements.name.value });
        if (status !== 200) return fault(form, told.error || said.failed);
        known = { ...known, options: told.options };
        await vault.prepare(pin, told);
        form.reset();
        await opened();
        tell(said.ready, "good");
    } catch {
        fault(form, said.failed);
    } finally {
        form.querySelector("button").disabled = false;
    }
}

async function wipe(event) {
    event.preventDefault();
    if (!one("sure").checked) return;
    await vault.wipe();
    location.reload();
}

function listen() {
    one("prepare").addEventListener("submit", prepare);
    one("unlock").addEventListener("submit", unlock);
    one("wipe").addEventListener("submit", wipe);
    one("send").addEventListener("click", deliver);
    one("lock").addEventListener("click", lock);
    one("cancel").addEventListener("click", async () => { await vault.forget("draft"); fresh(); });
    sheet.form.addEventListener("submit", write);
    sheet.form.addEventListener("input", () => { clearTimeout(draftLater); draftLater = setTimeout(draft, 400); });
    for (const name of ["pointerdown", "keydown"]) addEventListener(name, () => { touched = Date.now(); }, { passive: true });
    addEventListener("online", deliver);
    addEventListener("offline", async () => { known = null; await draw(); });
    addEventListener("visibilitychange", () => { if (!document.hidden) late(); });
    setInterval(late, 5000);
    setInterval(tryAgain, TRY_EVERY);
}

async function late() {
    if (vault.isOpen() && Date.now() - touched > LOCK_AFTER) await lock();
}

/* A line that only says «registered» is of use for some days. */
async function tidy() {
    const old = new Date(Date.now() - KEEP_LINES).toISOString();
    const gone = (await vault.parcels()).filter((parcel) => !parcel.sealed && parcel.at < old);
    await Promise.all(gone.map((parcel) => vault.drop(parcel.id)));
}

async function start() {
    if (!window.isSecureContext || !crypto.subtle || !window.indexedDB || !navigator.serviceWorker) {
        show("unable");
        return;
    }
    listen();
    navigator.serviceWorker.register(urls.worker, { scope: urls.here }).catch(() => tell(said.noWorker, "warning"));
    const prepared = await vault.kept("lock");
    if (prepared) {
        await tidy();
        show("locked");
        await draw();
        await deliver();
        await draw();
        return;
    }
    await look();
    show(!known?.in ? "enter" : known.may ? "prepare" : "unable-role");
    one("no-network").hidden = known !== null;
}

start();
