" Vim settings for CGL: comments, words, indentation.
if exists("b:did_ftplugin")
  finish
endif
let b:did_ftplugin = 1

setlocal comments=:-- commentstring=--\ %s formatoptions-=t formatoptions+=croql
setlocal iskeyword=@,48-57,_
setlocal suffixesadd=.cgl
setlocal expandtab shiftwidth=2 softtabstop=2 autoindent
setlocal indentexpr=CglIndent() indentkeys=o,O,0=end,0=case,0=row,!^F
let b:match_words = '\<\%(guideline\|module\|record\|patient\|gap\|decision\|score\|advise\|caution\|check\|test\)\>:\<end\>'
let b:undo_ftplugin = 'setlocal comments< commentstring< formatoptions< iskeyword< suffixesadd< expandtab<'
      \ . ' shiftwidth< softtabstop< autoindent< indentexpr< indentkeys< | unlet! b:match_words'

if exists("*CglIndent")
  finish
endif

" What opens a block, and what only asks for one step more until `otherwise` or `end`.
let s:opens = '\v^\s*%(guideline|module|record|patient|gap|decision|score|advise|caution|check|test|native)>|<count of\s*$'
let s:deepens = '\v^\s*%(table|worst of)>'

" The line whose block holds line a:lnum, 0 if none does.
function s:Opener(lnum) abort
  let l:depth = 0
  for l:number in range(a:lnum - 1, 1, -1)
    let l:line = substitute(getline(l:number), '--.*$', '', '')
    if l:line =~# '\v<end\s*$'
      let l:depth += l:line =~# s:opens ? 0 : 1
    elseif l:line =~# s:opens
      if l:depth == 0
        return l:number
      endif
      let l:depth -= 1
    endif
  endfor
  return 0
endfunction

function CglIndent() abort
  let l:opener = s:Opener(v:lnum)
  if l:opener == 0
    return 0
  endif
  if getline(v:lnum) =~# '\v^\s*end>'
    return indent(l:opener)
  endif
  if getline(v:lnum) =~# '\v^\s*otherwise>'
    return indent(l:opener) + shiftwidth()
  endif
  let l:previous = prevnonblank(v:lnum - 1)
  return indent(l:previous) + (l:previous == l:opener || getline(l:previous) =~# s:deepens ? shiftwidth() : 0)
endfunction
