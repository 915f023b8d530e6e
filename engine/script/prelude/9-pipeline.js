// The pipeline: all rules in order, then all Actions (facts 9.2), and the one
// function through which a host drives it.
//
// drive(kind, value) returns what the host must do next, as text:
//
//   ''            nothing
//   E or C        evaluate, or only compile: a file name, a line feed, the code;
//                 then drive('value', result) or drive('error', exception)
//   P             set the clock to the milliseconds that follow, run pending
//                 jobs, report rejections nobody handles, then drive('idle')
//   V             the verdict, as JSON
//   X             the verdict too, and this container is finished: the next run
//                 needs a new one (the service kills a container out of time)
//   !             the prelude itself failed, with the message

// begin makes a script the running one.
const begin = (script) => {
  run.current = script;
  run.settled = false;
  run.failure = null;
  run.printed = 0;
  run.lines = 0;
};

// tick runs one call of ours into a script; what it throws is the script's.
const tick = (call, self, args) => {
  try {
    return apply(call, self, args);
  } catch (thrown) {
    fail(thrown);
    return undefined;
  }
};

// wait lets promises and timers run until the current script is done. It is
// known at once when nothing is left that could ever finish it.
function* wait() {
  for (;;) {
    yield `P${clock}`;
    for (let i = 0; i < run.errors.length; i++) fail(run.errors[i]);
    run.errors = list();
    if (run.settled) return;
    const timer = takeTimer();
    if (timer === null) {
      run.failure = broken('no-callback', timeoutText, null);
      return;
    }
    if (timer.due > run.deadline) {
      run.failure = broken('timed-out', timeoutText, null);
      return;
    }
    if (timer.due > clock) {
      clock = timer.due;
      yield `P${clock}`;
    }
    tick(timer.call, undefined, timer.args);
  }
}

// end notes what became of the current script and whether the pipeline goes on.
const end = () => {
  const script = run.current;
  run.kept.fates[file(script)] = run.failure === null ? 'continued' : 'stopped';
  if (run.failure === null) return true;
  const f = run.failure;
  run.stop = { __proto__: null, place: placeIn(f.place), reason: f.reason, error: f.error, text: cut(f.text, descriptionChars) };
  run.settled = true;
  return false;
};

// brokenRule finds the first rule that does not load: all rules are one
// program, so it stops the chain before any of them runs (facts 1.1).
function* brokenRule() {
  for (let i = 0; i < program.rules.length; i++) {
    const rule = program.rules[i];
    if (!rule.loaded) {
      begin(rule);
      yield* loadRule(rule);
      rule.loaded = true;
    }
    if (rule.semicolon) {
      remark('a semicolon after the closing brace breaks a rule on the real service; here it is left out', rule.semicolon);
    }
    if (rule.broken) return rule;
  }
  return null;
}

function* runRules() {
  const bad = yield* brokenRule();
  if (bad !== null) {
    begin(bad);
    run.failure = bad.broken;
    return end();
  }
  const user = makeUser();
  const { target, context } = makeContext();
  for (let i = 0; i < program.rules.length; i++) {
    const rule = program.rules[i];
    begin(rule);
    if (rule.call) {
      tick(rule.call, undefined, [user, context, makeCallback(rule, user, context)]);
      yield* wait();
    }
    if (i === program.rules.length - 1 && run.failure === null) collect(target);
    if (!end()) return false;
  }
  return true;
}

// collect reads what the rules left behind. Accessors of a script may throw
// here; that is a failure of the last rule.
const collect = (target) => {
  run.settled = false;
  tick(() => {
    run.kept.rule = directiveOf(target.multifactor);
    collectClaims(target.idToken, run.kept.idClaims, 'context.idToken');
    collectClaims(target.accessToken, run.kept.accessClaims, 'context.accessToken');
    collectPrimary(target.primaryUser);
    run.suspend = redirectOf(target.redirect);
  }, undefined, []);
  run.settled = true;
};

// settle waits for what an Action's handler returned.
const settle = (result) => {
  if (!isObject(result)) {
    run.settled = true;
    return;
  }
  const script = run.current;
  const done = (failed) => (value) => {
    if (run.current !== script || run.settled) return;
    if (failed) fail(value);
    run.settled = true;
  };
  tick(() => promiseThen(promiseResolve(result), done(false), done(true)), undefined, []);
};

// handlerOf picks what an Action runs: after a redirect of its own it goes on
// with onContinuePostLogin (facts 2.1).
const handlerOf = (action, back) => {
  if (!back) return action.call;
  if (action.call && !action.back) remark('the Action redirected and has no exports.onContinuePostLogin to go on with', null);
  return action.back;
};

