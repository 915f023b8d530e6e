// The commands of an Action that suspend the pipeline: api.authentication's
// challenges and enrolments (facts 2.6), and api.redirect (facts 2.8).

const commandsMax = 4; // per flow (facts 2.6)
const tokenSeconds = 900; // of a session token (facts 2.8)
const challengeTypes = names('otp email push-notification phone webauthn-platform webauthn-roaming recovery-code');
const enrollTypes = names('otp push push-notification phone webauthn-platform webauthn-roaming recovery-code');
const preferences = names('voice sms both');

// wrong remarks on a bad argument and throws it.
const wrong = (path, expected, value) => {
  throw refuse(`${path} expects ${expected}, not ${cut(inspect(value), 100)}`, lastName(path));
};

const textArgument = (path, what, value) => {
  if (typeof value !== 'string' || value === '') wrong(path, what, value);
  return wellFormed(value);
};

// commandFactor reads one factor: { type, options }.
const commandFactor = (path, types, value) => {
  const type = isObject(value) ? value.type : undefined;
  if (typeof type !== 'string' || types[type] !== true) {
    const all = ownKeys(types);
    let list_ = all[0];
    for (let i = 1; i < all.length; i++) list_ += (i < all.length - 1 ? ', ' : ' or ') + all[i];
    wrong(path, `a factor { type } with the type ${list_}`, value);
  }
  const options = isObject(value.options) ? value.options : {};
  const preferred = options.preferredMethod;
  if (preferred !== undefined && (typeof preferred !== 'string' || preferences[preferred] !== true)) {
    wrong(path, 'the preferredMethod voice, sms or both', preferred);
  }
  return {
    __proto__: null,
    type: type === 'push' ? 'push-notification' : type,
    preferred: preferred ?? '',
    fallback: options.otpFallback === true,
  };
};

const commandFactors = (path, types, values) => {
  const factors = list();
  if (!isArray(values) || values.length === 0) wrong(path, 'a list of factors', values);
  for (let i = 0; i < values.length; i++) push(factors, commandFactor(path, types, values[i]));
  return factors;
};

// suspend notes what has to happen after this Action. A redirect in the same
// Action goes first, so that MFA can be skipped (facts 2.6); of two commands of
// one kind the last counts, as with enable (inferred).
const suspend = (turn, command) => {
  const before = turn.suspend;
  if (before !== null) {
    const away = before.kind === 'redirect' && command.kind !== 'redirect';
    if (away || (command.kind === 'redirect' && before.kind !== 'redirect')) {
      remark('a redirect in the same Action as a challenge or an enrolment replaces it: put the redirect into a separate Action behind it', null);
    } else {
      remark('of several commands that suspend the login in one Action only the last counts', null);
    }
    if (away) return;
  }
  turn.suspend = command;
};

// invalid stops the login when the Action is done.
const invalid = (turn, text, place) => {
  turn.denied = { __proto__: null, reason: 'invalid', error: 'access_denied', text, place };
};

const command = (turn, name, any, first, options) => {
  const path = `api.authentication.${name}`;
  const place = here(name);
  const kind = name[0] === 'c' ? 'challenge' : 'enroll';
  const types = kind === 'challenge' ? challengeTypes : enrollTypes;
  const factors = any ? commandFactors(path, types, first) : list();
  if (!any) push(factors, commandFactor(path, types, first));
  const more = !any && isObject(options) ? options.additionalFactors : undefined;
  const additional = isArray(more) && more.length > 0 ? commandFactors(path, types, more) : list();
  if (more !== undefined && more !== null && !isArray(more)) wrong(path, 'a list of additionalFactors', more);
  run.kept.commands++;
  if (job.customizable !== true) {
    invalid(turn, `${path} needs "Customize MFA Factors using Actions", which this tenant has switched off`, place);
  } else if (run.kept.commands > commandsMax) {
    invalid(turn, `A login can have at most ${commandsMax} challenges and enrollments`, place);
  } else {
    suspend(turn, { __proto__: null, place: placeIn(place), kind, factors, additional, any });
  }
};

