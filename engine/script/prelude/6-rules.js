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
    isSocial: job.connection.strategy !== 'auth0',
  }];
};

const isoTime = (ms) => dateISO(new DateCtor(ms));

// put sets a member unless it is left out.
const put = (object, key, value) => {
  if (value !== undefined) set(object, key, value);
};
const filled = (map) => isObject(map) && ownKeys(map).length > 0;

// Object literals define their members: no accessor of a prototype is run.
const makeUser = () => {
  const from = job.user;
  const user = {
    user_id: from.user_id,
    email: from.email,
    email_verified: from.email_verified,
    name: from.name,
    nickname: from.nickname,
    created_at: isoTime(from.created_ms),
    updated_at: isoTime(from.updated_ms),
    identities: identitiesOf(),
  };
  put(user, 'multifactor', multifactorOf(from.enrolled_factors));
  if (filled(from.app_metadata)) {
    set(user, 'app_metadata', copyStrings(from.app_metadata));
    // Its keys are merged into user and shadow root properties (facts 1.3).
    const keys = ownKeys(from.app_metadata);
    for (let i = 0; i < keys.length; i++) set(user, keys[i], from.app_metadata[keys[i]]);
  }
  if (filled(from.user_metadata)) set(user, 'user_metadata', copyStrings(from.user_metadata));
  return user;
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

const contextMissing = names('connectionOptions connectionMetadata samlConfiguration original_protocol riskAssessment redirect primaryUser authorization organization jwtConfiguration');

let directivePlace = null; // of the last assignment to context.multifactor

const contextTraps = {
  __proto__: null,
  get(object, key) {
    if (typeof key === 'string' && contextMissing[key] === true && !hasOwn(object, key)) notSimulated(`context.${key}`);
    return object[key];
  },
  defineProperty(object, key, property) {
    if (key === 'multifactor') directivePlace = here('multifactor');
    if (typeof key === 'string' && contextMissing[key] === true) notSimulated(`context.${key}`);
    return defineProperty(object, key, setPrototypeOf(property, null) && property);
  },
};
const ruleRequestMissing = names('geoip');
// Epoch milliseconds, as every sample has them (facts 1.5).
const ruleMethod = (m) => ({ name: m.name, timestamp: m.timestamp_ms });

// makeContext returns { target, context }: context is what rules get, a proxy
// that notes where context.multifactor was assigned.
const makeContext = () => {
  const target = {
    tenant: job.tenant,
    clientID: job.client.id,
    clientName: job.client.name,
    clientMetadata: copyStrings(job.client.metadata),
    connectionID: job.connection.id,
    connection: job.connection.name,
    connectionStrategy: job.connection.strategy,
    protocol: job.protocol,
    stats: { loginsCount: job.logins_count },
    sso: {
      with_auth0: true,
      with_dbconn: job.connection.strategy === 'auth0',
      current_clients: copyList(job.session ? job.session.client_ids : null),
    },
    accessToken: {},
    idToken: {},
  };
  if (job.session) set(target, 'sessionID', job.session.id);
  if (job.risk) set(target, 'riskAssessment', makeRisk());
  set(target, 'request', guard({
    userAgent: job.request.user_agent,
    ip: job.request.ip,
    hostname: job.request.hostname,
    query: copyStrings(job.request.query),
    body: {}, // facts 1.5: filled for protocols that are not simulated
  }, 'context.request', ruleRequestMissing));
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
    remark('context.multifactor names no provider, so it asks for nothing; expected { provider: \'any\' }', directivePlace);
    return null;
  }
  if (providers[provider] !== true) remark(`the provider ${quoteText(provider)} is not documented`, directivePlace);
  const remember = rememberOf(value, 'context.multifactor', directivePlace);
  return { __proto__: null, place: placeIn(directivePlace), provider: cut(provider, 100), remember };
};

// collectClaims copies what the rules wrote to a token's object.
const collectClaims = (object, into, path) => {
  if (!isObject(object)) return;
  const keys = ownKeys(object);
  for (let i = 0; i < keys.length; i++) {
    if (typeof keys[i] !== 'string') continue;
    if (path === 'context.accessToken' && keys[i] === 'scope') {
      remark('context.accessToken.scope is not simulated', null);
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
