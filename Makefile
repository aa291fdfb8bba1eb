# CGL. `make run` shows it, `make test` proves it, `make help` lists the rest.
# Everything that is made goes to build/; sources never change by building.

VERSION  := 0.1.0
SOVERSION := 0
# What building and running need beyond a bare Debian 12, and what only the tests do.
PACKAGES      := flex bison gcc g++ make pkg-config libffi-dev libsimdjson-dev libjansson-dev libutf8proc-dev \
                 libssl-dev libgraphviz-dev python3
TEST_PACKAGES := git libcmocka-dev vim nodejs npm mandoc clang-format-16 $(WASM_PACKAGES)
# What makes the engine of a page.
WASM_PACKAGES := clang-14 lld-14 wasi-libc libclang-rt-14-dev-wasm32 binaryen

MODE     ?= release
# CORE=1: the library alone, in plain C: no natives, no threads, no C++, no simdjson, no OpenSSL.
B        := build/$(if $(CORE),core-)$(MODE)
GEN      := $(B)/gen
CC       ?= cc
CXX      ?= c++
WARN     := -Wall -Wextra -Werror=implicit-function-declaration -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter
OPT_release := -O2 -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DCGL_DEBUG
OPT_fuzz := -O1 -g -fsanitize=address,undefined,fuzzer-no-link -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DCGL_DEBUG
OPT_debug := -O0 -g -DCGL_DEBUG
OPT_coverage := -O0 -g --coverage -DCGL_DEBUG
OPT_claims := -O2 -g -DCGL_DEBUG
OPT      := $(OPT_$(MODE))
# -fPIC: the same objects make the static and the shared library.
CFLAGS   := -std=c11 -D_GNU_SOURCE $(OPT) -fPIC -fvisibility=hidden $(WARN) -I. -I$(GEN) -MMD -MP
CXXFLAGS := -std=c++17 $(OPT) -fPIC -fvisibility=hidden -fno-exceptions -fno-rtti -Wall -Wextra -I. -MMD -MP
LDLIBS   := $(if $(CORE),-lutf8proc,-lsimdjson -lstdc++ -ljansson -lutf8proc -lcrypto -lffi -ldl -lpthread)
# Drawings: the author's program only. What does not draw is not linked with it.
GRAPH_LIBS := -Wl,--as-needed -lgvc -lcgraph

