/* Sends what waits, one at a time; nothing leaves the telephone before the server says that it has it. */
import * as vault from "./vault.js";

const SETTLED = { registered: "done", aside: "done", held: "held", conflict: "conflict" };
const PATIENCE = 20000;

async function asked(url, more) {
    const answer = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(PATIENCE), ...more });
    if (answer.redirected || !answer.headers.get("Content-Type")?.includes("json")) throw new Error("elsewhere");
    return { status: answer.status, told: await answer.json() };
}

/* Who is in, under which key, with which choices; nothing where there is no network. */
export async function state(url) {
    try {
        const { status, told } = await asked(url);
        return status === 200 ? told : null;
    } catch (error) {
        return error.message === "elsewhere" ? { in: false, may: false } : null;
    }
}

export const form = (url, csrf, fields) => asked(url, {
    method: "POST", headers: { "X-CSRFToken": csrf }, body: new URLSearchParams(fields),
});

async function handIn(url, csrf, parcel) {
    const { id, token, digest, sealed } = parcel;
    const { status, told } = await asked(url, {
        method: "POST",
        headers: { "X-CSRFToken": csrf, "Content-Type": "application/json" },
        body: JSON.stringify({ parcels: [{ id, token, digest, sealed }] }),
    });
    if (status !== 200) throw new Error(String(status));
    return told.parcels[0];
}

/* What the server has it keeps: here only the line that says so remains. */
async function settle(parcel, answer) {
    const state = SETTLED[answer.outcome];
    const now = (await vault.parcels()).find((each) => each.id === parcel.id);
    if (!now || now.digest !== parcel.digest) return; // corrected meanwhile: it goes again
    if (state) {
        const { id, at, digest } = parcel;
        await vault.put({ id, at, digest, state, why: "", url: answer.url });
    } else {
        const refused = answer.outcome === "refused";
        await vault.put({ ...now, state: refused ? "refused" : "waiting", why: answer.why, url: answer.url });
    }
}

export const toSend = (all) => all.filter((parcel) => parcel.sealed);

/* Tells `progress` how far it is; answers what stopped it: "", "network" or "login". */
export async function send(urls, known, progress) {
    let csrf = known.csrf;
    const waiting = toSend(await vault.parcels());
    let done = 0;
    let stopped = "";
    for (const parcel of waiting) {
        progress(done, waiting.length);
        try {
            let answer = await handIn(urls.send, csrf, parcel);
            if (answer.outcome === "reseal" && vault.isOpen()) {
                await vault.sealAgain(parcel);
                answer = await handIn(urls.send, csrf, parcel);
            }
            await settle(parcel, answer);
            if (answer.outcome === "login" || answer.outcome === "other") stopped = answer.outcome;
        } catch (error) {
            if (error.message !== "403") return error.message === "elsewhere" ? "login" : "network";
            csrf = (await state(urls.state))?.csrf ?? ""; // entering changed the token: once more, later
            stopped = "again";
        }
        done += 1;
    }
    progress(done, waiting.length);
    return stopped;
}
