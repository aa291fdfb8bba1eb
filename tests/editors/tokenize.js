// tokenize.js GRAMMAR FILE - prints [[line, start, end, scope], ...] as JSON, as VS Code would colour the file.
"use strict";
const fs = require("fs");
const path = require("path");
const modules = process.env.NODE_MODULES;
const textmate = require(path.join(modules, "vscode-textmate"));
const oniguruma = require(path.join(modules, "vscode-oniguruma"));

async function main(grammarPath, sourcePath) {
  const wasm = fs.readFileSync(path.join(modules, "vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(fs.readFileSync(grammarPath, "utf8"), grammarPath),
  });
  const grammar = await registry.loadGrammar("source.cgl");
  const tokens = [];
  let state = textmate.INITIAL;
  fs.readFileSync(sourcePath, "utf8").split("\n").forEach((line, number) => {
    const result = grammar.tokenizeLine(line, state);
    state = result.ruleStack;
    for (const token of result.tokens)
      tokens.push([number, token.startIndex, token.endIndex, token.scopes[token.scopes.length - 1]]);
  });
  console.log(JSON.stringify(tokens));
}

main(process.argv[2], process.argv[3]);
