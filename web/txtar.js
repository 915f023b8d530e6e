// txtar.js reads what the exports need of a scenario file that has been parsed
// already: its story, its scripts and its steps. engine/scenario knows the rest.

// files takes a file apart: { "": the text before the first one, name: content }.
export function files(text) {
  const parts = { "": "" };
  let name = "";
  for (const line of text.replace(/\r\n/g, "\n").split(/(?<=\n)/)) {
    const marker = /^-- (.+) --\n?$/.exec(line);
    if (marker) parts[(name = marker[1].trim())] = "";
    else parts[name] += line;
  }
  return parts;
}

// scenario returns { title, story, scripts, steps }.
export function scenario(text) {
  const parts = files(text);
  const [title, ...rest] = parts[""].replace(/^\uFEFF/, "").trim().split("\n");
  const story = rest.filter((line) => !line.startsWith("claims:")).join("\n").trim();
  const scripts = [];
  for (const line of (parts.tenant ?? "").split("\n")) {
    const [, kind, name, more] = /^\s*(rule|action)\s+(\S+)(.*)$/.exec(line) ?? [];
    const code = parts[`${kind}s/${name}.js`];
    if (code === undefined) continue;
    scripts.push({
      kind, name, code: code.replace(/\n$/, ""), on: !/^\s+off\b/.test(more),
      secrets: [...more.matchAll(/\ssecret\.([\w-]+)=/g)].map(([, key]) => key),
    });
  }
  const steps = (parts.steps ?? "").split("\n").map((line) => line.trim());
  return { title: title.trim(), story, scripts, steps: steps.filter((line) => line && !line.startsWith("#") && !/^expect\s/.test(line)) };
}
