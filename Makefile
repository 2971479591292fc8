# zhiban: build, test, install. `make help` lists the targets.
# V=1 shows the commands; B=DIR builds elsewhere; CC=clang builds with clang; PREFIX and DESTDIR as usual.

VERSION := 0.1.0
B       ?= build
PREFIX  ?= /usr/local
DESTDIR ?=
V       ?= 0
Q_0     := @
Q       := $(Q_$(V))

# libcurl is not linked: src/net/curl_api.h loads it; only its headers are needed here.
PKGS      := ncursesw libcjson inih libcrypto
SIM_PKGS  := libmicrohttpd libcrypto
TEST_PKGS := criterion vterm libcurl

WARN   := -Wall -Wextra -Wpedantic -Werror -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
          -Wpointer-arith -Wwrite-strings -Wundef -Wvla
OPT    ?= -O2 -g
HARDEN ?= -fstack-protector-strong -D_FORTIFY_SOURCE=2
SAN    ?=
CPPFLAGS += -Iinclude -D_XOPEN_SOURCE=700 -D_DEFAULT_SOURCE \
            -DZHIBAN_VERSION='"$(VERSION)"' -DZHIBAN_PREFIX='"$(PREFIX)"'
CFLAGS_ALL  = -std=c17 $(WARN) $(OPT) $(HARDEN) -fPIE $(SAN) $(CFLAGS)
LDFLAGS_ALL = -pie -Wl,--as-needed -Wl,-O1 $(SAN) $(LDFLAGS)
LIBS        = $(shell pkg-config --libs $(PKGS)) -lcsv -lm
SIM_LIBS    = $(shell pkg-config --libs $(SIM_PKGS) inih) -lcsv -lm
TEST_LIBS   = $(shell pkg-config --libs $(TEST_PKGS)) -lutil

# Rooms, and for each the libraries of itself and what lies below it, in link order.
ROOMS := base model vendor net report svc sim tui cli
below_base   := base
below_model  := model base
below_vendor := vendor model base
below_net    := net base
below_report := report model base
below_svc    := svc report net vendor model base
below_sim    := sim svc report net vendor model base
below_tui    := tui svc report net vendor model base
below_cli    := cli tui svc report net vendor model base

