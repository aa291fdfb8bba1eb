# The runtime as WebAssembly: the core's files, compiled once more for a machine without an operating system.
# Nothing here depends on MODE: there is one engine.
WASM_B      := build/wasm
ENGINE      := $(WASM_B)/engine.wasm
# What builds it; empty if something is missing (make wasm installs it, or says how).
WASM_LIBC   := /usr/include/wasm32-wasi
WASM_CC     := $(filter ccache,$(CC)) clang-14
WASM_OPT    := wasm-opt
WASM_TARGET := --target=wasm32-wasi
WASM_RT     := $(wildcard /usr/lib/llvm-14/lib/clang/*/lib/wasi/libclang_rt.builtins-wasm32.a)
WASM_READY  := $(and $(wildcard /usr/bin/clang-14),$(wildcard /usr/bin/wasm-ld-14),$(wildcard /usr/bin/$(WASM_OPT)),$(wildcard $(WASM_LIBC)/stdlib.h),$(WASM_RT))

# A guideline of 200 recommendations and a record of 8 MiB stay well below; more is an attack or a leak.
WASM_MEMORY := 67108864
WASM_STACK  := 1048576
WASM_FLAGS  := $(WASM_TARGET) -std=c11 -D_GNU_SOURCE $(WASM_LEVEL) -fvisibility=hidden -ftls-model=local-exec $(WARN) -Werror -I. -I$(WASM_B)/gen \
               -nostdlibinc -isystem runtime/hosts/wasm/include -isystem $(WASM_LIBC) -ffunction-sections -fdata-sections -MMD -MP
WASM_C      := $(filter-out runtime/base/hooks_system.c runtime/base/interrupt.c runtime/base/io_atomic.c,$(CORE_C)) $(sort $(wildcard runtime/hosts/wasm/*.c))
WASM_C      := $(filter-out %/print_widths.c,$(WASM_C))
WASM_O      := $(WASM_C:%.c=$(WASM_B)/%.o)
# What it shows: what cgl.h declares, and memory to hand things over in.
WASM_SHOWN   = $(patsubst %,-Wl$(COMMA)--export=%,malloc free $(shell awk '/^CGL_API/ { match($$0, /cgl_[a-z0-9_]+/); print substr($$0, RSTART, RLENGTH) }' runtime/cgl.h))
COMMA       := ,

# Fast where patients are evaluated, small where their report is written: a page is downloaded and read.
WASM_LEVEL  := -O2
$(WASM_B)/runtime/report/%.o $(WASM_B)/runtime/patient/%.o $(WASM_B)/runtime/bytecode/%.o: WASM_LEVEL := -Oz
$(WASM_B)/runtime/base/%.o $(WASM_B)/runtime/api%.o: WASM_LEVEL := -Oz
-include $(shell find $(WASM_B) -type f -name '*.d' -print 2>/dev/null)

$(WASM_B)/%.o: %.c | $(WASM_B)/gen/runtime/hosts/wasm/widths.inc
	@mkdir -p $(@D)
	@$(WASM_CC) $(WASM_FLAGS) -c -o $@ $<
	@echo "  WASM  $<"
$(WASM_B)/gen/print_widths: runtime/hosts/wasm/print_widths.c
	@mkdir -p $(@D)
	@$(CC) -std=c11 -O1 $(WARN) -o $@ $< -lutf8proc
$(WASM_B)/gen/runtime/hosts/wasm/widths.inc: $(WASM_B)/gen/print_widths
	@mkdir -p $(@D)
	@$< > $@
$(ENGINE): $(WASM_O) runtime/cgl.h runtime/hosts/wasm/wasm.mk
	@$(lastword $(WASM_CC)) $(WASM_TARGET) -nostdlib -o $(WASM_B)/linked.wasm $(WASM_O) -L/usr/lib/wasm32-wasi -lc $(WASM_RT) \
	  -Wl,--no-entry -Wl,--gc-sections -Wl,--strip-all -Wl,--max-memory=$(WASM_MEMORY) -Wl,-z,stack-size=$(WASM_STACK) -Wl,--stack-first $(WASM_SHOWN)
	@$(WASM_OPT) -Oz --strip-debug --strip-producers -o $@ $(WASM_B)/linked.wasm
	@echo "  LD    $@"
