#include "runtime/report/html_text.h"
#include "runtime/base/code_point.h"

static const char *find_entity(unsigned char c)
{
    switch (c) {
    case '&': return "&amp;";
    case '<': return "&lt;";
    case '>': return "&gt;";
    case '"': return "&quot;";
    case '\'': return "&#39;";
    case '\t':
    case '\n': return " ";
    default: return NULL;
    }
}

/* What stands instead of the character at the start of the text; NULL if it stands for itself. */
static const char *replace(Str text, unsigned *used)
{
    unsigned char first = (unsigned char)text.ptr[0];
    uint32_t code = first;

    *used = 1;
    if (first >= 0x80) {
        unsigned length = code_point_read(text, 0, &code);
        *used = length ? length : 1;
        return length && !code_point_is_unseen(code) ? NULL : "\xef\xbf\xbd";
    }
    const char *entity = find_entity(first);
    return entity || !code_point_is_control(first) ? entity : "\xef\xbf\xbd";
}

void html_text_add(StrBuf *out, Str text)
{
    size_t start = 0;

    for (size_t at = 0; at < text.len;) {
        unsigned used = 1;
        const char *instead = replace((Str){ text.ptr + at, text.len - at }, &used);
        if (instead) {
            buf_add(out, (Str){ text.ptr + start, at - start });
            buf_add_c(out, instead);
            start = at + used;
        }
        at += used;
    }
    if (start < text.len) {
        buf_add(out, (Str){ text.ptr + start, text.len - start });
    }
}

void html_text_wrap(StrBuf *out, const char *name, const char *class, Str text)
{
    if (class) {
        buf_add_format(out, "<%s class=\"%s\">", name, class);
    } else {
        buf_add_format(out, "<%s>", name);
    }
    html_text_add(out, text);
    buf_add_format(out, "</%s>", name);
}

