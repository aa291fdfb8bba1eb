# bash completion of cglc and cglrun
_cgl_words() { mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2"); }
_cgl_files() {
    local suffix
    COMPREPLY=()
    for suffix; do mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -f -X "!*.$suffix" -- "${COMP_WORDS[COMP_CWORD]}"); done
    mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -d -S / -- "${COMP_WORDS[COMP_CWORD]}")
}

_cglc() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    case $before in
    --diagnostics) _cgl_words "text json gnu" "$word"; return ;;
    --dump) _cgl_words "ast ir asm" "$word"; return ;;
    --vignettes) _cgl_files ndjson; return ;;
    --format) _cgl_words "text csv json svg dot" "$word"; return ;;
    --equivalent) _cgl_files txt; return ;;
    --witnesses) mapfile -t COMPREPLY < <(compgen -d -S / -- "$word"); return ;;
    --jobs | --as-of | --lines | --limit | --git | --renamed) return ;;
    disasm) _cgl_files cgb; return ;;
    eval | --section) return ;;
    esac
    case $word in
    -*) _cgl_words "-o --diagnostics --dump --vignettes --coverage --mutate --equivalent --jobs --as-of --format --section --sections --require-proof --witnesses --limit --git --renamed --all --verbose --check --diff --lines --help --version" "$word"; return ;;
    esac
    _cgl_files cgl
    if [ "$COMP_CWORD" -eq 1 ]; then
        mapfile -t -O "${#COMPREPLY[@]}" COMPREPLY < <(compgen -W "check fmt lsp test eval disasm schema trace doc graph verify diff" -- "$word")
    fi
}

_cglrun() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    case $before in
    --format) _cgl_words "text json ndjson csv html none" "$word"; return ;;
    --report) _cgl_words "full brief advice" "$word"; return ;;
    --color) _cgl_words "auto always never" "$word"; return ;;
    --policy-file) _cgl_files json; return ;;
    --allow-native) _cgl_files so; return ;;
    --as-of | --policy | --why | --why-not | --jobs | --max-errors | --width) return ;;
    esac
    case $word in
    -*) _cgl_words "--format --report --all --as-of --policy --policy-file --allow-native --next --why --why-not --what-if
        --robust --decimal-comma --summary --jobs --progress --max-errors --strict --show-values --explain-problems --width --color --help --version" "$word" ;;
    *) _cgl_files cgb json ndjson csv ;;
    esac
}

complete -o filenames -F _cglc cglc
complete -o filenames -F _cglrun cglrun
