" Vim syntax of CGL, the clinical guideline language.
if exists("b:current_syntax")
  finish
endif
syntax case match

syntax iskeyword @,48-57,_

" generated from lang/parse/tokens.def: begin
syntax match cglUnit /\v%([0-9] |<in\s+)@<=%(mL\/min\/\{1\.73_m2\}|L\/d\/\{1\.73_m2\}|\[hnsf\'U\]|m\[IU\]\/mL|u\[IU\]\/mL|10\*12\/L|10\*3\/mL|10\*3\/uL|10\*6\/mL|10\*6\/uL|\[IU\]\/mL|\[lb_av\]|\[oz_av\]|cm\[H2O\]|k\[IU\]\/L|m\[IU\]\/L|mg\/mmol|10\*6\/L|10\*9\/L|\[IU\]\/L|\[ft_i\]|\[in_i\]|mL\/min|mg\/min|mm\[Hg\]|mmol\/L|nmol\/L|pmol\/L|ug\/min|ukat\/L|umol\/L|L\/min|g\/dm2|g\/mol|k\[IU\]|kg\/m2|mU\/mL|mg\/dL|mg\/kg|mg\/m2|mg\/mL|mol\/L|ng\/dL|ng\/mL|pg\/dL|pg\/mL|ug\/dL|ug\/kg|ug\/mL|\/min|U\/mL|\[IU\]|cm\/s|dm\/d|g\/dL|g\/kg|g\/m2|g\/mL|kU\/L|mL\/d|mL\/h|mL\/s|mU\/L|mg\/L|mg\/d|mg\/g|mg\/h|mm\/h|mmol|ng\/L|nmol|pmol|ug\/L|ug\/g|umol|\/mL|\/uL|\/wk|Cel|GBq|L\/d|L\/h|MBq|U\/L|cGy|cm2|cm3|dm2|dm3|g\/L|g\/d|g\/g|kBq|kPa|m\/s|mGy|min|mm2|mm3|mol|um2|\/L|\/d|\/h|\/s|Bq|Gy|Hz|Pa|cL|cm|dL|dm|fL|kU|kg|km|m2|m3|mL|mU|mg|mm|mo|ms|nL|ng|nm|pg|uL|ug|um|wk|\%|1|L|U|a|d|g|h|m|s)%(\s|$|[,)\].|])@=/
syntax keyword cglDeclaration guideline module import enum record patient statement reason gap define decision score advise caution native check test end
syntax keyword cglClause from means when unless because case otherwise for against
syntax match cglClause /\v<%(version|title|issued_by|source|strength|review_by|ordered|error|modifiable|cost|list|complete|counted|largest|figure|context|at|section|refs|evidence|outside|policy|gate|each|unique|first|worst|table|columns|row|timing|every|shows|point|points|function|library|symbol|never|independent|monotone|given|expect|like|json|possible|gaps|problem)>%(\s*:)@!/
syntax keyword cglOperator and or not is in applies within
syntax match cglOperator /\v<%(years|months|weeks|days|between|before|after)>%(\s*:)@!/
syntax keyword cglList any all count sum min max latest of where with are
syntax match cglList /\v<%(by)>%(\s*:)@!/
syntax keyword cglGate missing known partial settled open may needs else
syntax match cglGate /\v<%(be|facts)>%(\s*:)@!/
syntax keyword cglConstant yes no always as_of
syntax keyword cglType yes_no integer decimal real date text key percent duration length area volume mass mass_concentration substance substance_concentration molar_mass catalytic_activity catalytic_concentration international_units international_concentration number_concentration duration_in_months frequency flow normalised_clearance velocity mass_rate mass_per_area pressure dose radioactivity temperature attenuation mass_fraction
syntax keyword cglFunction round sqrt ln exp power
syntax match cglSymbol /\v%(\!\=|\.\.|\<\=|\>\=|\*|\+|\-|\/|\<|\=|\>)/
" generated: end

" lesions.count is a name, no list word.
syntax match  cglPath      /\v<\h\w*%(\.\h\w*)+>/
syntax match  cglNumber    /\v<[0-9]+%(\.[0-9]+)?>/
syntax match  cglDate      /\v<[0-9]{4}-[0-9]{2}%(-[0-9]{2})?>/
syntax match  cglStatement /\v<[A-Z][A-Z0-9]*%(-[A-Z0-9]+)+>/
syntax match  cglTable     /|\|=>/
syntax region cglString    start=/"/ skip=/\\./ end=/"/ oneline contains=@Spell
syntax match  cglComment   /--.*$/ contains=cglTodo,@Spell
syntax keyword cglTodo     contained TODO FIXME

highlight default link cglDeclaration Structure
highlight default link cglClause      Statement
highlight default link cglOperator    Operator
highlight default link cglList        Repeat
highlight default link cglGate        PreProc
highlight default link cglConstant    Constant
highlight default link cglType        Type
highlight default link cglFunction    Function
highlight default link cglSymbol      Operator
highlight default link cglTable       Delimiter
highlight default link cglNumber      Number
highlight default link cglUnit        Special
highlight default link cglDate        Number
highlight default link cglStatement   Tag
highlight default link cglString      String
highlight default link cglComment     Comment
highlight default link cglTodo        Todo

let b:current_syntax = "cgl"
