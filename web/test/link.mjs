// Links to scenarios, for tests that need a world of their own. Version 1 of
// engine/scenario/link.go, which the page reads for ever.

import { readFileSync } from "node:fs";
import { deflateRawSync } from "node:zlib";

// crc32 is that of IEEE 802.3.
function crc32(bytes) {
  let sum = ~0;
  for (const byte of bytes) {
    sum ^= byte;
    for (let bit = 0; bit < 8; bit++) sum = (sum >>> 1) ^ (sum & 1 ? 0xedb88320 : 0);
  }
  return ~sum >>> 0;
}

function uvarint(n) {
  const bytes = [];
  for (; n > 0x7f; n >>>= 7) bytes.push((n & 0x7f) | 0x80);
  return [...bytes, n];
}

// linkTo returns the fragment that opens a scenario at a step, from 1.
export function linkTo(text, at) {
  const payload = deflateRawSync(Buffer.from(text));
  const rest = Buffer.concat([Buffer.from(uvarint(payload.length)), payload]);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(rest));
  return `#s=1${Buffer.concat([sum, rest]).toString("base64url")}&at=${at}`;
}

// scenario returns the text of a conformance scenario.
export function scenario(name) {
  return readFileSync(new URL(`../../engine/scenario/testdata/${name}.txtar`, import.meta.url), "utf8");
}