const char html_text_style[] =
    ":root{--ink:#1a2330;--soft:#56616f;--line:#d8dee6;--paper:#fff;--page:#f3f5f8;"
    "--for:#0b6b4f;--forbg:#e9f5f0;--against:#a3271f;--againstbg:#fbeeec;--warn:#7a5200;"
    "--warnbg:#fdf5e2;--ask:#1d4f91;--askbg:#ecf2fb}\n"
    "@media (prefers-color-scheme:dark){:root{--ink:#e6eaf0;--soft:#a3aebb;--line:#39434f;"
    "--paper:#1b222b;--page:#12171d;--for:#6fd0ac;--forbg:#16302a;--against:#f19a90;"
    "--againstbg:#3a2220;--warn:#e8c170;--warnbg:#352b16;--ask:#9cc3f5;--askbg:#1a2a40}}\n"
    "*{box-sizing:border-box}\n"
    "body{margin:0;background:var(--page);color:var(--ink);font:16px/1.5 system-ui,"
    "-apple-system,'Segoe UI','Noto Sans','DejaVu Sans',sans-serif;display:flex;"
    "flex-direction:column}\n"
    "body>*{width:100%;max-width:60rem;margin:0 auto;padding:0 1.5rem}\n"
    "body>header{order:-2;padding-top:2rem}body>nav{order:-1}\n"
    "h1{font-size:1.5rem;line-height:1.25;margin:0 0 .25rem}\n"
    "h2{font-size:1.25rem;margin:0}\n"
    "h3{font-size:.8rem;letter-spacing:.08em;text-transform:uppercase;color:var(--soft);"
    "margin:1.75rem 0 .6rem;border-bottom:1px solid var(--line);padding-bottom:.25rem}\n"
    "h4{font-size:1rem;margin:0;font-weight:600}\n"
    "p{margin:.2rem 0}.meta{color:var(--soft);font-size:.875rem}\n"
    "code{font-family:ui-monospace,'DejaVu Sans Mono',monospace;font-size:.8125rem;"
    "color:var(--soft);overflow-wrap:anywhere}\n"
    "article{background:var(--paper);border:1px solid var(--line);border-radius:.5rem;"
    "padding:1.25rem 1.5rem 1.5rem;margin:1.25rem 0}\n"
    "article>header{display:flex;flex-wrap:wrap;gap:.25rem 1rem;align-items:baseline;"
    "justify-content:space-between}\n"
    ".card{border:1px solid var(--line);border-left:.3rem solid var(--soft);"
    "border-radius:.35rem;padding:.6rem .9rem;margin:.6rem 0;break-inside:avoid}\n"
    ".card.for{border-left-color:var(--for)}.card.against{border-left-color:var(--against)}\n"
    ".card.open{border-left-color:var(--ask)}.card>header{display:flex;gap:1rem;"
    "justify-content:space-between;align-items:baseline}\n"
    ".tag{font-size:.8125rem;font-weight:600;white-space:nowrap;border-radius:1rem;"
    "padding:.05rem .65rem;background:var(--page);color:var(--soft)}\n"
    ".for .tag{background:var(--forbg);color:var(--for)}.against "
    ".tag{background:var(--againstbg);color:var(--against)}\n"
    "dl{display:grid;grid-template-columns:6rem 1fr;gap:.15rem .75rem;margin:.4rem 0 0;"
    "font-size:.9375rem}\n"
    "dt{color:var(--soft)}dd{margin:0}dd~dt.about,dd~dd.about{border-top:1px dotted "
    "var(--line);padding-top:.3rem;margin-top:.2rem}dd.about:nth-child(2){border-top:0}\n"
    ".caution{color:var(--warn)}dd.caution,li.caution{background:var(--warnbg);"
    "border-radius:.25rem;padding:.05rem .5rem;justify-self:start}\n"
    "table{border-collapse:collapse;width:100%;font-size:.9375rem}\n"
    "th,td{text-align:left;vertical-align:top;padding:.3rem .75rem .3rem 0;border-bottom:1px "
    "solid var(--line)}\n"
    "th{font-weight:400;width:42%}td.open{color:var(--ask)}thead th{color:var(--soft);"
    "font-size:.8125rem}\n"
    "caption{text-align:left;font-weight:600;padding:.9rem 0 .2rem}\n"
    "ol.ask,ul.plain{margin:0;padding-left:1.5rem}ol.ask li{margin:.45rem 0}ul.plain "
    "li{margin:.2rem 0}\n"
    "li.caution{margin:.3rem 0;list-style:none;margin-left:-1.5rem;padding:.3rem .75rem}\n"
    ".sep{color:var(--soft)}.fault{color:var(--against);font-weight:600}\n"
    ".counts{font-weight:600;margin:.35rem 0}\n"
    ".counts{font-weight:600;margin:.35rem 0}nav li{break-inside:avoid}\n"
    "nav ol{columns:16rem;margin:.5rem 0;padding-left:1.6rem}nav a{color:var(--ask)}\n"
    "nav .n{color:var(--soft);font-size:.8125rem}\n"
    "a:focus-visible{outline:2px solid var(--ask);outline-offset:2px}\n"
    "@media (max-width:34rem){dl{grid-template-columns:1fr}body>*{padding:0 .75rem}"
    "article{padding:1rem}}\n"
    "@media print{:root{--ink:#000;--soft:#444;--line:#bbb;--paper:#fff;--page:#fff;"
    "--for:#064;--forbg:#fff;--against:#900;--againstbg:#fff;--warn:#640;--warnbg:#fff;"
    "--ask:#036;--askbg:#fff}body{font-size:9pt;line-height:1.35;display:block}nav{display:none}"
    "body>*{max-width:none;padding:0}article{border:0;padding:0;break-before:page}"
    "article:first-of-type{break-before:auto}.tag{border:1px solid currentColor}"
    ".card{padding:.3rem .6rem;margin:.35rem 0}h3{margin:.9rem 0 .3rem;break-after:avoid}"
    "tr,li{break-inside:avoid}th,td{padding:.12rem .75rem .12rem 0}}\n";
