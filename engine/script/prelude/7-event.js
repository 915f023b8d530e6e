// What a post-login Action sees: event (facts 2.2, 2.3). It is made anew when
// an Action starts, so that it shows what the Action before it achieved.

const factorOf = (type) => ({ type });
const makeEventUser = () => {
  const from = job.user;
  const user = makePerson();
  set(user, 'app_metadata', copyMap(from.app_metadata)); // never undefined, unlike a rule's
  set(user, 'user_metadata', copyMap(from.user_metadata));
  set(user, 'enrolledFactors', copyList(from.enrolled_factors, factorOf));
  return guard(user, 'event.user');
};

const makeTransaction = (turn) => {
  const from = job.transaction;
  const transaction = {};
  if (from) {
    put(transaction, 'id', from.id);
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
    put(transaction, 'login_hint', from.login_hint);
    put(transaction, 'ui_locales', from.ui_locales);
  }
  turn.metadata = {};
  const keys = ownKeys(run.kept.transaction);
  for (let i = 0; i < keys.length; i++) set(turn.metadata, keys[i], parseJSON(run.kept.transaction[keys[i]]));
  set(transaction, 'metadata', turn.metadata);
  return guard(transaction, 'event.transaction');
};

// makeMethod has the time as ISO text, unlike a rule's. The URL of a recorded
// method is its name; the documentation's sample reads url (facts 2.3).
const makeMethod = (from) => {
  const method = { name: from.name, timestamp: isoTime(from.timestamp_ms) };
  if (from.type) set(method, 'type', from.type);
  if (indexOf(from.name, ':') > 0) set(method, 'url', from.name);
  return method;
};

const makeSession = () => {
  const from = job.session;
  const session = { id: from.id };
  putTime(session, 'authenticated_at', from.authenticated_ms);
  set(session, 'clients', copyList(from.client_ids, (id) => ({ client_id: id })));
  if (from.cookie_mode) set(session, 'cookie', { mode: from.cookie_mode });
  putTime(session, 'created_at', from.created_ms);
  putTime(session, 'updated_at', from.updated_ms);
  putTime(session, 'expires_at', from.expires_ms);
  putTime(session, 'idle_expires_at', from.idle_expires_ms);
  putTime(session, 'last_interacted_at', from.last_interacted_ms);
  set(session, 'user_id', job.user.user_id);
  set(session, 'metadata', copyMap(from.metadata));
  return guard(session, 'event.session');
};

const makeRefreshToken = () => {
  const from = job.refresh_token;
  const token = { id: from.id, client_id: job.client.id, created_at: isoTime(from.created_ms) };
  putTime(token, 'expires_at', from.expires_ms);
  putTime(token, 'idle_expires_at', from.idle_expires_ms);
  putTime(token, 'last_exchanged_at', from.last_exchanged_ms);
  set(token, 'rotating', from.rotating === true);
  set(token, 'session_id', from.session_id ?? null);
  set(token, 'user_id', job.user.user_id);
  set(token, 'metadata', copyMap(from.metadata));
  set(token, 'resource_servers', copyList(from.audiences, (audience) => ({ audience })));
  return guard(token, 'event.refresh_token');
};

// makeTransfer tells of the request that issued the token.
const makeTransfer = () => {
  const from = job.transfer.request;
  const request = { ip: from.ip, user_agent: from.user_agent };
  put(request, 'asn', from.asn);
  set(request, 'geoip', copyMap(from.geoip));
  return { client_id: job.transfer.client_id, request };
};

const makeEventRequest = () => {
  const from = job.request;
  const request = {
    body: copyStrings(from.body),
    hostname: from.hostname,
    ip: from.ip,
    method: from.method,
    query: copyStrings(from.query),
    user_agent: from.user_agent,
  };
  put(request, 'language', from.language);
  put(request, 'asn', from.asn);
  if (from.geoip) set(request, 'geoip', copyMap(from.geoip));
  return guard(request, 'event.request');
};

const makeEvent = (action, turn) => {
  const event = {};
  if (job.methods || job.risk) {
    const authentication = { methods: copyList(job.methods, makeMethod) };
    if (job.risk) set(authentication, 'riskAssessment', makeRisk());
    put(event, 'authentication', guard(authentication, 'event.authentication'));
  }
  put(event, 'authorization', { roles: copyList(job.user.roles) });
  put(event, 'client', guard({
    client_id: job.client.id,
    name: job.client.name,
    metadata: copyStrings(job.client.metadata),
  }, 'event.client'));
  put(event, 'connection', guard({
    id: job.connection.id,
    name: job.connection.name,
    strategy: job.connection.strategy,
    metadata: {},
  }, 'event.connection'));
  if (job.refresh_token) put(event, 'refresh_token', makeRefreshToken());
  put(event, 'request', makeEventRequest());
  if (job.audience) put(event, 'resource_server', { identifier: job.audience });
  put(event, 'secrets', copyStrings(action.secrets));
  if (job.session) put(event, 'session', makeSession());
  if (job.transfer) put(event, 'session_transfer_token', makeTransfer());
  put(event, 'stats', { logins_count: job.logins_count });
  put(event, 'tenant', { id: job.tenant });
  put(event, 'transaction', makeTransaction(turn));
  put(event, 'user', makeEventUser());
  return guard(event, 'event');
};