RUNTIME_ROOMS  := base value bytecode diagram native vm cells patient reason report
RUNTIME_C      := $(sort $(foreach r,$(RUNTIME_ROOMS),$(wildcard runtime/$(r)/*.c))) $(sort $(wildcard runtime/api*.c))
RUNTIME_CXX    := $(sort $(wildcard runtime/patient/*.cpp))
# In a core, runtime/core takes the place of libraries.
CORE_C         := $(filter-out runtime/native/% runtime/bytecode/hash.c,$(RUNTIME_C)) $(sort $(wildcard runtime/core/*.c))
RUNTIME_O      := $(if $(CORE),$(CORE_C:%.c=$(B)/%.o),$(RUNTIME_C:%.c=$(B)/%.o) $(RUNTIME_CXX:%.cpp=$(B)/%.o))
# What cglrun has beyond the library: its command line and the like.
CGLRUN_C       := $(filter-out runtime/cglrun/cglrun.c,$(sort $(wildcard runtime/cglrun/*.c)))
CGLRUN_O       := $(CGLRUN_C:%.c=$(B)/%.o)
LANG_C         := $(sort $(wildcard lang/*.c lang/parse/*.c lang/resolve/*.c lang/check/*.c lang/messages/*.c))
LANG_O         := $(LANG_C:%.c=$(B)/%.o) $(B)/gen/lang/lexer.o $(B)/gen/lang/parser.o
COMPILER_C     := $(sort $(wildcard compiler/*.c compiler/lower/*.c compiler/emit/*.c $(foreach r,format verify words index tools graph testing doc lsp,compiler/$(r)/*.c)))
CGLC_C         := $(sort $(filter-out compiler/cglc/cglc.c,$(wildcard compiler/cglc/*.c)))
CGLC_O         := $(CGLC_C:%.c=$(B)/%.o)
COMPILER_O     := $(COMPILER_C:%.c=$(B)/%.o) $(B)/gen/stdlib_modules.o
UNIT_C         := $(sort $(wildcard tests/unit/*_test.c))
UNIT           := $(UNIT_C:tests/unit/%.c=$(B)/unit/%)

.DEFAULT_GOAL := all
.PHONY: all
all: $(if $(CORE),,$(B)/cglc $(B)/cglrun) $(B)/libcgl.a $(B)/libcgl.so

$(B)/libcgl.a: $(RUNTIME_O)
$(B)/liblang.a: $(LANG_O)
$(B)/libcompiler.a: $(COMPILER_O)
$(B)/%.a:
	@rm -f $@
	@ar rcs $@ $^
	@echo "  AR    $@"

$(B)/libcgl.so: $(RUNTIME_O)
	@$(if $(CORE),$(CC),$(CXX)) $(OPT) -shared -Wl,-soname,libcgl.so.$(SOVERSION) -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"

$(B)/libcglc.a: $(CGLC_O)
$(B)/cglc: $(B)/compiler/cglc/cglc.o $(B)/libcglc.a $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@$(CXX) $(OPT) -o $@ $^ $(LDLIBS) $(GRAPH_LIBS)
	@echo "  LD    $@"
$(B)/libcglrun.a: $(CGLRUN_O)
$(B)/cglrun: $(B)/runtime/cglrun/cglrun.o $(B)/libcglrun.a $(B)/libcgl.a
	@$(CXX) $(OPT) -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@ $<
	@echo "  CC    $<"
$(B)/runtime/patient/json_engine.o: CXXFLAGS += -fexceptions
$(B)/%.o: %.cpp
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) -c -o $@ $<
	@echo "  CXX   $<"

include runtime/hosts/wasm/wasm.mk

# ---- generated sources ----
$(GEN)/lang/parser.c $(GEN)/lang/parser.h &: lang/parse/parser.y
	@mkdir -p $(@D)
	@bison -Wall -Werror -o $(GEN)/lang/parser.c --defines=$(GEN)/lang/parser.h $<
	@echo "  BISON $<"
$(GEN)/lang/lexer.c $(GEN)/lang/lexer.h &: lang/parse/lexer.l
	@mkdir -p $(@D)
	@flex -o $(GEN)/lang/lexer.c --header-file=$(GEN)/lang/lexer.h $<
	@echo "  FLEX  $<"
$(B)/gen/lang/parser.o: $(GEN)/lang/parser.c $(GEN)/lang/lexer.h
	@$(CC) $(CFLAGS) -Wno-unused-but-set-variable -c -o $@ $<
$(B)/gen/lang/lexer.o: $(GEN)/lang/lexer.c $(GEN)/lang/parser.h
	@$(CC) $(CFLAGS) -Wno-sign-compare -Wno-unused-function -Wno-missing-prototypes -c -o $@ $<
# What knows the tokens waits for their numbers.
$(LANG_O) $(filter $(B)/compiler/format/% $(B)/compiler/lsp/%,$(COMPILER_O)) $(UNIT_C:%.c=$(B)/%.o): | $(GEN)/lang/parser.h $(GEN)/lang/lexer.h

# The standard library is built into cglc: each stdlib/*.cgl becomes one entry of a table.
$(GEN)/stdlib_modules.c: $(sort $(wildcard stdlib/*.cgl)) stdlib/embed.sh
	@mkdir -p $(@D)
	@sh stdlib/embed.sh $(sort $(wildcard stdlib/*.cgl)) > $@
$(B)/gen/stdlib_modules.o: $(GEN)/stdlib_modules.c
	@$(CC) $(CFLAGS) -c -o $@ $<

# ---- tests ----
# A unit test is tests/unit/TOPIC_test.c, a program of its own; what several share lives in tests/support/.
SUPPORT_C := $(sort $(wildcard tests/support/*.c))
SUPPORT_O := $(SUPPORT_C:%.c=$(B)/%.o)
# Kept although only pattern rules name them; a missing one is still rebuilt, as an empty .SECONDARY would not.
.PRECIOUS: $(B)/tests/unit/%.o $(B)/%.o
$(B)/unit/%: $(B)/tests/unit/%.o $(SUPPORT_O) $(B)/libcglrun.a $(B)/libcglc.a $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@mkdir -p $(@D)
	@$(CXX) $(OPT) -o $@ $^ $(LDLIBS) $(GRAPH_LIBS) -lcmocka
	@echo "  LD    $@"
# The second engine, which the tests hold against the first.
ORACLE   := $(B)/oracle/plainrun $(B)/oracle/guideline_check
ORACLE_O := $(patsubst %,$(B)/tests/oracle/plain_%.o,eval value world roots random)
# plainrun's own evaluation comes before the library: it takes the place of the library's.
$(B)/oracle/plainrun: $(B)/tests/oracle/plainrun.o $(B)/tests/oracle/plain_evaluation.o $(ORACLE_O)
$(B)/oracle/guideline_check: $(B)/tests/oracle/guideline_check.o $(ORACLE_O)
$(ORACLE): $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@mkdir -p $(@D)
	@$(CXX) $(OPT) -o $@ $(filter %.o,$^) $(filter %.a,$^) $(LDLIBS)
	@echo "  LD    $@"
# The fuzz targets with a main that replays; under MODE=fuzz, which takes clang, with libFuzzer's (tests/fuzz/README.md).
FUZZ     := $(patsubst tests/fuzz/%_fuzz.c,$(B)/fuzz/%,$(sort $(wildcard tests/fuzz/*_fuzz.c)))
FUZZ_O   := $(if $(filter fuzz,$(MODE)),,$(B)/tests/fuzz/replay.o)
$(FUZZ): $(B)/fuzz/%: $(B)/tests/fuzz/%_fuzz.o $(FUZZ_O) $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@mkdir -p $(@D)
	@$(CXX) $(OPT) $(if $(filter fuzz,$(MODE)),-fsanitize=fuzzer) -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"
# Stands before libc's allocator and refuses what it is told to (tests/torture).
REFUSER := $(B)/torture/failing_memory.so
$(REFUSER): tests/torture/failing_memory.c
	@mkdir -p $(@D)
	@$(CC) -std=c11 -D_GNU_SOURCE -O2 -g $(WARN) -shared -fPIC -o $@ $<
	@echo "  LD    $@"
.PHONY: unit test test-only ready bless asan calendar coverage fuzz torture
unit: $(UNIT) ## the unit tests alone
	@for t in $(UNIT); do $$t || exit 1; done

JOBS  ?= $(shell nproc 2>/dev/null || echo 1)
SUB   := $(MAKE) --no-print-directory
# The tests run even if some part does not build; then that counts as a failed test.
test: deps test-deps ## every test; the last line is "N passed, N failed" (MODE=asan|debug|claims|coverage for another build)
	+@$(SUB) -k -j$(JOBS) ready && rm -f $(B)/build-failed || touch $(B)/build-failed
	+@$(SUB) test-only
test-only: ## the tests without building; WHAT="house cli unit/number" runs these only
	@BUILD=$(abspath $(B)) MODE=$(MODE) OPT="$(OPT)" MAKE="$(MAKE)" python3 tests/run.py $(WHAT)
ready: all $(UNIT) $(ORACLE) $(FUZZ) $(REFUSER) $(if $(WASM_READY),$(ENGINE)) stage ## build what the tests run, and run nothing
bless: all ## accept the present output of the golden tests as expected
	@BUILD=$(abspath $(B)) MODE=$(MODE) python3 tests/run.py --bless $(WHAT)
asan: ## every test under AddressSanitizer and UBSan
	+@$(SUB) MODE=asan test

fuzz: deps ## look for inputs that do harm, FUZZ_SECONDS (60) for each target; needs clang-14
	@sh .ci/deps clang-14
	+@$(SUB) -j$(JOBS) all && $(SUB) -j$(JOBS) MODE=fuzz CC=clang-14 CXX=clang++-14 all $(patsubst $(B)/%,build/fuzz/%,$(FUZZ))
	@BUILD=$(abspath $(B)) sh tests/fuzz/search.sh build/fuzz/fuzz $(or $(FUZZ_SECONDS),60)

torture: deps ## refuse every allocation of many commands, once and from then on; none may hurt
	+@$(SUB) -j$(JOBS) all $(REFUSER)
	@BUILD=$(abspath $(B)) JOBS=$(JOBS) python3 tests/torture/torture.py $(WHAT)

calendar: ready ## 100,000 pairs of dates against Python's calendar
	@BUILD=$(abspath $(B)) python3 tests/oracle/calendar_cases.py 100000

coverage: ## every test on an instrumented build, then lines and branches per room
	+@find build/coverage -name '*.gcda' -delete 2>/dev/null; $(SUB) MODE=coverage test; BUILD=$(abspath build/coverage) python3 tests/coverage.py

.PHONY: wasm
wasm: ## the runtime as WebAssembly: build/wasm/engine.wasm; needs the packages of WASM_PACKAGES
	@sh .ci/deps $(WASM_PACKAGES)
	+@$(SUB) -j$(JOBS) $(ENGINE)

# ---- everyday ----
.PHONY: deps test-deps run bench docs doc format help
deps: ## install the Debian packages that building and running need
	@sh .ci/deps $(PACKAGES)
test-deps: ## install what only the tests need; without it those tests are skipped, with the reason
	@sh .ci/deps $(TEST_PACKAGES) || [ -z "$(CI)" ]

GUIDELINE := guidelines/seom_crlm
run: deps ## build, compile the first guideline, report on its example patients
	+@$(SUB) -s -j$(JOBS) all
	@sh guidelines/show.sh $(B) $(GUIDELINE)

bench: deps ## speed beside a program by hand, memory, compile times
	+@$(SUB) -j$(JOBS) all $(B)/bench/peer
	@BUILD=$(abspath $(B)) python3 tests/bench/bench.py
$(B)/bench/peer: tests/bench/peer.cpp
	@mkdir -p $(@D)
	@$(CXX) -std=c++17 -O2 -march=native -Wall -Wextra -o $@ $< -lsimdjson
	@echo "  CXX   $<"

docs: ## write what is generated from tables: docs/bytecode.md, word lists of the editors
	@python3 docs/generate.py
	@python3 editors/generate.py

doc: all ## the first guideline as pages of HTML: build/doc/index.html
	@$(B)/cglc doc $(GUIDELINE)/$(notdir $(GUIDELINE)).cgl -o build/doc && echo "  DOC   build/doc/index.html"

format: ## every C and C++ file as .clang-format says
	@sh .ci/deps clang-format-16
	@git ls-files '*.c' '*.h' '*.cpp' | xargs clang-format-16 -i --style=file

help: ## this list
	@echo "make              build cglc, cglrun, libcgl into $(B)/"
	@echo "make CORE=1       libcgl alone, in plain C: without natives, threads, simdjson, OpenSSL"
	@awk -F ':.*## ' '/^[a-z-]+:.*## /{printf "make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

# ---- installing ----
PREFIX  ?= /usr/local
DESTDIR ?=
D       := $(DESTDIR)$(PREFIX)
STAGE   := $(B)/stage

# Inside the house rooms call each other; outside only cgl_* may be seen. So the objects become one, and what is
# hidden in it becomes local.
$(B)/public/libcgl.a: $(RUNTIME_O)
	@mkdir -p $(@D)
	@rm -f $@
	@$(LD) -r -o $(@D)/cgl.o $^
	@objcopy --localize-hidden $(@D)/cgl.o
	@ar rcs $@ $(@D)/cgl.o
	@echo "  AR    $@"
$(B)/cgl.pc: Makefile
	@mkdir -p $(@D)
	@printf '%s\n' 'prefix=$(PREFIX)' 'libdir=$${prefix}/lib' 'includedir=$${prefix}/include' '' \
	  'Name: cgl' 'Description: Clinical Guideline Language, evaluation of compiled guidelines' \
	  'Version: $(VERSION)' 'Cflags: -I$${includedir}' 'Libs: -L$${libdir} -lcgl' 'Libs.private: $(LDLIBS)' > $@

.PHONY: install uninstall stage
install: all $(B)/public/libcgl.a $(B)/cgl.pc ## copy programs, library, manual pages, editor files to PREFIX (DESTDIR=…)
	@install -d $(D)/bin $(D)/lib/pkgconfig $(D)/include $(D)/share/man/man1
	@install -m 755 $(B)/cglc $(B)/cglrun $(D)/bin
	@install -m 644 $(B)/public/libcgl.a $(D)/lib/libcgl.a
	@install -m 755 $(B)/libcgl.so $(D)/lib/libcgl.so.$(VERSION)
	@ln -sf libcgl.so.$(VERSION) $(D)/lib/libcgl.so.$(SOVERSION)
	@ln -sf libcgl.so.$(SOVERSION) $(D)/lib/libcgl.so
	@install -m 644 runtime/cgl.h $(D)/include/cgl.h
	@sed 's|^prefix=.*|prefix=$(PREFIX)|' $(B)/cgl.pc > $(D)/lib/pkgconfig/cgl.pc
	@install -m 644 docs/man/*.1 $(D)/share/man/man1
	@for f in syntax ftdetect ftplugin; do install -d $(D)/share/vim/vimfiles/$$f && \
	  install -m 644 editors/vim/$$f/cgl.vim $(D)/share/vim/vimfiles/$$f/cgl.vim; done
	@install -d $(D)/share/cgl/vscode/syntaxes
	@install -m 644 editors/vscode/*.json $(D)/share/cgl/vscode
	@install -m 644 editors/vscode/syntaxes/*.json $(D)/share/cgl/vscode/syntaxes
	@install -D -m 644 editors/completions/cgl.bash $(D)/share/bash-completion/completions/cglc
	@ln -sf cglc $(D)/share/bash-completion/completions/cglrun
	@install -D -m 644 editors/completions/cgl.zsh $(D)/share/zsh/site-functions/_cgl
	@install -D -m 644 editors/completions/cgl.fish $(D)/share/fish/vendor_completions.d/cglc.fish
	@ln -sf cglc.fish $(D)/share/fish/vendor_completions.d/cglrun.fish
uninstall: ## remove what install copied
	@rm -f $(D)/bin/cglc $(D)/bin/cglrun $(D)/lib/libcgl.a $(D)/lib/libcgl.so $(D)/lib/libcgl.so.$(SOVERSION) \
	  $(D)/lib/libcgl.so.$(VERSION) $(D)/include/cgl.h $(D)/lib/pkgconfig/cgl.pc $(D)/share/man/man1/cglc.1 \
	  $(D)/share/man/man1/cglrun.1 $(D)/share/bash-completion/completions/cglc \
	  $(D)/share/bash-completion/completions/cglrun $(D)/share/zsh/site-functions/_cgl \
	  $(D)/share/fish/vendor_completions.d/cglc.fish $(D)/share/fish/vendor_completions.d/cglrun.fish
	@rm -f $(foreach f,syntax ftdetect ftplugin,$(D)/share/vim/vimfiles/$(f)/cgl.vim)
	@rm -rf $(D)/share/cgl
# What a user of the library sees, for the embedding tests.
stage: all
	@rm -rf $(STAGE)
	+@$(SUB) install PREFIX=$(abspath $(STAGE)) DESTDIR=

.PHONY: clean
clean: ## remove everything that was built
	rm -rf build

-include $(shell find $(B) -name stage -prune -o -type f -name '*.d' -print 2>/dev/null)
