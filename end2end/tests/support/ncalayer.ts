// A stand-in for NCALayer: it speaks the same protocol and signs with a real RSA key, made on the fly with openssl.
//
// The server of the tests tells its pages to look for it at the port `KENES_TEST_NCALAYER` (playwright.config.ts).

import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Duplex } from 'node:stream';

/** What it does when it is asked to sign. */
export type Mood =
  /** Signs. */
  | 'signs'
  /** Its window is closed without signing. */
  | 'cancels'
  /** Its window stays open. */
  | 'waits'
  /** It has no such module. */
  | 'is-old'
  /** It refuses in its own words. */
  | 'refuses'
  /** It answers what is no signature. */
  | 'babbles'
  /** It closes the connection. */
  | 'breaks-off';

/** Whose key it is, as certificates of the authority say it. */
export type Owner = { family: string; given: string; iin: string; patronymic?: string };

/** What a page has asked for. */
export type Asked = {
  module: string;
  method: string;
  args: {
    allowedStorages: string[] | null;
    format: string;
    data: string;
    signingParams: { decode: boolean; encapsulate: boolean; digested: boolean; tsaProfile?: object };
    signerParams: { extKeyUsageOids: string[] };
    locale: string;
  };
};

const ASEMGUL: Owner = { family: 'ҚАЛДЫБЕК', given: 'ӘСЕМГҮЛ', patronymic: 'НҰРЛАНҚЫЗЫ', iin: '900101400123' };

export class NcaLayer {
  mood: Mood = 'signs';
  /** Everything that was asked, from the first to the last. */
  readonly asked: Asked[] = [];
  private readonly sockets = new Set<Duplex>();
  private server?: Server;

  private constructor(private readonly folder: string) {}

  /** With a key of this person. It listens at once, at the port where pages look for it. */
  static async start(owner: Owner = ASEMGUL, port = Number(process.env.KENES_TEST_NCALAYER ?? 0)): Promise<NcaLayer> {
    const folder = mkdtempSync(join(tmpdir(), 'kenes-nca-'));
    const layer = new NcaLayer(folder);
    layer.makeKey(owner);
    await layer.listen(port);
    return layer;
  }

  /** As `KENES_NCALAYER` takes it. */
  get address(): string {
    return `ws://127.0.0.1:${(this.server?.address() as AddressInfo).port}`;
  }

  /** The certificate, as PEM. */
  get certificate(): string {
    return readFileSync(join(this.folder, 'certificate.pem'), 'utf8');
  }

