# wixmcpd
#
#   make demo       build and start the daemon over a simulated Wix site
#   make run        build and start the daemon for WIX_API_KEY and WIX_SITE_ID
#   make build      the release binary, .build/bin/wixmcpd
#   make test       every test: units, rules, clients in Python, systemd, the README's commands
#   make check      format, then every test
#   make bench      throughput, latency and memory against nginx and FastMCP
#   make cost       count what definitions and answers cost a model; writes docs/cost.md and costs.json
#   make fuzz       fuzz the parsers, half a minute each
#   make format     format all Swift sources
#   make install    install under PREFIX (/usr/local) below DESTDIR, with the systemd units
#   make clean      remove what was built
#
# DEMO and RUN pass arguments on: make demo DEMO='--listen 127.0.0.1:9000'

PREFIX ?= /usr/local
DESTDIR ?=
UNITDIR ?= /lib/systemd/system
DEMO ?=
RUN ?=

BINARY := .build/bin/wixmcpd
STAMP := .build/bin/built
# Folders too: a file that was removed changes its folder.
SOURCES := $(shell find Sources) Package.swift

.DEFAULT_GOAL := help
.PHONY: help setup demo run build test check bench cost fuzz format install clean

help:
	@sed -n '/^#   make /s/^#   //p' Makefile

setup:
	@scripts/setup

$(STAMP): $(SOURCES)
	@scripts/setup
	@scripts/build

build: $(STAMP)

demo: setup $(STAMP)
	@exec $(BINARY) demo $(DEMO)

run: setup $(STAMP)
	@exec $(BINARY) serve $(RUN)

test: setup $(STAMP)
	@scripts/test

check: setup
	swift format lint --strict --recursive --configuration .swift-format Sources Tests Package.swift
	@$(MAKE) --no-print-directory test

bench: $(STAMP)
	@scripts/setup wrk nginx
	@Benchmarks/run

cost: setup $(STAMP)
	@scripts/cost

fuzz: setup
	@scripts/fuzz

format:
	swift format --in-place --recursive --configuration .swift-format Sources Tests Package.swift

install: $(STAMP)
	install -D -m 0755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/wixmcpd
	install -D -m 0644 Config/wixmcpd.yaml $(DESTDIR)/etc/wixmcpd/wixmcpd.yaml.example
	install -d $(DESTDIR)$(UNITDIR)
	sed 's|/usr/local/bin/wixmcpd|$(PREFIX)/bin/wixmcpd|' Config/systemd/wixmcpd.service > $(DESTDIR)$(UNITDIR)/wixmcpd.service
	install -m 0644 Config/systemd/wixmcpd.socket $(DESTDIR)$(UNITDIR)/wixmcpd.socket

clean:
	rm -rf .build .venv
