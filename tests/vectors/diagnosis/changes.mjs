// What Node does to bodies. stdin: JSON Lines {recording, body}; stdout: JSON Lines
// {change, recording, bodyBase64, signedBase64?}, signed only where it is not `body`.
import { readFileSync } from 'node:fs';
import { stringify as form } from 'node:querystring';
import { gzipSync } from 'node:zlib';

const escaped = (text) =>
  text.replace(/[^\x00-\x7f]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);

const pretty = (body) => JSON.stringify(JSON.parse(body), null, 2);

const changes = {
  'pretty': pretty,
  'pretty-newline': (body) => `${pretty(body)}\n`,
  'console-log': (body) => `${body}\n`,
  'stringified': (body) => JSON.stringify(body),
  'bom': (body) => `\ufeff${body}`,
  'bom-pretty': (body) => `\ufeff${pretty(body)}`,
  'latin1': (body) => Buffer.from(body).toString('latin1'),
  'windows-1252': (body) => new TextDecoder('windows-1252').decode(Buffer.from(body)),
  'nfd': (body) => body.normalize('NFD'),
  'querystring': (body) => form({ payload: body }),
  'encode-uri': (body) => encodeURIComponent(body),
  'form-key': (body) => `${new URLSearchParams([[body, '']])}`,
  'base64': (body) => Buffer.from(body).toString('base64'),
  'base64url': (body) => Buffer.from(body).toString('base64url'),
  'gzip': (body) => gzipSync(body),
  'gzip-base64': (body) => gzipSync(body).toString('base64'),
  'unescaped': (body) => JSON.stringify(JSON.parse(escaped(body))),
  'minified': (body) => body,
  'minified-newline': (body) => body,
  'stripped': (body) => body,
  'to-crlf': (body) => pretty(body).replaceAll('\n', '\r\n'),
  'to-lf': pretty,
};
const signed = {
  'unescaped': escaped,
  'minified': pretty,
  'minified-newline': (body) => `${pretty(body)}\n`,
  'stripped': (body) => `${body}\n`,
  'to-crlf': pretty,
  'to-lf': (body) => pretty(body).replaceAll('\n', '\r\n'),
};

for (const line of readFileSync(0, 'utf8').trimEnd().split('\n')) {
  const { recording, body } = JSON.parse(line);
  for (const [change, make] of Object.entries(changes)) {
    const row = { change, recording, bodyBase64: Buffer.from(make(body)).toString('base64') };
    if (signed[change]) row.signedBase64 = Buffer.from(signed[change](body)).toString('base64');
    console.log(JSON.stringify(row));
  }
}
