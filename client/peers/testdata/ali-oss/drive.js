'use strict';

// Calls ali-oss for ali_oss_test.go. Each line of standard input is a call, as JSON:
//
//   { server, options, method, args }
//
// makes a client with these options and calls this method of it, whatever the
// host goes to server, and a line of standard output answers
//
//   { status, headers, content, result } or { error: { status, code, ec, message } }
//
// An argument { buffer: text } becomes a Buffer.

const http = require('node:http');
const net = require('node:net');
const readline = require('node:readline');
const OSS = require('ali-oss');

const agents = new Map(); // by server

const agentOf = server => {
  if (!agents.has(server)) {
    const agent = new http.Agent({ keepAlive: true });
    const { hostname, port } = new URL(server);
    agent.createConnection = () => net.createConnection({ host: hostname, port });
    agents.set(server, agent);
  }
  return agents.get(server);
};

const revive = (_, value) => (value && value.buffer !== undefined ? Buffer.from(value.buffer) : value);

// Node reads the bytes of a header as Latin-1.
const decode = headers => Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, Buffer.from(value, 'latin1').toString()]));

const answer = async ({ server, options, method, args }) => {
  try {
    const client = new OSS({ ...options, agent: agentOf(server), refreshSTSToken: async () => options });
    const got = await client[method](...args);
    if (typeof got === 'string') return { result: got };
    const { res, content, ...result } = got;
    return { status: res.status, headers: decode(res.headers), content: content && content.toString(), result };
  } catch (err) {
    return { error: { status: err.status, code: err.code, ec: err.ecCode, message: err.status ? err.message : err.stack } };
  }
};

const main = async () => {
  for await (const line of readline.createInterface({ input: process.stdin })) {
    process.stdout.write(`${JSON.stringify(await answer(JSON.parse(line, revive)))}\n`);
  }
  for (const agent of agents.values()) agent.destroy();
};

main();
