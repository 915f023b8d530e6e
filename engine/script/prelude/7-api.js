// What a post-login Action can change: api (facts 2.5, 2.7, 2.8).

// Limits of facts 2.11; lengths are counted in characters.
const transactionLimits = { __proto__: null, key: 64, value: 8192, total: 16384 };
const metadataLimits = { __proto__: null, key: 256, value: 32768, total: 32768 };
const cacheEntries = 20;
const cacheKey = 64;
const cacheValue = 4096;
const cacheTotal = 8192;
const cacheDefaultMS = 15 * 60000;
const cacheLongestMS = 24 * 3600000;

// enable is api.multifactor.enable: it takes effect when the pipeline is done,
// and the last call wins (facts 2.5).
const enable = (provider, options) => {
  const place = here('enable');
  if (typeof provider !== 'string' || provider === '') {
    remark(`api.multifactor.enable expects a provider such as 'any' first, not ${inspect(provider)}; it asks for nothing`, place);
    return;
  }
  if (providers[provider] !== true) remark(`the provider ${quoteText(provider)} is not documented`, place);
  let remember;
  if (isObject(options)) {
    remember = rememberOf(options, 'options', place);
  } else if (options !== undefined && options !== null) {
    remark(`api.multifactor.enable expects an object of options second, not ${inspect(options)}; it is ignored`, place);
  }
  run.kept.action = { __proto__: null, place: placeIn(place), provider: cut(provider, 100), remember };
};

const claimName = (name) => (typeof name === 'symbol' ? symbolText(name) : toText(name));

// metadataSetter notes a change; all are written once at the end, and null
// removes (facts 2.8).
const metadataSetter = (path, into, api) => hide(function (name, value) {
  textArgument(path, 'a name first', name);
  const text = value === undefined ? 'null' : apply(quote, undefined, [value]);
  if (typeof text !== 'string') wrong(path, 'a value that JSON can carry', value);
  into[wellFormed(name)] = text;
  return api;
}, 'name', lastName(path));

// keep sets or removes one entry of bounded metadata: texts, numbers and
// booleans only (facts 2.11).
const keep = (path, into, limits, name, value) => {
  textArgument(path, 'a name first', name);
  const kind = typeof value;
  if (value !== null && kind !== 'string' && kind !== 'boolean' && !(kind === 'number' && value - value === 0)) {
    wrong(path, 'a string, a number or a boolean', value);
  }
  const text = quote(kind === 'string' ? wellFormed(value) : value);
  let total = name.length + text.length;
  const keys = ownKeys(into);
  for (let i = 0; i < keys.length; i++) if (keys[i] !== name) total += keys[i].length + into[keys[i]].length;
  if (name.length > limits.key) throw refuse(`${path}: the name is longer than ${limits.key} characters`, lastName(path));
  if ((kind === 'string' ? value : text).length > limits.value) throw refuse(`${path}: the value is longer than ${limits.value} characters`, lastName(path));
  if (total > limits.total) throw refuse(`${path}: all values together are longer than ${limits.total} characters`, lastName(path));
  into[wellFormed(name)] = text;
};

// ---- api.cache: lives as long as the container, in virtual time

let cache = list(); // { key, value, expires }

const sweep = () => {
  const live = list();
  for (let i = 0; i < cache.length; i++) if (cache[i].expires > clock) push(live, cache[i]);
  cache = live;
};

const cacheFind = (key) => {
  sweep();
  for (let i = 0; i < cache.length; i++) if (cache[i].key === key) return cache[i];
  return null;
};

const cacheDrop = (key) => {
  const rest = list();
  for (let i = 0; i < cache.length; i++) if (cache[i].key !== key) push(rest, cache[i]);
  cache = rest;
};

// The results are those of the API reference; the names of the codes are
// inferred.
const cacheError = (code, text) => {
  remark(`api.cache.set: ${text}`, here('set'));
  return { type: 'error', code };
};

