// Tokens of api.redirect: JSON Web Tokens signed with HMAC and SHA-256.

// bytesOf lists the bytes of a text in UTF-8.
const bytesOf = (text) => {
  const escaped = encodeText(wellFormed(text));
  const bytes = list();
  for (let i = 0; i < escaped.length; i++) {
    if (escaped[i] !== '%') {
      push(bytes, charCode(escaped, i));
      continue;
    }
    push(bytes, toNumber(`0x${slice(escaped, i + 1, i + 3)}`));
    i += 2;
  }
  return bytes;
};

// textOf reads bytes as UTF-8; it throws when they are none.
const textOf = (bytes) => {
  let escaped = '';
  for (let i = 0; i < bytes.length; i++) escaped += `%${hexDigits[bytes[i] >> 4]}${hexDigits[bytes[i] & 15]}`;
  return decodeText(escaped);
};
const hexDigits = '0123456789abcdef';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const toBase64 = (bytes) => {
  let text = '';
  let bits = 0;
  let count = 0;
  for (let i = 0; i < bytes.length; i++) {
    bits = (bits << 8 | bytes[i]) & 0xffff;
    for (count += 8; count >= 6; count -= 6) text += alphabet[bits >> (count - 6) & 63];
  }
  return count > 0 ? text + alphabet[bits << (6 - count) & 63] : text;
};

const fromBase64 = (text) => {
  const bytes = list();
  let bits = 0;
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const value = indexOf(alphabet, text[i]);
    if (value < 0) return null;
    bits = (bits << 6 | value) & 0xffff;
    count += 6;
    if (count < 8) continue;
    count -= 8;
    push(bytes, bits >> count & 255);
  }
  return bytes;
};

// The constants of SHA-256 are the first bits behind the point of the square
// and cube roots of the first primes; they are computed when first needed.
let roots = null; // { square, cube }
const makeRoots = () => {
  roots = { __proto__: null, square: list(), cube: list() };
  const bits = (root) => (root - trunc(root)) * 4294967296 | 0;
  for (let n = 2; roots.cube.length < 64; n++) {
    let prime = true;
    for (let d = 2; d * d <= n; d++) prime = prime && n % d !== 0;
    if (!prime) continue;
    if (roots.square.length < 8) push(roots.square, bits(power(n, 1 / 2)));
    push(roots.cube, bits(power(n, 1 / 3)));
  }
};

const turn32 = (x, n) => x >>> n | x << (32 - n);

const sha256 = (message) => {
  if (roots === null) makeRoots();
  const bytes = list();
  for (let i = 0; i < message.length; i++) push(bytes, message[i]);
  push(bytes, 128);
  while (bytes.length % 64 !== 56) push(bytes, 0);
  for (let i = 7; i >= 0; i--) push(bytes, i > 3 ? 0 : message.length * 8 >>> i * 8 & 255);
  const hash = list();
  for (let i = 0; i < 8; i++) push(hash, roots.square[i]);
  const w = list();
  for (let from = 0; from < bytes.length; from += 64) {
    for (let i = 0; i < 64; i++) {
      const at = from + i * 4;
      w[i] = i < 16 ? bytes[at] << 24 | bytes[at + 1] << 16 | bytes[at + 2] << 8 | bytes[at + 3] :
        (turn32(w[i - 2], 17) ^ turn32(w[i - 2], 19) ^ w[i - 2] >>> 10) + w[i - 7] +
        (turn32(w[i - 15], 7) ^ turn32(w[i - 15], 18) ^ w[i - 15] >>> 3) + w[i - 16] | 0;
    }
    let a = hash[0], b = hash[1], c = hash[2], d = hash[3], e = hash[4], f = hash[5], g = hash[6], h = hash[7];
    for (let i = 0; i < 64; i++) {
      const first = h + (turn32(e, 6) ^ turn32(e, 11) ^ turn32(e, 25)) + (e & f ^ ~e & g) + roots.cube[i] + w[i] | 0;
      const second = (turn32(a, 2) ^ turn32(a, 13) ^ turn32(a, 22)) + (a & b ^ a & c ^ b & c) | 0;
      h = g; g = f; f = e; e = d + first | 0; d = c; c = b; b = a; a = first + second | 0;
    }
    hash[0] += a; hash[1] += b; hash[2] += c; hash[3] += d; hash[4] += e; hash[5] += f; hash[6] += g; hash[7] += h;
    for (let i = 0; i < 8; i++) hash[i] |= 0;
  }
  const digest = list();
  for (let i = 0; i < 32; i++) push(digest, hash[i >> 2] >>> (24 - (i & 3) * 8) & 255);
  return digest;
};

const hmac = (secret, text) => {
  const key = bytesOf(secret);
  const short = key.length > 64 ? sha256(key) : key;
  const padded = (pad, bytes) => {
    const all = list();
    for (let i = 0; i < 64; i++) push(all, (short[i] ?? 0) ^ pad);
    for (let i = 0; i < bytes.length; i++) push(all, bytes[i]);
    return sha256(all);
  };
  return padded(0x5c, padded(0x36, bytesOf(text)));
};

const signJWT = (secret, claims) => {
  const text = `${toBase64(bytesOf('{"alg":"HS256","typ":"JWT"}'))}.${toBase64(bytesOf(claims))}`;
  return `${text}.${toBase64(hmac(secret, text))}`;
};

// readJWT returns the claims of a token, or what is wrong with it as a text.
const readJWT = (secret, token) => {
  const match = exec(/^([\w-]+)\.([\w-]+)\.([\w-]+)$/, token);
  if (match === null) return 'it is no signed JSON Web Token';
  try {
    const header = bareTree(parseJSON(textOf(fromBase64(match[1]))));
    if (!isObject(header) || header.alg !== 'HS256') return 'its algorithm is not HS256';
    if (toBase64(hmac(secret, `${match[1]}.${match[2]}`)) !== match[3]) return 'its signature is wrong';
    const claims = parseJSON(textOf(fromBase64(match[2])));
    return isObject(claims) ? claims : 'its payload is no object';
  } catch {
    return 'it cannot be decoded';
  }
};
