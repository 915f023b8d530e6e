// The verdict as text: the keys and their order are those of verdict.go.

const placeJSON = (place) => {
  let text = `"kind":${quote(place.kind)},"script":${quote(place.script)}`;
  if (place.line > 0) text += `,"line":${place.line}`;
  if (place.column > 0) text += `,"column":${place.column}`;
  return text;
};

const joinJSON = (items, one) => {
  let text = '[';
  for (let i = 0; i < items.length; i++) text += (i > 0 ? ',' : '') + one(items[i]);
  return `${text}]`;
};

const directiveJSON = (d) => {
  const remember = d.remember === undefined ? '' : `,"allow_remember_browser":${d.remember ? 'true' : 'false'}`;
  return `{${placeJSON(d.place)},"provider":${quote(d.provider)}${remember}}`;
};

const claimsJSON = (claims) => {
  const keys = ownKeys(claims);
  let text = '{';
  for (let i = 0; i < keys.length; i++) text += `${i > 0 ? ',' : ''}${quote(keys[i])}:${claims[keys[i]]}`;
  return `${text}}`;
};

const stopJSON = (s) =>
  `{${placeJSON(s.place)},"reason":${quote(s.reason)},"error":${quote(s.error)},"error_description":${quote(s.text)}}`;

const textsJSON = (texts) => joinJSON(texts, quote);

const factorJSON = (f) => {
  const preferred = f.preferred ? `,"preferred":${quote(f.preferred)}` : '';
  return `{"type":${quote(f.type)}${preferred}${f.fallback ? ',"otp_fallback":true' : ''}}`;
};

const suspendJSON = (s) => {
  let text = `{${placeJSON(s.place)},"type":${quote(s.kind)}`;
  if (s.factors) text += `,"factors":${joinJSON(s.factors, factorJSON)}`;
  if (s.additional && s.additional.length > 0) text += `,"additional":${joinJSON(s.additional, factorJSON)}`;
  if (s.any) text += ',"any":true';
  if (s.url) text += `,"url":${quote(s.url)}`;
  return `${text},"state":${quote(quote(run.kept))}}`;
};

const revokeJSON = (r) =>
  `{${placeJSON(r.place)},"reason":${quote(r.reason)}${r.preserve ? ',"preserve_refresh_tokens":true' : ''}}`;

const ordersJSON = (o) => {
  const parts = list();
  if (o.revoke !== null) push(parts, `"revoke":${revokeJSON(o.revoke)}`);
  if (o.expires !== 0) push(parts, `"expires_ms":${o.expires}`);
  if (o.idle !== 0) push(parts, `"idle_expires_ms":${o.idle}`);
  if (o.mode !== '') push(parts, `"cookie_mode":${quote(o.mode)}`);
  addClaims(parts, 'metadata', o.metadata);
  if (o.evict) push(parts, '"evict":true');
  return joinParts(parts);
};

const addClaims = (parts, name, claims) => {
  if (ownKeys(claims).length > 0) push(parts, `"${name}":${claimsJSON(claims)}`);
};

const joinParts = (parts) => {
  let text = '{';
  for (let i = 0; i < parts.length; i++) text += (i > 0 ? ',' : '') + parts[i];
  return `${text}}`;
};

const addRuns = (runs, scripts) => {
  for (let i = 0; i < scripts.length; i++) {
    const outcome = run.kept.fates[file(scripts[i])] ?? 'not-reached';
    push(runs, `{"kind":${quote(scripts[i].kind)},"script":${quote(scripts[i].script)},"outcome":${quote(outcome)}}`);
  }
};

const verdictJSON = () => {
  const parts = list();
  const kept = run.kept;
  if (run.stop !== null) push(parts, `"stop":${stopJSON(run.stop)}`);
  if (kept.rule !== null) push(parts, `"rule":${directiveJSON(kept.rule)}`);
  if (kept.action !== null) push(parts, `"action":${directiveJSON(kept.action)}`);
  addClaims(parts, 'id_token_claims', kept.idClaims);
  addClaims(parts, 'access_token_claims', kept.accessClaims);
  if (run.suspend !== null) push(parts, `"suspend":${suspendJSON(run.suspend)}`);
  if (kept.scope !== null) push(parts, `"scope":${textsJSON(kept.scope)}`);
  addClaims(parts, 'app_metadata', kept.app);
  addClaims(parts, 'user_metadata', kept.user);
  if (kept.recorded.length > 0) push(parts, `"recorded_methods":${textsJSON(kept.recorded)}`);
  if (kept.primary) push(parts, `"primary_user":${quote(kept.primary)}`);
  if (kept.session !== null) push(parts, `"session":${ordersJSON(kept.session)}`);
  if (kept.refresh !== null) push(parts, `"refresh_token":${ordersJSON(kept.refresh)}`);
  const runs = list();
  addRuns(runs, program.rules);
  addRuns(runs, program.actions);
  if (runs.length > 0) push(parts, `"runs":${joinJSON(runs, (text) => text)}`);
  if (run.console.length > 0) {
    push(parts, `"console":${joinJSON(run.console, (l) =>
      `{${placeJSON(l.place)},"level":${quote(l.level)},"text":${quote(l.text)}}`)}`);
  }
  if (run.diagnostics.length > 0) {
    push(parts, `"diagnostics":${joinJSON(run.diagnostics, (d) => `{${placeJSON(d.place)},"text":${quote(d.text)}}`)}`);
  }
  return joinParts(parts);
};
