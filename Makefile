# CGL. `make run` shows it, `make test` proves it, `make help` lists the rest.
# Everything that is made goes to build/; sources never change by building.

MODE     ?= release
B        := build/$(MODE)
GEN      := $(B)/gen
CC       ?= cc
CXX      ?= c++
WARN     := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wno-unused-parameter
OPT_release := -O2 -g
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DCGL_DEBUG
OPT_debug := -O0 -g -DCGL_DEBUG
OPT_coverage := -O0 -g --coverage
OPT      := $(OPT_$(MODE))
# -fPIC: the same objects make the static and the shared library.
CFLAGS   := -std=c11 -D_GNU_SOURCE $(OPT) -fPIC -fvisibility=hidden $(WARN) -I. -I$(GEN) -MMD -MP
CXXFLAGS := -std=c++17 $(OPT) -fPIC -fvisibility=hidden -fno-exceptions -fno-rtti -Wall -Wextra -I. -MMD -MP
LDLIBS   := -lsimdjson -lstdc++ -ljansson -lutf8proc -lcrypto -lffi -ldl -lpthread

RUNTIME_ROOMS  := base value bytecode vm cells patient reason report
RUNTIME_C      := $(sort $(foreach r,$(RUNTIME_ROOMS),$(wildcard runtime/$(r)/*.c))) $(wildcard runtime/api.c)
RUNTIME_CXX    := $(sort $(wildcard runtime/patient/*.cpp))
RUNTIME_O      := $(RUNTIME_C:%.c=$(B)/%.o) $(RUNTIME_CXX:%.cpp=$(B)/%.o)
LANG_C         := $(sort $(wildcard lang/*.c))
LANG_O         := $(LANG_C:%.c=$(B)/%.o) $(B)/gen/lang/lexer.o $(B)/gen/lang/parser.o
COMPILER_C     := $(sort $(filter-out compiler/cglc.c,$(wildcard compiler/*.c compiler/verify/*.c compiler/tools/*.c)))
COMPILER_O     := $(COMPILER_C:%.c=$(B)/%.o) $(B)/gen/stdlib_modules.o
UNIT_C         := $(sort $(wildcard tests/unit/*_test.c))
UNIT           := $(UNIT_C:tests/unit/%.c=$(B)/unit/%)

.DEFAULT_GOAL := all
.PHONY: all
all: $(B)/cglc $(B)/cglrun $(B)/libcgl.a $(B)/libcgl.so

$(B)/libcgl.a: $(RUNTIME_O)
$(B)/liblang.a: $(LANG_O)
$(B)/libcompiler.a: $(COMPILER_O)
$(B)/%.a:
	@rm -f $@
	@ar rcs $@ $^
	@echo "  AR    $@"

$(B)/libcgl.so: $(RUNTIME_O)
	@$(CXX) $(OPT) -shared -Wl,-soname,libcgl.so.0 -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"

$(B)/cglc: $(B)/compiler/cglc.o $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@$(CXX) $(OPT) -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"
$(B)/cglrun: $(B)/runtime/cglrun.o $(B)/libcgl.a
	@$(CXX) $(OPT) -o $@ $^ $(LDLIBS)
	@echo "  LD    $@"

$(B)/%.o: %.c
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@ $<
	@echo "  CC    $<"
$(B)/%.o: %.cpp
	@mkdir -p $(@D)
	@$(CXX) $(CXXFLAGS) -c -o $@ $<
	@echo "  CXX   $<"

# ---- generated sources ----
$(GEN)/lang/parser.c $(GEN)/lang/parser.h &: lang/parser.y
	@mkdir -p $(@D)
	@bison -Wall -Werror -o $(GEN)/lang/parser.c --defines=$(GEN)/lang/parser.h $<
	@echo "  BISON $<"
$(GEN)/lang/lexer.c $(GEN)/lang/lexer.h &: lang/lexer.l
	@mkdir -p $(@D)
	@flex -o $(GEN)/lang/lexer.c --header-file=$(GEN)/lang/lexer.h $<
	@echo "  FLEX  $<"
$(B)/gen/lang/parser.o: $(GEN)/lang/parser.c $(GEN)/lang/lexer.h
	@$(CC) $(CFLAGS) -Wno-unused-but-set-variable -c -o $@ $<
$(B)/gen/lang/lexer.o: $(GEN)/lang/lexer.c $(GEN)/lang/parser.h
	@$(CC) $(CFLAGS) -Wno-sign-compare -Wno-unused-function -Wno-missing-prototypes -c -o $@ $<
$(LANG_O): | $(GEN)/lang/parser.h $(GEN)/lang/lexer.h

# The standard library is built into cglc: each stdlib/*.cgl becomes one entry of a table.
$(GEN)/stdlib_modules.c: $(sort $(wildcard stdlib/*.cgl)) stdlib/embed.sh
	@mkdir -p $(@D)
	@sh stdlib/embed.sh $(sort $(wildcard stdlib/*.cgl)) > $@
$(B)/gen/stdlib_modules.o: $(GEN)/stdlib_modules.c
	@$(CC) $(CFLAGS) -c -o $@ $<

# ---- unit tests ----
$(B)/unit/%: tests/unit/%.c $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) -c -o $@.o $<
	@$(CXX) $(OPT) -o $@ $@.o $(B)/libcompiler.a $(B)/liblang.a $(B)/libcgl.a $(LDLIBS) -lcmocka
	@echo "  LD    $@"
.PHONY: unit
unit: $(UNIT)
	@for t in $(UNIT); do $$t || exit 1; done

.PHONY: clean
clean:
	rm -rf build

-include $(shell find $(B) -name '*.d' 2>/dev/null)