const authenticationOf = (turn, api) => ({
  challengeWith(factor, options) { command(turn, 'challengeWith', false, factor, options); return api; },
  challengeWithAny(factors) { command(turn, 'challengeWithAny', true, factors); return api; },
  enrollWith(factor, options) { command(turn, 'enrollWith', false, factor, options); return api; },
  enrollWithAny(factors) { command(turn, 'enrollWithAny', true, factors); return api; },
  recordMethod(url) {
    if (!turn.back) throw refuse('api.authentication.recordMethod works in onContinuePostLogin only', 'recordMethod');
    if (!isAddress(url)) wrong('api.authentication.recordMethod', 'an address such as https://example.com/method', url);
    push(run.kept.recorded, wellFormed(url));
    return api;
  },
  setPrimaryUser(id) {
    const path = 'api.authentication.setPrimaryUser';
    textArgument(path, 'a user id', id);
    if (run.kept.primary !== '') throw refuse(`${path} works once in a login, and not after a rule that set context.primaryUser`, 'setPrimaryUser');
    // Accounts are not linked here, so only her own is one that she belongs to.
    if (id !== job.user.user_id) throw refuse(`${path}: who signs in is no secondary identity of ${cut(id, 100)}`, 'setPrimaryUser');
    run.kept.primary = wellFormed(id);
    return api;
  },
});

// ---- api.redirect

// withQuery adds parameters to an address, before its fragment.
const withQuery = (url, query) => {
  const hash = indexOf(url, '#');
  let text = hash < 0 ? url : slice(url, 0, hash);
  const keys = isObject(query) ? ownKeys(query) : list();
  for (let i = 0; i < keys.length; i++) {
    const value = query[keys[i]];
    if (typeof keys[i] !== 'string' || value === undefined || value === null) continue;
    const shown = typeof value === 'string' ? value : messageOf(value);
    text += `${indexOf(text, '?') < 0 ? '?' : '&'}${encodeText(wellFormed(keys[i]))}=${encodeText(wellFormed(shown))}`;
  }
  return hash < 0 ? text : text + slice(url, hash);
};

const encodeToken = (options) => {
  const path = 'api.redirect.encodeToken';
  if (!isObject(options)) wrong(path, '{ secret, payload }', options);
  const secret = textArgument(path, 'a secret', options.secret);
  const payload = options.payload === undefined || options.payload === null ? {} : options.payload;
  if (!isObject(payload) || isArray(payload)) wrong(path, 'an object as payload', payload);
  const seconds = options.expiresInSeconds ?? tokenSeconds;
  if (typeof seconds !== 'number' || !(seconds > 0)) wrong(path, 'a positive number of expiresInSeconds', seconds);
  const now = trunc(clock / 1000);
  // The issuer's form is inferred; the others are facts 2.8.
  const claims = bareTree(parseJSON(apply(quote, undefined, [payload])));
  claims.iat = now;
  claims.iss = job.request.hostname;
  claims.sub = job.user.user_id;
  claims.exp = now + trunc(seconds);
  claims.ip = job.request.ip;
  return signJWT(secret, quote(claims));
};

const validateToken = (options) => {
  const path = 'api.redirect.validateToken';
  if (!isObject(options)) wrong(path, '{ secret }', options);
  const secret = textArgument(path, 'a secret', options.secret);
  const name = options.tokenParameterName ?? 'session_token';
  const body = bare(job.request.body) ?? dict();
  const query = bare(job.request.query) ?? dict();
  const token = query[name] ?? body[name];
  if (token === undefined) throw refuse(`The session token is missing: expected the parameter ${inspect(name)}`, 'validateToken');
  const claims = readJWT(secret, token);
  let fault = '';
  if (typeof claims === 'string') fault = claims;
  else if (!hasOwn(claims, 'exp') || typeof claims.exp !== 'number' || claims.exp * 1000 <= clock) fault = 'it has expired';
  else if (!hasOwn(claims, 'state') || claims.state !== (query.state ?? body.state)) fault = 'its state is not that of this login';
  if (fault !== '') throw refuse(`The session token is invalid: ${fault}`, 'validateToken');
  return claims;
};

const redirectApi = (turn, api) => ({
  encodeToken(options) { return encodeToken(options); },
  validateToken(options) { return validateToken(options); },
  canRedirect() { return job.interactive === true; },
  sendUserTo(url, options) {
    const place = here('sendUserTo');
    if (!isAddress(url)) wrong('api.redirect.sendUserTo', 'an address such as https://example.com/form', url);
    const full = withQuery(wellFormed(url), isObject(options) ? options.query : undefined);
    suspend(turn, { __proto__: null, place: placeIn(place), kind: 'redirect', url: full });
    return api;
  },
});