const cacheSet = (key, value, options) => {
  textArgument('api.cache.set', 'a key', key);
  if (typeof value !== 'string') wrong('api.cache.set', 'a string as value', value);
  if (bytesOf(key).length > cacheKey) return cacheError('CacheKeySizeExceeded', `the key is longer than ${cacheKey} bytes`);
  if (bytesOf(value).length > cacheValue) return cacheError('CacheValueSizeExceeded', `the value is longer than ${cacheValue} bytes`);
  const old = cacheFind(key);
  let total = bytesOf(key).length + bytesOf(value).length;
  for (let i = 0; i < cache.length; i++) if (cache[i] !== old) total += bytesOf(cache[i].key).length + bytesOf(cache[i].value).length;
  if (old === null && cache.length >= cacheEntries) return cacheError('ItemLimitExceeded', `there are ${cacheEntries} entries already`);
  if (total > cacheTotal) return cacheError('CacheSizeExceeded', `all entries together are longer than ${cacheTotal} bytes`);
  const ttl = isObject(options) ? options.ttl : undefined;
  const at = isObject(options) ? options.expires_at : undefined;
  let expires = clock + cacheDefaultMS;
  if (typeof ttl === 'number' && ttl > 0) expires = clock + trunc(ttl);
  else if (typeof at === 'number' && at > 0) expires = trunc(at);
  if (expires > clock + cacheLongestMS) expires = clock + cacheLongestMS;
  cacheDrop(key);
  push(cache, { __proto__: null, key, value, expires });
  return { type: 'success', record: { value, expires_at: expires } };
};

const cacheApi = () => ({
  get(key) {
    const found = cacheFind(key);
    return found === null ? undefined : { value: found.value, expires_at: found.expires };
  },
  set(key, value, options) { return cacheSet(key, value, options); },
  delete(key) {
    if (cacheFind(key) === null) return { type: 'error', code: 'NotFound' };
    cacheDrop(key);
    return { type: 'success' };
  },
});

// ---- api.session and api.refreshToken

const newOrders = () => ({ __proto__: null, revoke: null, expires: 0, idle: 0, mode: '', metadata: dict(), evict: false });

// ordersApi is what both have in common. Where the login has none, nothing
// happens (facts 2.8).
const ordersApi = (turn, api, name, kept, exists) => {
  const change = (member, act) => {
    if (!exists) {
      remark(`api.${name}.${member} has no effect: this login has no ${name === 'session' ? 'session' : 'refresh token'}`, here(member));
      return api;
    }
    act(run.kept[kept] ?? (run.kept[kept] = newOrders()));
    return api;
  };
  const instant = (member, ms) => {
    if (typeof ms !== 'number' || !(ms > 0) || ms > 8.64e15) wrong(`api.${name}.${member}`, 'epoch milliseconds', ms);
    return trunc(ms);
  };
  return {
    revoke(reason, options) {
      const place = here('revoke');
      const preserve = isObject(options) && options.preserveRefreshTokens === true;
      return change('revoke', (orders) => {
        const text = cut(reasonOf(reason), descriptionChars);
        orders.revoke = { __proto__: null, place: placeIn(place), reason: text, preserve };
        turn.denied = { __proto__: null, reason: 'denied', error: 'access_denied', text, place };
      });
    },
    setExpiresAt(ms) { return change('setExpiresAt', (orders) => { orders.expires = instant('setExpiresAt', ms); }); },
    setIdleExpiresAt(ms) { return change('setIdleExpiresAt', (orders) => { orders.idle = instant('setIdleExpiresAt', ms); }); },
    setMetadata(key, value) {
      return change('setMetadata', (orders) => keep(`api.${name}.setMetadata`, orders.metadata, metadataLimits, key, value));
    },
    deleteMetadata(key) {
      return change('deleteMetadata', (orders) => keep(`api.${name}.deleteMetadata`, orders.metadata, metadataLimits, key, null));
    },
    evictMetadata() {
      return change('evictMetadata', (orders) => {
        orders.metadata = dict();
        orders.evict = true;
      });
    },
  };
};

