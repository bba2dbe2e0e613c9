# Every command lives in tools/dev.py (standard library only), which serves Windows too.
DEV = python3 tools/dev.py
.PHONY: help run test check setup requirements bench bench-matching soak docs lock

help:  ; @$(DEV) help
run:   ; @$(DEV) run
test:  ; @$(DEV) test
check: ; @$(DEV) check
setup: ; @$(DEV) setup
requirements: ; @$(DEV) requirements
bench: ; @$(DEV) bench
bench-matching: ; @$(DEV) bench-matching $(ARGS)
soak:  ; @$(DEV) soak
docs:  ; @$(DEV) docs
lock:  ; @$(DEV) lock
