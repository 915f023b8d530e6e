// What a rule sees: user, context, callback (facts 1.3 to 1.6, 1.8).

// multifactorOf maps enrolled factors to user.multifactor, which does not list
// email (facts 2.2.2). Every other factor is Guardian's; [inferred].
const multifactorOf = (factors) => {
  for (let i = 0; factors && i < factors.length; i++) {
    if (factors[i] !== 'email') return ['guardian'];
  }
  return undefined;
};

const identitiesOf = () => {
  const user = job.user;
  const bar = indexOf(user.user_id, '|');
  return [{
    connection: job.connection.name,
    provider: job.connection.strategy,
    user_id: slice(user.user_id, bar + 1),
    isSocial: false, // a database, or an identity provider of a company
  }];
};

const isoTime = (ms) => dateISO(new DateCtor(ms));

// put sets a member unless it is left out.
const put = (object, key, value) => {
  if (value !== undefined) set(object, key, value);
};
const putTime = (object, key, ms) => {
  if (ms) set(object, key, isoTime(ms));
};
const filled = (map) => isObject(map) && ownKeys(map).length > 0;

// person is what rules and actions both see of a user. Object literals define
// their members: no accessor of a prototype is run.
const makePerson = () => {
  const from = job.user;
  const user = {
    user_id: from.user_id,
    email_verified: from.email_verified,
    name: from.name,
    nickname: from.nickname,
    created_at: isoTime(from.created_ms),
    updated_at: isoTime(from.updated_ms),
    identities: identitiesOf(),
  };
  put(user, 'email', from.email);
  put(user, 'username', from.username);
  put(user, 'given_name', from.given_name);
  put(user, 'family_name', from.family_name);
  put(user, 'picture', from.picture);
  if (from.phone_number) {
    set(user, 'phone_number', from.phone_number);
    set(user, 'phone_verified', from.phone_verified === true);
  }
  putTime(user, 'last_password_reset', from.last_password_reset_ms);
  put(user, 'multifactor', multifactorOf(from.enrolled_factors));
  return user;
};

const makeUser = () => {
  const from = job.user;
  const user = makePerson();
  put(user, 'blocked', from.blocked);
  set(user, 'logins_count', job.logins_count);
  set(user, 'last_ip', job.request.ip);
  putTime(user, 'last_login', from.last_login_ms);
  if (filled(from.app_metadata)) {
    set(user, 'app_metadata', copyMap(from.app_metadata));
    // Its keys are merged into user and shadow root properties (facts 1.3).
    const keys = ownKeys(from.app_metadata);
    for (let i = 0; i < keys.length; i++) set(user, keys[i], copyValue(from.app_metadata[keys[i]]));
  }
  if (filled(from.user_metadata)) set(user, 'user_metadata', copyMap(from.user_metadata));
  return guard(user, 'user');
};

// makeRisk is the risk assessment of adaptive MFA (facts 11.1), the same in
// rules and actions.
const makeRisk = () => {
  const assessments = {};
  const names = ownKeys(job.risk.assessments);
  for (let i = 0; i < names.length; i++) {
    const from = job.risk.assessments[names[i]];
    const assessment = { confidence: from.confidence, code: from.code };
    if (from.details) set(assessment, 'details', copyStrings(from.details));
    set(assessments, names[i], assessment);
  }
  return { confidence: job.risk.confidence, version: job.risk.version, assessments };
};

const marks = dict(); // where context.multifactor and context.redirect were assigned last

const contextTraps = {
  __proto__: null,
  get(object, key) {
    const value = object[key];
    if (value === undefined && typeof key === 'string' && !hasOwn(object, key)) missed('context', key);
    return value;
  },
  defineProperty(object, key, property) {
    if (key === 'multifactor' || key === 'redirect') marks[key] = here(key);
    else if (typeof key === 'string' && !hasOwn(object, key)) missed('context', key);
    return defineProperty(object, key, setPrototypeOf(property, null) && property);
  },
};

// Epoch milliseconds, as every sample has them (facts 1.5).
const ruleMethod = (m) => ({ name: m.name, timestamp: m.timestamp_ms });

// ruleName turns countryCode into country_code (facts 1.5).
const ruleName = (name) => {
  let text = '';
  for (let i = 0; i < name.length; i++) {
    const small = lowerCase(name[i]);
    text += name[i] === small ? small : `_${small}`;
  }
  return text;
};

const makeRuleGeoIP = () => {
  const geoip = {};
  const keys = ownKeys(job.request.geoip);
  for (let i = 0; i < keys.length; i++) set(geoip, ruleName(keys[i]), job.request.geoip[keys[i]]);
  return geoip;
};

const makeRuleRequest = () => {
  const request = {
    userAgent: job.request.user_agent,
    ip: job.request.ip,
    hostname: job.request.hostname,
    query: copyStrings(job.request.query),
    body: {}, // facts 1.5: filled for protocols that are not simulated
  };
  if (job.request.geoip) set(request, 'geoip', makeRuleGeoIP());
  return guard(request, 'context.request');
};

const idTokenSeconds = 36000; // the service's default life of an ID token; facts 1.4 name the member only

