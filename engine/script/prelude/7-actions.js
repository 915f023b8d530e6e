// What a post-login Action sees: event and api (facts 2.2 to 2.8).

const eventMissing = names('authorization organization session_transfer_token prompt custom_domain security_context agent');
const transactionMissing = names('id linking_id locale login_hint requested_authorization_details ui_locales correlation_id metadata actor actor_token_type subject_token_type');
const requestMissing = names('asn language geoip');
const sessionMissing = names('authenticated_at cookie created_at updated_at expires_at idle_expires_at last_interacted_at device metadata actor session_transfer');
const refreshMissing = names('expires_at idle_expires_at last_exchanged_at rotating session_id metadata resource_servers device access');

const connectionMissing = names('metadata');
const clientMissing = names('refresh_token');
const authenticationMissing = names('riskAssessment');

const factorOf = (type) => ({ type });
const makeEventUser = () => {
  const from = job.user;
  const user = {
    user_id: from.user_id,
    email: from.email,
    email_verified: from.email_verified,
    name: from.name,
    nickname: from.nickname,
    created_at: isoTime(from.created_ms),
    updated_at: isoTime(from.updated_ms),
    app_metadata: copyStrings(from.app_metadata), // never undefined, unlike a rule's
    user_metadata: copyStrings(from.user_metadata),
    identities: identitiesOf(),
  };
  put(user, 'multifactor', multifactorOf(from.enrolled_factors));
  set(user, 'enrolledFactors', copyList(from.enrolled_factors, factorOf));
  return user;
};

const makeTransaction = () => {
  const from = job.transaction;
  const transaction = {};
  if (from) {
    put(transaction, 'acr_values', copyList(from.acr_values));
    put(transaction, 'prompt', copyList(from.prompt));
  }
  put(transaction, 'protocol', job.protocol);
  if (from) {
    put(transaction, 'redirect_uri', from.redirect_uri);
    put(transaction, 'requested_scopes', copyList(from.requested_scopes));
    put(transaction, 'response_mode', from.response_mode);
    put(transaction, 'response_type', copyList(from.response_type));
    put(transaction, 'state', from.state);
  }
  return guard(transaction, 'event.transaction', transactionMissing);
};

// makeMethod has the time as ISO text, unlike a rule's (facts 2.3).
const makeMethod = (from) => {
  const method = { name: from.name, timestamp: isoTime(from.timestamp_ms) };
  if (from.type) method.type = from.type;
  return method;
};

const makeEvent = () => {
  const event = {};
  if (job.methods) {
    const authentication = { methods: copyList(job.methods, makeMethod) };
    if (job.risk) set(authentication, 'riskAssessment', makeRisk());
    put(event, 'authentication', guard(authentication, 'event.authentication', authenticationMissing));
  }
  put(event, 'client', guard({
    client_id: job.client.id,
    name: job.client.name,
    metadata: copyStrings(job.client.metadata),
  }, 'event.client', clientMissing));
  put(event, 'connection', guard({ id: job.connection.id, name: job.connection.name, strategy: job.connection.strategy },
    'event.connection', connectionMissing));
  if (job.refresh_token) {
    put(event, 'refresh_token', guard({
      id: job.refresh_token.id,
      client_id: job.client.id,
      created_at: isoTime(job.refresh_token.created_ms),
      user_id: job.user.user_id,
    }, 'event.refresh_token', refreshMissing));
  }
  put(event, 'request', guard({
    body: copyStrings(job.request.body),
    hostname: job.request.hostname,
    ip: job.request.ip,
    method: job.request.method,
    query: copyStrings(job.request.query),
    user_agent: job.request.user_agent,
  }, 'event.request', requestMissing));
  if (job.audience) put(event, 'resource_server', { identifier: job.audience });
  put(event, 'secrets', {});
  if (job.session) {
    put(event, 'session', guard({
      id: job.session.id,
      clients: copyList(job.session.client_ids, (id) => ({ client_id: id })),
      user_id: job.user.user_id,
    }, 'event.session', sessionMissing));
  }
  put(event, 'stats', { logins_count: job.logins_count });
  put(event, 'tenant', { id: job.tenant });
  put(event, 'transaction', makeTransaction());
  put(event, 'user', makeEventUser());
  return guard(event, 'event', eventMissing);
};

