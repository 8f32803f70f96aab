// In: the bindings that `src/main.rs` makes. Out: whether a generated crate keeps its promises on
// WebAssembly: what its caller gets, and what servers on loopback are sent.

import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { createRequire } from "node:module";
import { test } from "node:test";
import { gzipSync } from "node:zlib";

const { Kiosk } = createRequire(import.meta.url)(process.env.BINDINGS);
const paper = [200, { "content-type": "application/json" }, '{"title":"Morning"}'];
const scenario = (name, run) => test(name, { timeout: 20_000 }, run);
const moved = (status, location) => [status, { location }, ""];

/** A server that gives these answers, the last one again and again, and keeps what it was sent. */
async function serve(context, ...answers) {
  const seen = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const key = request.headers["x-kiosk-key"] ?? "no key";
    seen.push(`${request.method} ${request.url} ${key} ${body}`.trim());
    const answer = answers[Math.min(seen.length, answers.length) - 1];
    if (typeof answer === "function") return answer(response);
    response.writeHead(answer[0], answer[1]).end(answer[2]);
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { seen, url: `http://127.0.0.1:${server.address().port}` };
}

/** Puts this in the place of `fetch`. */
function fetchBy(context, fetch) {
  const { fetch: original } = globalThis;
  context.after(() => (globalThis.fetch = original));
  globalThis.fetch = fetch;
}

scenario("a call has its credentials, its path and its body", async (context) => {
  const home = await serve(context, paper);
  const kiosk = new Kiosk(home.url, false);
  assert.equal(await kiosk.read(), "Morning");
  assert.equal(await kiosk.order("Evening"), "Morning");
  const order = 'POST /papers planted {"title":"Evening"}';
  assert.deepEqual(home.seen, ["GET /papers/%C3%A9 planted", order]);
});

scenario("an answer that asks for it is waited for and the call repeated", async (context) => {
  const home = await serve(context, [503, { "retry-after": "1" }, ""], paper);
  const begun = performance.now();
  assert.equal(await new Kiosk(home.url, false).read(), "Morning");
  assert.ok(performance.now() - begun > 900);
  assert.equal(home.seen.length, 2);
});

scenario("a call that takes too long is ended", async (context) => {
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  const home = await serve(context, (response) => response.on("close", ended));
  assert.match(await new Kiosk(home.url, false, 500).read(), /timed out after 500ms \(1\)$/);
  await end;
});

scenario("a body that takes too long is ended", async (context) => {
  let ended;
  const end = new Promise((resolve) => (ended = resolve));
  const home = await serve(context, (response) => response.on("close", ended).write("{"));
  assert.match(await new Kiosk(home.url, false, 500).read(), /timed out after 500ms \(1\)$/);
  await end;
});

for (const status of [302, 307]) {
  scenario(`no credentials go to another host by ${status}`, async (context) => {
    const away = await serve(context, paper);
    const home = await serve(context, moved(status, `${away.url}/there?a=b`));
    const kiosk = new Kiosk(home.url, false);
    assert.equal(await kiosk.read(), "Morning");
    assert.match(await kiosk.order("Evening"), new RegExp(`answered ${status}`));
    assert.deepEqual(away.seen, ["GET /there?a=b no key"]);
  });

  scenario(`the same host keeps them by ${status}`, async (context) => {
    const home = await serve(context, moved(status, "/there"), paper);
    assert.equal(await new Kiosk(home.url, false).read(), "Morning");
    assert.deepEqual(home.seen, ["GET /papers/%C3%A9 planted", "GET /there planted"]);
  });
}

scenario("a body goes where the same host wants it", async (context) => {
  const home = await serve(context, moved(307, "/there"), paper);
  assert.equal(await new Kiosk(home.url, false).order("Evening"), "Morning");
  assert.equal(home.seen[1], 'POST /there planted {"title":"Evening"}');
});

scenario("what a browser hides is an error, once", async (context) => {
  const asked = [];
  fetchBy(context, async ({ redirect }) => {
    asked.push(redirect);
    return { status: 0, type: "opaqueredirect", headers: new Headers(), body: null };
  });
  const told = await new Kiosk("http://127.0.0.1:1", false).read();
  assert.match(told, /answered with a redirect, which a browser does not let this crate follow \(1\)$/);
  assert.deepEqual(asked, ["manual"]);
});

scenario("a client of the consumer's own is told of another host", async (context) => {
  const away = await serve(context, paper);
  const home = await serve(context, moved(302, away.url), paper);
  const kiosk = new Kiosk(home.url, true);
  assert.match(await kiosk.read(), /it was redirected to another host \(1\)$/);
  assert.deepEqual(away.seen, ["GET / planted"]);
  assert.equal(await kiosk.read(), "Morning");
});

