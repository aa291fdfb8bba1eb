#compdef cglc cglrun
# zsh completion of cglc and cglrun

_cglc() {
  _arguments \
    '-o[where to write the program]:file:_files -g "*.cgb"' \
    '--diagnostics[how to print diagnostics]:style:(text json gnu)' \
    '--dump=-[print what a pass made]:pass:(ast ir asm)' \
    '--verbose[name tests that pass]' '--check[with fmt: only compare]' \
    '--diff[with fmt: only show the changes]' '--lines[with fmt: only these, A-B]:lines:' \
    '--vignettes[patients with expectations]:file:_files -g "*.ndjson"' \
    '--coverage=-[what the tests reach]:file:_files' \
    '--format[of trace, graph, verify, diff]:form:(text csv json svg dot)' \
    '--section[with graph\: draw this one]:name:' '--sections[with graph\: draw all of them]' \
    '--mutate[changes that no test notices]' '--jobs[processes]:n:' '--as-of[the day that is meant]:date:' \
    '--equivalent[changes that are none, and why]:file:_files' \
    '--require-proof[exit 1 where something is not decided]' '--limit[nodes of one diagram]:n:' \
    '--witnesses[where to write patients who refute]:folder:_files -/' \
    '--git[the revision of the old guideline]:revision:' '--renamed[what has another name now]:old=new:' \
    '--all[every answer that follows]' \
    '--help[print a summary]' '--version[print the version]' \
    '1:command or file:{ _values command check fmt lsp test eval disasm schema trace doc graph verify diff; _files -g "*.cgl" }' \
    '*:file:_files -g "*.(cgl|cgb)"'
}

_cglrun() {
  _arguments \
    '--format[of the reports]:format:(text json ndjson csv html none)' \
    '--report[how much of each]:detail:(full brief advice)' \
    '--all[list advice that does not apply]' \
    '--as-of[date of evaluation]:date:' \
    '*--policy[settle a gap]:name=value:' \
    '--policy-file[policies as JSON]:file:_files -g "*.json"' \
    '--allow-native[library of native functions]:library:_files -g "*.so"' \
    '--next[fact worth asking first]' '--why[explain]:advice:' '--why-not[explain]:advice:' \
    '--what-if[smallest change of the advice]' '--robust[against measurement errors]' \
    '--decimal-comma[numbers in CSV]' '--explain-problems[what would be accepted]' '--summary[cohort table]' '--jobs[threads]:n:' '--progress[on standard error]' \
    '--max-errors[stop after]:n:' '--strict[stop at the first error]' '--show-values[quote faulty values]' \
    '--width[columns of the text]:n:' '--color[when]:when:(auto always never)' \
    '--help[print a summary]' '--version[print the version]' \
    '1:program:_files -g "*.cgb"' '*:patients:_files -g "*.(json|ndjson|csv)"'
}

case $service in
cglc) _cglc "$@" ;;
cglrun) _cglrun "$@" ;;
esac