// ---- api

// Known members that cannot be called here, by namespace; * is any member.
const apiMissing = {
  __proto__: null,
  accessToken: names('addScope removeScope'),
  authentication: names('challengeWith challengeWithAny enrollWith enrollWithAny recordMethod setPrimaryUser'),
  cache: names('get set delete'),
  groups: '*',
  prompt: names('render'),
  redirect: names('encodeToken sendUserTo validateToken canRedirect'),
  refreshToken: names('revoke setExpiresAt setIdleExpiresAt setMetadata deleteMetadata evictMetadata'),
  roles: '*',
  samlResponse: '*',
  session: names('revoke setExpiresAt setIdleExpiresAt setCookieMode setMetadata deleteMetadata evictMetadata'),
  transaction: names('setMetadata'),
  validation: names('error'),
};

// namespace returns api.NAME: the simulated functions, and a refusal for each
// known member that is not. A misspelt member is undefined, as in reality.
const namespace = (name, functions) => {
  const missing = apiMissing[name];
  return new ProxyCtor(functions, {
    __proto__: null,
    get(object, key) {
      if (typeof key === 'string' && !hasOwn(object, key) && missing !== undefined && (missing === '*' || missing[key] === true)) {
        return refusal(`api.${name}.${key}`);
      }
      return object[key];
    },
  });
};

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
  run.action = { __proto__: null, place: placeIn(place), provider: cut(provider, 100), remember };
};

const claimSetter = (name, claims) => hide(function (claim, value) {
  setClaim(claims, typeof claim === 'symbol' ? symbolText(claim) : toText(claim), value);
}, 'name', name);

const metadataSetter = (name) => hide(function () {
  remark(`${name} is noted, but metadata is not simulated: nothing is stored`, here(lastName(name)));
}, 'name', name);

// makeApi returns the second argument of one Action's run.
const makeApi = (turn) => {
  const api = {};
  const add = (name, functions) => {
    const holder = {};
    const keys = ownKeys(functions);
    for (let i = 0; i < keys.length; i++) put(holder, keys[i], functions[keys[i]]);
    put(api, name, namespace(name, holder));
  };
  add('access', {
    deny(reason) {
      // The code after it still runs (facts 2.10).
      turn.denied = {
        __proto__: null,
        reason: 'denied',
        error: 'access_denied',
        text: reason === undefined || reason === null ? '' : messageOf(reason),
        place: here('deny'),
      };
      return api;
    },
  });
  add('accessToken', { setCustomClaim: claimSetter('setCustomClaim', run.accessClaims) });
  add('idToken', { setCustomClaim: claimSetter('setCustomClaim', run.idClaims) });
  add('multifactor', { enable(provider, options) { enable(provider, options); return api; } });
  add('rules', {
    // Rules have names here and no identifiers, so a name is expected.
    wasExecuted(name) {
      for (let i = 0; i < run.fates.length; i++) {
        if (run.fates[i].script.kind === 'rule' && run.fates[i].script.script === name && run.fates[i].outcome === 'continued') return true;
      }
      return false;
    },
  });
  add('user', {
    setAppMetadata: metadataSetter('api.user.setAppMetadata'),
    setUserMetadata: metadataSetter('api.user.setUserMetadata'),
  });
  const keys = ownKeys(apiMissing);
  for (let i = 0; i < keys.length; i++) if (!hasOwn(api, keys[i])) put(api, keys[i], namespace(keys[i], {}));
  return api;
};