function* runActions() {
  const first = run.kept.next < 0 ? 0 : run.kept.next;
  for (let i = first; i < program.actions.length; i++) {
    const action = program.actions[i];
    const back = i === first && run.kept.next >= 0 && job.resume.callback === true;
    begin(action);
    if (!action.loaded) yield* loadAction(action);
    const turn = { __proto__: null, back, denied: null, suspend: null, metadata: null };
    if (run.failure === null) {
      const handler = handlerOf(action, back);
      if (handler) settle(tick(handler, undefined, [makeEvent(action, turn), makeApi(turn)]));
      else run.settled = true;
      yield* wait();
    }
    if (run.failure === null) run.failure = turn.denied;
    if (!end()) return;
    if (turn.suspend === null) continue;
    run.suspend = turn.suspend;
    run.kept.next = turn.suspend.kind === 'redirect' ? i : i + 1;
    return;
  }
}

// restore goes on where a suspension stopped. Rules that redirected all run
// again, and only their changes to metadata are kept (facts 1.9).
const restore = (state) => {
  const kept = bareTree(parseJSON(state));
  if (kept.next >= 0) run.kept = kept;
  run.kept.app = kept.app;
  run.kept.user = kept.user;
};

function* pipeline() {
  let on = true;
  if (job.resume) restore(job.resume.state);
  if (program.rules.length > 0 && run.kept.next < 0) {
    enterRules();
    run.deadline = clock + budgetMS;
    on = yield* runRules();
  }
  leaveRules();
  run.deadline = clock + budgetMS;
  if (on && run.suspend === null) yield* runActions();
  if (timers.length > 0 && run.stop === null) remark('timers were still waiting when the pipeline ended; they never fire here', null);
}

// ---- The host's side

const scriptsOf = (kind, list_) => {
  const scripts = list();
  for (let i = 0; list_ && i < list_.length; i++) {
    const script = {
      __proto__: null, kind, index: i, script: list_[i].name, code: list_[i].code, shift: 0,
      secrets: list_[i].secrets, call: null, back: null, loaded: false, broken: null, semicolon: null,
    };
    push(scripts, script);
    sources[file(script)] = script;
  }
  return scripts;
};

const open = (text) => {
  const parsed = bare(parseJSON(text));
  program = {
    __proto__: null,
    rules: scriptsOf('rule', parsed.rules),
    actions: scriptsOf('action', parsed.actions),
    configuration: parsed.configuration,
  };
};

const parseJob = (text) => {
  const parsed = bare(parseJSON(text));
  bare(parsed.user);
  bare(parsed.request);
  bareTree(parsed.risk);
  bare(parsed.resume);
  bare(parsed.session);
  bare(parsed.transaction);
  bare(parsed.refresh_token);
  for (let i = 0; parsed.methods && i < parsed.methods.length; i++) bare(parsed.methods[i]);
  return parsed;
};

let steps = null; // the generator of the current run

const next = (value) => {
  const step = generatorNext(steps, value);
  if (!step.done) return step.value;
  steps = null;
  timers = list();
  const reason = run.stop === null ? '' : run.stop.reason;
  const dead = reason === 'no-callback' || reason === 'timed-out' || reason === 'memory';
  return (dead ? 'X' : 'V') + verdictJSON();
};

// interrupt ends a run from outside: the budget or the memory is spent.
const interrupt = (failure) => {
  if (run === null || steps === null) return '!nothing was running';
  steps = null;
  timers = list();
  run.settled = true;
  run.failure = failure;
  end();
  return `X${verdictJSON()}`;
};

const drive = (kind, value) => {
  switch (kind) {
    case 'open':
      open(value);
      return '';
    case 'run':
      job = parseJob(value);
      run = newRun();
      clock = job.now_ms;
      randomState = job.seed | 0;
      timers = list();
      marks.multifactor = null;
      marks.redirect = null;
      steps = pipeline();
      return next(undefined);
    case 'value':
      return next({ __proto__: null, failed: false, value });
    case 'error':
      return next({ __proto__: null, failed: true, value });
    case 'rejection':
      push(run.errors, value);
      return '';
    case 'idle':
      return next(undefined);
    case 'spent':
      return interrupt(broken('timed-out', timeoutText, placeOf(value)));
    case 'crash':
      if (isOutOfMemory(value)) return interrupt(broken('memory', memoryText, null));
      return `!${isObject(value) ? ownText(value, 'message') + errorStack(value) : inspectPrimitive(value)}`;
    default:
      return `!unknown kind ${kind}`;
  }
};

installGlobals();
installErrorHook();