const sessionApi = (turn, api) => {
  const session = ordersApi(turn, api, 'session', 'session', job.session !== undefined && job.session !== null);
  set(session, 'setCookieMode', function setCookieMode(mode) {
    if (mode !== 'persistent' && mode !== 'non-persistent') wrong('api.session.setCookieMode', '\'persistent\' or \'non-persistent\'', mode);
    // Silently ignored where there is no session (facts 2.8).
    if (job.session) (run.kept.session ?? (run.kept.session = newOrders())).mode = mode;
    return api;
  });
  return session;
};

// ---- all of it

const reasonOf = (reason) => (reason === undefined || reason === null ? '' : messageOf(reason));

// scopes returns the scope of the access token as a list to change.
const scopes = () => {
  if (run.kept.scope === null) {
    run.kept.scope = list();
    const from = job.transaction ? job.transaction.requested_scopes : null;
    for (let i = 0; from && i < from.length; i++) push(run.kept.scope, from[i]);
  }
  return run.kept.scope;
};

const changeScope = (name, scope, wanted) => {
  textArgument(`api.accessToken.${name}`, 'a scope', scope);
  const rest = list();
  const all = scopes();
  for (let i = 0; i < all.length; i++) if (all[i] !== scope || wanted) push(rest, all[i]);
  let had = false;
  for (let i = 0; i < rest.length; i++) had = had || rest[i] === scope;
  if (wanted && !had) push(rest, wellFormed(scope));
  run.kept.scope = rest;
};

const deny = (turn, name, text) => {
  // The code after it still runs (facts 2.10).
  turn.denied = { __proto__: null, reason: 'denied', error: 'access_denied', text, place: here(name) };
};

// wasExecuted expects a name: rules have no identifiers here.
const wasExecuted = (name) => {
  for (let i = 0; i < program.rules.length; i++) {
    if (program.rules[i].script === name && run.kept.fates[file(program.rules[i])] === 'continued') return true;
  }
  return false;
};

// makeApi returns the second argument of one Action's run.
const makeApi = (turn) => {
  const api = {};
  const guarded = guard(api, 'api');
  const add = (name, functions) => put(api, name, guard(functions, `api.${name}`));
  add('access', { deny(reason) { deny(turn, 'deny', reasonOf(reason)); return guarded; } });
  add('accessToken', {
    setCustomClaim(name, value) { setClaim(run.kept.accessClaims, claimName(name), value); return guarded; },
    addScope(scope) { changeScope('addScope', scope, true); return guarded; },
    removeScope(scope) { changeScope('removeScope', scope, false); return guarded; },
  });
  add('authentication', authenticationOf(turn, guarded));
  add('cache', cacheApi());
  add('groups', {});
  add('idToken', { setCustomClaim(name, value) { setClaim(run.kept.idClaims, claimName(name), value); return guarded; } });
  add('multifactor', { enable(provider, options) { enable(provider, options); return guarded; } });
  add('prompt', {});
  add('redirect', redirectApi(turn, guarded));
  add('refreshToken', ordersApi(turn, guarded, 'refreshToken', 'refresh', job.refresh_token !== undefined && job.refresh_token !== null));
  add('roles', {});
  add('rules', { wasExecuted(name) { return wasExecuted(name); } });
  add('samlResponse', {});
  add('session', sessionApi(turn, guarded));
  add('transaction', {
    setMetadata(name, value) {
      keep('api.transaction.setMetadata', run.kept.transaction, transactionLimits, name, value);
      if (value === null) {
        deleteProperty(run.kept.transaction, name);
        deleteProperty(turn.metadata, name);
      } else {
        set(turn.metadata, wellFormed(name), value);
      }
      return guarded;
    },
  });
  add('user', {
    setAppMetadata: metadataSetter('api.user.setAppMetadata', run.kept.app, guarded),
    setUserMetadata: metadataSetter('api.user.setUserMetadata', run.kept.user, guarded),
  });
  // The wire's code is inferred: an Action can only produce access_denied (facts 0.25).
  add('validation', {
    error(code, message) {
      textArgument('api.validation.error', 'a code first', code);
      deny(turn, 'error', reasonOf(message) || code);
      return guarded;
    },
  });
  return guarded;
};