for (const given of [false, true]) {
  scenario(`too much is too much (given: ${given})`, async (context) => {
    const home = await serve(context, [200, {}, JSON.stringify({ title: "x".repeat(200) })]);
    const told = await new Kiosk(home.url, given).read();
    assert.match(told, /the response is larger than 100 bytes; .* \(1\)$/);
  });

  scenario(`events arrive one by one (given: ${given})`, async (context) => {
    let more;
    const home = await serve(context, (response) => {
      const say = (title) => response.write(`data: {"title":"${title}"}\n\n`);
      response.writeHead(200, { "content-type": "text/event-stream" });
      more = (heard) => (heard < 3 ? say(`é${heard}`) : response.end());
      say("é0");
    });
    const heard = [];
    // The service says the next only once this one is here.
    const over = await new Kiosk(home.url, given).hear((title) => more(heard.push(title)));
    assert.deepEqual([...heard, over], ["é0", "é1", "é2", "over"]);
  });

  scenario(`a part that nobody waited for is not lost (given: ${given})`, async (context) => {
    const home = await serve(context, (response) => {
      response.writeHead(200).flushHeaders();
      setTimeout(() => response.write("Mor"), 50);
      setTimeout(() => response.end("ning"), 100);
    });
    assert.equal(await new Kiosk(home.url, given).fetch(), "Morning");
  });

  scenario(`a server that is not there is tried three times (given: ${given})`, async () => {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const { port } = server.address();
    await once(server.close(), "close");
    const told = await new Kiosk(`http://127.0.0.1:${port}`, given).read();
    assert.match(told, /^GET \/papers\/\{id\} got no complete answer: .+ \(3\)$/);
    // `reqwest` does not hand on what is behind "fetch failed".
    if (!given) assert.match(told, /ECONNREFUSED/);
  });

  scenario(`what an engine says has no address in it (given: ${given})`, async (context) => {
    fetchBy(context, async ({ url }) => {
      const error = new TypeError(`error sending (${url}?api_key=planted): no way to "${url}"`);
      error.cause = error;
      throw error;
    });
    const told = await new Kiosk("http://127.0.0.1", given).order("Evening");
    assert.match(told, /: error sending the URL no way to the URL \(1\)$/);
    assert.doesNotMatch(told, /127|planted/);
  });

  scenario(`nor does it while the body arrives (given: ${given})`, async (context) => {
    fetchBy(context, async ({ url }) => {
      const error = new TypeError(`lost (${url}?api_key=planted)`);
      const body = new ReadableStream({ pull: (stream) => stream.error(error) });
      return Object.defineProperty(new Response(body), "url", { value: url });
    });
    const told = await new Kiosk("http://127.0.0.1", given).order("Evening");
    assert.match(told, /: lost the URL \(1\)$/);
  });

  scenario(`what is unpacked has no length from before (given: ${given})`, async (context) => {
    const packed = gzipSync("Morning");
    const headers = { "content-encoding": "gzip", "content-length": packed.length };
    const whole = { "content-encoding": "identity", "content-length": 7 };
    const home = await serve(context, [200, headers, packed], [200, whole, "Morning"]);
    const kiosk = new Kiosk(home.url, given);
    assert.equal(await kiosk.measure(), 'None Some("Morning")');
    assert.equal(await kiosk.measure(), 'Some(7) Some("Morning")');
  });

  scenario(`a body that breaks off is tried again (given: ${given})`, async (context) => {
    const cut = (response) => {
      response.writeHead(200, { "content-length": "50" }).write('{"title":');
      setTimeout(() => response.destroy(), 50);
    };
    const home = await serve(context, cut, paper);
    assert.equal(await new Kiosk(home.url, given).read(), "Morning");
    assert.equal(home.seen.length, 2);
  });
}

scenario("what does not fit is told with its path", async (context) => {
  const home = await serve(context, [200, {}, '{"title":"A","sheets":[{"number":1},{"number":"b"}]}']);
  assert.match(await new Kiosk(home.url, false).read(), / sheets\[1\]\.number: .*expected i64 \(1\)$/);
});

scenario("an answer of a transport's own is cancelled where it is not read on", async (context) => {
  context.after(() => delete globalThis.kioskAnswer);
  let cancelled = false;
  const pull = (stream) => stream.enqueue(new Uint8Array(80));
  const cancel = () => {
    cancelled = true;
    throw new Error("which nobody is there to hear");
  };
  const body = new ReadableStream({ pull, cancel });
  globalThis.kioskAnswer = () => new Response(body);
  assert.match(await Kiosk.answered().order("Evening"), /larger than 100 bytes/);
  await new Promise(setImmediate);
  assert.ok(cancelled);
});

scenario("an answer that something else reads is an error, once", async (context) => {
  context.after(() => delete globalThis.kioskAnswer);
  const answer = new Response("{}");
  answer.body.getReader();
  globalThis.kioskAnswer = () => answer;
  assert.match(await Kiosk.answered().read(), /is read by something else \(1\)$/);
});