# The simulator's server is an executable of its own: its files stay out of the room's library.
SERVER_SRC := $(wildcard src/sim/server*.c src/sim/main.c)
room_src    = $(filter-out $(SERVER_SRC),$(wildcard src/$(1)/*.c))
objs        = $(patsubst %.c,$(B)/obj/%.o,$(1))
EXE := $(B)/zhiban
SIM := $(B)/libexec/zhiban/zhiban-sim

.PHONY: all
all: $(EXE) $(SIM) share

# The simulator's tests run its server as a process.
UNIT_EXTRA_sim := $(SIM)

define room_rules
$(B)/lib$(1).a: $(call objs,$(call room_src,$(1)))
	$$(Q)rm -f $$@; ar rcs $$@ $$^
.PHONY: unit-$(1)
unit-$(1): $(B)/tests/unit-$(1)
	$$(Q)$$(TEST_ENV) $$< $(UNIT_ARGS)
$(B)/tests/unit-$(1): $(call objs,$(wildcard tests/unit/$(1)/*.c)) $(foreach r,$(below_$(1)),$(B)/lib$(r).a) $(UNIT_EXTRA_$(1))
	@mkdir -p $$(@D)
	$$(Q)$$(CC) $$(LDFLAGS_ALL) -o $$@ $$(filter %.o %.a,$$^) $$(TEST_LIBS) $$(LIBS)
endef
TEST_ENV = env -u ZHIBAN_NOW -u ZHIBAN_CONFIG -u NO_COLOR LC_ALL=C.UTF-8 TZ=UTC \
           ZHIBAN_TESTS="$(CURDIR)/tests" ZHIBAN_BUILD="$$(cd $(B) && pwd)" \
           ZHIBAN_DATADIR="$$(cd $(B) && pwd)/share/zhiban"
$(foreach r,$(ROOMS),$(eval $(call room_rules,$(r))))

$(EXE): $(call objs,src/main.c) $(foreach r,$(below_cli),$(B)/lib$(r).a)
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(LIBS)

$(SIM): $(call objs,$(SERVER_SRC)) $(foreach r,sim model base,$(B)/lib$(r).a)
	@mkdir -p $(@D)
	@echo "  LINK  $@"
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(SIM_LIBS)

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  CC    $<"
	$(Q)$(CC) $(CPPFLAGS) $(CFLAGS_ALL) $(if $(filter tests/unit/%,$<),-Isrc/$(word 3,$(subst /, ,$<))) $(if $(filter tests/%,$<),-Itests) -MMD -MP -c -o $@ $<

-include $(shell find $(B)/obj -name '*.d' 2>/dev/null)

# Translations and data beside the executable, so that build/zhiban runs in place.
PO  := $(wildcard data/po/*.po)
MO  := $(patsubst data/po/%.po,$(B)/share/locale/%/LC_MESSAGES/zhiban.mo,$(PO))
DATA := $(patsubst data/%,$(B)/share/zhiban/%,$(wildcard data/themes/* data/demo/* data/*.csv))
.PHONY: share
share: $(MO) $(DATA)
$(B)/share/zhiban/%: data/%
	@mkdir -p $(@D)
	$(Q)cp $< $@
$(B)/share/locale/%/LC_MESSAGES/zhiban.mo: data/po/%.po
	@mkdir -p $(@D)
	$(Q)msgfmt --check -o $@ $<

.PHONY: debug
debug:
	$(Q)$(MAKE) B=$(B)/debug OPT="-O0 -g3" HARDEN=

# ---- set-up ----------------------------------------------------------------------------------------
.PHONY: deps deps-test demo
deps:
	$(Q)sh tests/lint/deps.sh build
deps-test:
	$(Q)sh tests/lint/deps.sh build test
demo: deps
	$(Q)$(MAKE) -j$(JOBS) all
	$(Q)$(EXE) demo

# ---- checks ----------------------------------------------------------------------------------------
.PHONY: check check-all lint unit cli tui check-asan check-fresh bench fuzz format po man
check: deps-test
	$(Q)$(MAKE) check-all
# Built on all processors, run one after the other.
JOBS ?= $(shell nproc 2>/dev/null || echo 1)
TEST_BINS = $(addprefix $(B)/tests/unit-,$(ROOMS)) $(B)/tests/tui
.PHONY: test-bins
test-bins: all $(TEST_BINS)
check-all:
	$(Q)$(MAKE) -j$(JOBS) test-bins
	$(Q)sh tests/lint/totals.sh $(MAKE) -k lint unit cli tui
unit: all $(addprefix unit-,$(ROOMS))
cli: all
	$(Q)$(TEST_ENV) sh tests/cli/run.sh $(B)
$(B)/tests/tui: $(call objs,$(wildcard tests/tui/*.c)) $(B)/libbase.a
	@mkdir -p $(@D)
	$(Q)$(CC) $(LDFLAGS_ALL) -o $@ $^ $(TEST_LIBS) $(LIBS)
tui: all $(B)/tests/tui
	$(Q)$(TEST_ENV) $(B)/tests/tui $(TUI_ARGS)

SAN_FLAGS := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
ASAN_MAKE = $(MAKE) B=$(B)/asan OPT="-O1 -g" HARDEN= SAN="$(SAN_FLAGS)"
check-asan: deps-test
	$(Q)$(ASAN_MAKE) -j$(JOBS) test-bins
	$(Q)ASAN_OPTIONS=abort_on_error=1:detect_leaks=1 UBSAN_OPTIONS=print_stacktrace=1 \
	    LSAN_OPTIONS="suppressions=$(CURDIR)/tests/lint/lsan.supp:print_suppressions=0" \
	    sh tests/lint/totals.sh $(ASAN_MAKE) -k unit cli tui
check-fresh:
	$(Q)sh tests/lint/fresh.sh
lint: deps-test
	$(Q)sh tests/lint/lint.sh $(B)
bench: all
	$(Q)sh tests/bench/run.sh $(B) "$(ROSTERS)"
fuzz:
	$(Q)sh tests/fuzz/run.sh $(B) $(FUZZ_SECONDS)
format:
	$(Q)clang-format -i $$(git ls-files '*.c' '*.h')
# Brings data/po/zhiban.pot and the .po files up to date with the sources.
po:
	$(Q)sh tests/lint/po.sh update
# Writes the pages of the manual that the program makes from its tables, in both languages.
man: all
	$(Q)sh tests/lint/man.sh $(B) update

# ---- install ---------------------------------------------------------------------------------------
.PHONY: install uninstall dist clean help
install: all
	$(Q)sh tests/lint/install.sh install "$(B)" "$(DESTDIR)$(PREFIX)"
uninstall:
	$(Q)sh tests/lint/install.sh uninstall "$(B)" "$(DESTDIR)$(PREFIX)"
dist:
	$(Q)git archive --prefix=zhiban-$(VERSION)/ -o zhiban-$(VERSION).tar.gz HEAD
clean:
	$(Q)rm -rf $(B) zhiban-*.tar.gz
help:
	@printf '%s\n' \
	 'make              build $(EXE)' \
	 'make demo         install what is missing, build, open the demonstration centre' \
	 'make check        install what is missing, lint + unit + cli + tui tests' \
	 'make check-asan   the tests under AddressSanitizer and UndefinedBehaviorSanitizer' \
	 'make check-fresh  both README commands in a bare Debian 12 (debootstrap, root)' \
	 'make bench        every promised figure beside its bound' \
	 'make fuzz         each fuzz target for 60 s (FUZZ_SECONDS)' \
	 'make deps         install the packages that building needs' \
	 'make lint format po man debug install uninstall dist clean'
