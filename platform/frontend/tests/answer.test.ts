import { createServer, type Server, type ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { answerTo, NoAnswer, READ_MS } from "../src/chart/answer";

let server: Server;
let base = "";
const silent: ServerResponse[] = [];
const ways: Record<string, (response: ServerResponse) => void> = {
  "/good": (response) => response.end('{"n": 3}'),
  "/refused": (response) => response.writeHead(403).end('{"message": {"en": "No."}}'),
  "/silent": (response) => void silent.push(response),
  "/half": (response) => {
    response.writeHead(200, { "Content-Length": "100" }).write('{"n":');
    silent.push(response);
  },
  "/cut": (response) => response.destroy(),
  "/page": (response) => response.writeHead(502).end("<h1>Bad gateway</h1>"),
};

beforeAll(async () => {
  server = createServer((request, response) => ways[request.url]!(response)).listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  base = `http://127.0.0.1:${(server.address() as { port: number }).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

/** Why there was no answer, or what came. */
async function asked(path: string, patience = 5_000, stop?: AbortSignal): Promise<unknown> {
  try {
    return await answerTo(base + path, { method: "POST" }, patience, stop);
  } catch (error) {
    return error instanceof NoAnswer ? error.why : error;
  }
}

describe("a question to the server", () => {
  it("gives what came, refusals too", async () => {
    expect(await asked("/good")).toEqual({ status: 200, ok: true, body: { n: 3 } });
    expect(await asked("/refused")).toEqual({ status: 403, ok: false, body: { message: { en: "No." } } });
  });

  it("ends when nothing comes, or only half", async () => {
    expect(await asked("/silent", 60)).toBe("late");
    expect(await asked("/half", 200)).toBe("late");
  });

  it("says that the line broke, or that what came was not an answer", async () => {
    expect(await asked("/cut")).toBe("broken");
    expect(await asked("/page")).toBe("broken");
  });

  it("is stopped by the person, at once", async () => {
    const stop = new AbortController();
    const said = asked("/silent", 60_000, stop.signal);
    stop.abort();
    expect(await said).toBe("stopped");
  });

  it("waits a little longer than the server works", () => {
    expect(READ_MS).toBeGreaterThan(30_000);
    expect(READ_MS).toBeLessThan(60_000);
  });
});
