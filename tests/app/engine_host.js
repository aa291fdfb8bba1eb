// engine_host.js - runs the engine outside a browser: ENGINE shows | ENGINE reports PROGRAM.cgb RECORDS.ndjson
"use strict";
const fs = require("fs");

function open(path) {
    const module = new WebAssembly.Module(fs.readFileSync(path));
    return { module, show: new WebAssembly.Instance(module, {}).exports };
}

function hand(show, bytes) {
    const at = show.malloc(bytes.length || 1);
    new Uint8Array(show.memory.buffer).set(bytes, at);
    return at;
}

function textAt(show, at, size) {
    const bytes = new Uint8Array(show.memory.buffer);
    const end = size === undefined ? bytes.indexOf(0, at) : at + size;
    return Buffer.from(bytes.slice(at, end));
}

// A memory tells its maximum only by refusing to grow.
function countPages(memory) {
    try {
        for (;;) memory.grow(1);
    } catch {
        return memory.buffer.byteLength / 65536;
    }
}

function shows(path) {
    const { module, show } = open(path);
    console.log(WebAssembly.Module.imports(module).map((item) => item.module + "." + item.name).join(" "));
    console.log(WebAssembly.Module.exports(module).map((item) => item.name).join(" "));
    console.log(`grows to ${countPages(show.memory)} pages`);
}

function splitLines(bytes) {
    const lines = [];
    for (let start = 0; start < bytes.length;) {
        const end = bytes.indexOf(10, start);
        lines.push(bytes.subarray(start, end));
        start = end + 1;
    }
    return lines;
}

function reports(path, programPath, recordsPath) {
    const { show } = open(path);
    const bytes = fs.readFileSync(programPath);
    const program = show.cgl_program_load(hand(show, bytes), bytes.length, 0);
    const session = show.cgl_session_create(program);
    const size = show.malloc(4);
    for (const record of splitLines(fs.readFileSync(recordsPath))) {
        const at = hand(show, record);
        const report = show.cgl_session_evaluate(session, at, record.length);
        if (!report) throw new Error(textAt(show, show.cgl_session_get_error(session)).toString());
        const text = show.cgl_report_get_text(report, size);
        process.stdout.write(textAt(show, text, new DataView(show.memory.buffer).getUint32(size, true)));
        show.free(at);
    }
}

const [path, what, ...more] = process.argv.slice(2);
({ shows, reports })[what](path, ...more);
