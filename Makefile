# Short names for the launcher, which does the work.
.PHONY: run test check bench lock

run:
	./countersign up

test:
	./countersign test

check:
	./countersign check

bench:
	./countersign bench

# Needs uv on PATH. The lock carries hashes and no index address.
lock:
	sh deploy/lock.sh
