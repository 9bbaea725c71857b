/* What the telephone keeps is closed: a key drawn by chance reads it, the PIN opens the key.
   The wrapped key is closed a second time with a key of this browser that cannot be taken out of it. */
const BASE = "in-strada";
const ROUNDS = 600000;
const PATIENT = 3; // wrong PINs before one has to wait
const LONGEST_WAIT = 15 * 60;
const letters = new TextEncoder();
const words = new TextDecoder();
let key = null;

function base() {
    return new Promise((done, fail) => {
        const asked = indexedDB.open(BASE, 1);
        asked.onupgradeneeded = () => {
            asked.result.createObjectStore("kept");
            asked.result.createObjectStore("parcels", { keyPath: "id" });
        };
        asked.onsuccess = () => done(asked.result);
        asked.onerror = () => fail(asked.error);
    });
}

async function deal(store, mode, act) {
    const open = await base();
    try {
        return await new Promise((done, fail) => {
            const whole = open.transaction(store, mode);
            const asked = act(whole.objectStore(store));
            whole.oncomplete = () => done(asked.result);
            whole.onerror = () => fail(whole.error);
            whole.onabort = () => fail(whole.error);
        });
    } finally {
        open.close();
    }
}

export const kept = (name) => deal("kept", "readonly", (store) => store.get(name));
export const keep = (name, value) => deal("kept", "readwrite", (store) => store.put(value, name));
export const forget = (name) => deal("kept", "readwrite", (store) => store.delete(name));
export const parcels = () => deal("parcels", "readonly", (store) => store.getAll());
export const put = (parcel) => deal("parcels", "readwrite", (store) => store.put(parcel));
export const drop = (id) => deal("parcels", "readwrite", (store) => store.delete(id));

const chance = (size) => crypto.getRandomValues(new Uint8Array(size));
const aes = { name: "AES-GCM", length: 256 };

export function base64(bytes) {
    let said = "";
    new Uint8Array(bytes).forEach((byte) => { said += String.fromCharCode(byte); });
    return btoa(said);
}

export function bytes(said) {
    return Uint8Array.from(atob(said), (letter) => letter.charCodeAt(0));
}

async function close(with_, plain) {
    const iv = chance(12);
    return { iv, text: await crypto.subtle.encrypt({ name: "AES-GCM", iv }, with_, plain) };
}

const disclose = (with_, closed) => crypto.subtle.decrypt({ name: "AES-GCM", iv: closed.iv }, with_, closed.text);

async function ofPin(pin, salt, rounds) {
    const typed = await crypto.subtle.importKey("raw", letters.encode(pin), "PBKDF2", false, ["deriveKey"]);
    const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
    return crypto.subtle.deriveKey(how, typed, aes, false, ["encrypt", "decrypt"]);
}

export const isOpen = () => key !== null;
export const lock = () => { key = null; };

/* A new key, closed by this PIN; whatever was here before belongs to another preparation. */
export async function prepare(pin, told) {
    const raw = chance(32);
    const salt = chance(16);
    const here = await crypto.subtle.generateKey(aes, false, ["encrypt", "decrypt"]);
    const inner = await close(await ofPin(pin, salt, ROUNDS), raw);
    const outer = await close(here, letters.encode(JSON.stringify({ iv: base64(inner.iv), text: base64(inner.text) })));
    await keep("lock", { salt, rounds: ROUNDS, here, outer, tries: 0, until: 0 });
    await keep("phone", { token: told.token, key: told.key });
    key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    navigator.storage?.persist?.();
}

/* Answers 0 where the PIN is right, otherwise the seconds to wait before the next try (at least 1). */
export async function unlock(pin) {
    const held = await kept("lock");
    const now = Date.now();
    if (held.until > now) return Math.ceil((held.until - now) / 1000);
    try {
        const inner = JSON.parse(words.decode(await disclose(held.here, held.outer)));
        const raw = await disclose(await ofPin(pin, held.salt, held.rounds), { iv: bytes(inner.iv), text: bytes(inner.text) });
        key = await crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
    } catch {
        const tries = held.tries + 1;
        const wait = tries < PATIENT ? 1 : Math.min(LONGEST_WAIT, 5 * 2 ** (tries - PATIENT));
        await keep("lock", { ...held, tries, until: tries < PATIENT ? 0 : now + wait * 1000 });
        return wait;
    }
    await keep("lock", { ...held, tries: 0, until: 0 });
    return 0;
}

export const shut = (value) => close(key, letters.encode(JSON.stringify(value)));
export const read = async (closed) => JSON.parse(words.decode(await disclose(key, closed)));

function joined(...parts) {
    const whole = new Uint8Array(parts.reduce((size, part) => size + part.byteLength, 0));
    let at = 0;
    for (const part of parts) {
        whole.set(new Uint8Array(part), at);
        at += part.byteLength;
    }
    return whole;
}

export async function digest(plain) {
    const said = new Uint8Array(await crypto.subtle.digest("SHA-256", plain));
    return Array.from(said, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/* An envelope that only the server opens, good for this parcel and no other. */
async function seal(id, plain, server) {
    const curve = { name: "ECDH", namedCurve: "P-256" };
    const pair = await crypto.subtle.generateKey(curve, true, ["deriveBits"]);
    const theirs = await crypto.subtle.importKey("raw", bytes(server.public), curve, false, []);
    const shared = await crypto.subtle.deriveBits({ name: "ECDH", public: theirs }, pair.privateKey, 256);
    const point = await crypto.subtle.exportKey("raw", pair.publicKey);
    const name = Uint8Array.from(server.id.match(/../g), (pairOfDigits) => parseInt(pairOfDigits, 16));
    const drawn = await crypto.subtle.importKey("raw", shared, "HKDF", false, ["deriveKey"]);
    const info = joined(letters.encode("prossimo.access.sealing"), name, point);
    const how = { name: "HKDF", hash: "SHA-256", salt: new Uint8Array(), info };
    const once = await crypto.subtle.deriveKey(how, drawn, aes, false, ["encrypt"]);
    const iv = chance(12);
    const text = await crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: letters.encode(id) }, once, plain);
    return base64(joined(letters.encode("P1"), name, point, iv, text));
}

/* Keep what was written: closed for us, sealed for the server. The salt makes the digest tell nothing. */
export async function write(id, at, fields) {
    const phone = await kept("phone");
    const plain = letters.encode(JSON.stringify({ id, written_at: at, salt: base64(chance(16)), fields }));
    const parcel = {
        id, at, token: phone.token, state: "waiting", why: "", url: "",
        digest: await digest(plain), sealed: await seal(id, plain, phone.key),
        mine: await shut({ plain: base64(plain), fields }),
    };
    await put(parcel);
    return parcel;
}

/* The server has another key now: the same content, in another envelope. */
export async function sealAgain(parcel) {
    const phone = await kept("phone");
    const { plain } = await read(parcel.mine);
    parcel.sealed = await seal(parcel.id, bytes(plain), phone.key);
    await put(parcel);
}

export async function wipe() {
    key = null;
    await deal("parcels", "readwrite", (store) => store.clear());
    await deal("kept", "readwrite", (store) => store.clear());
}