// makeContext returns { target, context }: context is what rules get, a proxy
// that notes where it was assigned to.
const makeContext = () => {
  const target = {
    tenant: job.tenant,
    clientID: job.client.id,
    clientName: job.client.name,
    clientMetadata: copyStrings(job.client.metadata),
    connectionID: job.connection.id,
    connection: job.connection.name,
    connectionStrategy: job.connection.strategy,
    connectionOptions: {},
    connectionMetadata: {},
    protocol: job.protocol,
    stats: { loginsCount: job.logins_count },
    sso: {
      with_auth0: true,
      with_dbconn: job.connection.strategy === 'auth0',
      current_clients: copyList(job.session ? job.session.client_ids : null),
    },
    accessToken: {},
    idToken: {},
    authorization: { roles: copyList(job.user.roles) },
    jwtConfiguration: { lifetimeInSeconds: idTokenSeconds, scopes: {} },
    request: makeRuleRequest(),
  };
  if (job.resume) { // after a redirect rule (facts 1.9)
    target.protocol = 'redirect-callback';
    set(target, 'original_protocol', job.protocol);
  }
  if (job.session) set(target, 'sessionID', job.session.id);
  if (job.risk) set(target, 'riskAssessment', makeRisk());
  if (job.methods) set(target, 'authentication', { methods: copyList(job.methods, ruleMethod) });
  return { __proto__: null, target, context: new ProxyCtor(target, contextTraps) };
};

// makeCallback returns the third argument of one rule. Only its first call
// counts (facts 1.8); later ones leave a remark.
const makeCallback = (script, user, context) => {
  let called = false;
  return function callback(error, newUser, newContext) {
    const place = here('callback');
    if (called) {
      remark('callback was called again; only the first call counts', place);
      return;
    }
    called = true;
    if (run.current !== script || run.settled) {
      remark('callback was called too late to matter', place);
      return;
    }
    if (error) {
      run.failure = refusedBy(error, place);
    } else {
      if (newUser !== undefined && newUser !== null && newUser !== user) {
        remark('callback was given another object as user; it is ignored, the original goes on', place);
      }
      if (newContext !== undefined && newContext !== null && newContext !== context) {
        remark('callback was given another object as context; it is ignored, the original goes on', place);
      }
    }
    run.settled = true;
  };
};

// refusedBy is callback(error): the class decides the code (facts 1.8).
const refusedBy = (error, place) => {
  let text = 'Error';
  let code = 'access_denied';
  try {
    if (isPrototypeOf(UnauthorizedProto, error)) code = 'unauthorized';
    text = messageOf(error);
  } catch {
    // The value has no readable message.
  }
  return { __proto__: null, reason: 'denied', error: code, text, place };
};

const providers = names('none any guardian google-authenticator duo');

// rememberOf reads allowRememberBrowser and its old spelling; undefined when
// both are left out. allowRememberBrowser wins (facts 1.6).
const rememberOf = (value, path, place) => {
  const remember = value.allowRememberBrowser;
  if (remember === undefined || remember === null) {
    return path === 'context.multifactor' && value.ignoreCookie === true ? false : undefined;
  }
  if (typeof remember !== 'boolean') {
    remark(`${path}.allowRememberBrowser should be true or false; ${inspect(remember)} counts as ${remember ? 'true' : 'false'}`, place);
  }
  return !!remember;
};

// directiveOf turns what the rules left in context.multifactor into a
// directive, or null. Reading it may run a script's accessors.
const directiveOf = (value) => {
  if (value === undefined || value === null) return null;
  const provider = isObject(value) ? value.provider : undefined;
  if (typeof provider !== 'string' || provider === '') {
    remark('context.multifactor names no provider, so it asks for nothing; expected { provider: \'any\' }', marks.multifactor ?? null);
    return null;
  }
  if (providers[provider] !== true) remark(`the provider ${quoteText(provider)} is not documented`, marks.multifactor ?? null);
  const remember = rememberOf(value, 'context.multifactor', marks.multifactor ?? null);
  return { __proto__: null, place: placeIn(marks.multifactor ?? null), provider: cut(provider, 100), remember };
};

// redirectOf turns context.redirect into a suspension, or null. Only one
// redirect happens in a login: it is ignored on the way back (facts 1.9).
const redirectOf = (value) => {
  if (value === undefined || value === null || job.resume) return null;
  const place = marks.redirect ?? null;
  const url = isObject(value) ? value.url : undefined;
  if (!isAddress(url)) {
    remark(`context.redirect goes nowhere; expected { url: 'https://...' }, not ${inspect(value)}`, place);
    return null;
  }
  return { __proto__: null, place: placeIn(place), kind: 'redirect', url: wellFormed(url) };
};

const isAddress = (url) => typeof url === 'string' && exec(/^https?:\/\/[^\s/?#]+[^\s]*$/i, url) !== null;

// collectScope reads context.accessToken.scope, which replaces the scope.
const collectScope = (value) => {
  if (!isArray(value)) {
    remark(`context.accessToken.scope should be an array of scopes; ${inspect(value)} is ignored`, null);
    return;
  }
  const scope = list();
  for (let i = 0; i < value.length; i++) if (typeof value[i] === 'string') push(scope, wellFormed(value[i]));
  run.kept.scope = scope;
};

const collectPrimary = (id) => {
  if (typeof id !== 'string') return;
  run.kept.primary = wellFormed(id);
  if (id !== job.user.user_id) remark('context.primaryUser changes nothing here: accounts are not linked', null);
};

// collectClaims copies what the rules wrote to a token's object.
const collectClaims = (object, into, path) => {
  if (!isObject(object)) return;
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'string') continue;
    if (path === 'context.accessToken' && keys[i] === 'scope') {
      collectScope(object.scope);
      continue;
    }
    setClaim(into, keys[i], object[keys[i]]);
  }
};

// setClaim keeps the JSON text of a claim's value.
const setClaim = (into, name, value) => {
  const text = apply(quote, undefined, [value]);
  if (typeof text === 'string') into[name] = text;
};