  /** Somebody quits the program. */
  async stop() {
    for (const socket of this.sockets) socket.destroy();
    await new Promise<void>((ended) => (this.server ? this.server.close(() => ended()) : ended()));
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Whether these bytes are a whole detached signature over `data`, as openssl sees it. */
  verifies(signature: Uint8Array, data: Uint8Array): boolean {
    writeFileSync(join(this.folder, 'given.der'), signature);
    writeFileSync(join(this.folder, 'given.bin'), data);
    try {
      this.openssl('cms', '-verify', '-binary', '-inform', 'DER', '-in', 'given.der', '-content', 'given.bin',
        '-CAfile', 'certificate.pem', '-purpose', 'any', '-out', 'verified.bin');
      return true;
    } catch {
      return false;
    }
  }

  private makeKey(owner: Owner) {
    // The authority writes names in capitals; CN is family and given name, GIVENNAME the patronymic.
    const patronymic = owner.patronymic ? `/GN=${owner.patronymic}` : '';
    const subject = `/CN=${owner.family} ${owner.given}/SN=${owner.family}/serialNumber=IIN${owner.iin}/C=KZ${patronymic}`;
    this.openssl('req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-sha256', '-days', '365', '-utf8', '-subj', subject,
      '-addext', 'keyUsage=critical,digitalSignature,nonRepudiation', '-addext', 'extendedKeyUsage=emailProtection,1.2.398.3.3.4.1.1',
      '-keyout', 'key.pem', '-out', 'certificate.pem');
  }

  /** A detached CMS over the data, in DER. */
  private sign(data: Buffer): Buffer {
    writeFileSync(join(this.folder, 'data.bin'), data);
    this.openssl('cms', '-sign', '-binary', '-md', 'sha256', '-in', 'data.bin', '-signer', 'certificate.pem', '-inkey', 'key.pem',
      '-outform', 'DER', '-out', 'signature.der');
    return readFileSync(join(this.folder, 'signature.der'));
  }

  private openssl(...args: string[]) {
    execFileSync('openssl', args, { cwd: this.folder, stdio: 'pipe' });
  }

  private async listen(port: number) {
    const server = createServer((_, response) => response.writeHead(426).end());
    this.server = server;
    server.on('upgrade', (request, socket) => {
      const key = request.headers['sec-websocket-key'];
      const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
      socket.write(`HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`);
      (socket as Socket).setNoDelay(true);
      this.sockets.add(socket);
      socket.on('close', () => this.sockets.delete(socket));
      socket.on('error', () => socket.destroy());
      this.talk(socket);
    });
    await new Promise<void>((listening) => server.listen(port, '127.0.0.1', listening));
  }

  private talk(socket: Duplex) {
    let bytes = Buffer.alloc(0);
    let message: Buffer[] = [];
    socket.write(frame(JSON.stringify({ result: { version: '1.4' } })));
    socket.on('data', (more: Buffer) => {
      bytes = Buffer.concat([bytes, more]);
      for (let next = read(bytes); next; next = read(bytes)) {
        bytes = bytes.subarray(next.length);
        if (next.opcode === CLOSE) {
          socket.end(frame(next.payload, CLOSE));
          return;
        }
        if (next.opcode === PING) socket.write(frame(next.payload, PONG));
        if (next.opcode > TEXT) continue;
        message.push(next.payload);
        if (!next.last) continue;
        const asked = JSON.parse(Buffer.concat(message).toString('utf8')) as Asked;
        message = [];
        this.asked.push(asked);
        this.answer(socket, asked);
      }
    });
  }

  private answer(socket: Duplex, asked: Asked) {
    const say = (answer: unknown) => socket.write(frame(JSON.stringify(answer)));
    if (asked.module !== 'kz.gov.pki.knca.basics' || this.mood === 'is-old') {
      say({ success: false, errorCode: 'MODULE_NOT_FOUND' });
    } else if (asked.method !== 'sign' || asked.args.format !== 'cms') {
      say({ status: false, code: 'INVOCATION_ERROR', message: 'no such method' });
    } else if (this.mood === 'signs') {
      const signature = this.sign(Buffer.from(asked.args.data, 'base64')).toString('base64');
      const lines = signature.match(/.{1,64}/g) ?? [];
      say({ status: true, body: { result: [`-----BEGIN CMS-----\n${lines.join('\n')}\n-----END CMS-----\n`] } });
    } else if (this.mood === 'cancels') {
      say({ status: true, body: {} });
    } else if (this.mood === 'refuses') {
      say({ status: false, code: 'SIGNING_FAILURE', message: 'Сертификаттың жарамдылық мерзімі өтіп кеткен' });
    } else if (this.mood === 'babbles') {
      say({ status: true, body: { result: ['<html>'] } });
    } else if (this.mood === 'breaks-off') {
      socket.destroy();
    }
  }
}

const [TEXT, CLOSE, PING, PONG] = [1, 8, 9, 10];

/** A frame of a server: whole, without a mask (RFC 6455, 5.2). */
function frame(payload: string | Buffer, opcode = TEXT): Buffer {
  const bytes = Buffer.from(payload as string);
  const size = bytes.length;
  const head =
    size < 126 ? Buffer.from([0x80 | opcode, size])
    : size < 65536 ? Buffer.from([0x80 | opcode, 126, size >> 8, size & 0xff])
    : Buffer.concat([Buffer.from([0x80 | opcode, 127, 0, 0, 0, 0]), uint32(size)]);
  return Buffer.concat([head, bytes]);
}

/** The first frame of a browser in these bytes, if it is all there. */
function read(bytes: Buffer): { opcode: number; last: boolean; payload: Buffer; length: number } | null {
  if (bytes.length < 2) return null;
  const [first, second] = [bytes[0]!, bytes[1]!];
  const short = second & 0x7f;
  const more = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + more + 4;
  if (bytes.length < start) return null;
  const size = more === 2 ? bytes.readUInt16BE(2) : more === 8 ? Number(bytes.readBigUInt64BE(2)) : short;
  if (bytes.length < start + size) return null;
  const mask = bytes.subarray(start - 4, start);
  const payload = Buffer.from(bytes.subarray(start, start + size));
  for (let n = 0; n < payload.length; n++) payload[n]! ^= mask[n % 4]!;
  return { opcode: first & 0x0f, last: (first & 0x80) !== 0, payload, length: start + size };
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
