# Every target does its own set-up from a fresh clone and says what is missing. `make` alone lists the targets.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help run job backfill evaluate sql rules-show estop resume test notebooks lab soak bench format build synth diff bootstrap deploy destroy

RUN_SECONDS ?= 0
LAKE ?=
STATE ?=
BROKER ?=
CREDENTIALS ?=
REASON ?=
PROPERTIES ?=
RESUME ?=
FLINK_CONF ?=
RULES ?=
UI_PORT ?= 0
SEED ?=
SOAK_SECONDS ?= 300
BENCH ?=
PROFILE ?= short
ROUNDS ?=
ONLY ?=
FIELD ?=
ATHENA_WORKGROUP ?=
FARM_TIME_ZONE ?=
ARGS ?=
FROM ?=
TO ?=
LEGACY_ROOT ?=
ARCHIVE_ROOT ?=
FORCE ?=
WARM_UP ?=
OUTPUT ?=
ORDER ?=
SOIL ?=
Q ?=
ENV ?= dev
CONFIRM ?=
export ARGS FIELD ATHENA_WORKGROUP FARM_TIME_ZONE RUN_SECONDS LAKE STATE BROKER CREDENTIALS REASON PROPERTIES RESUME FLINK_CONF RULES UI_PORT SEED SOAK_SECONDS FROM TO LEGACY_ROOT ARCHIVE_ROOT FORCE WARM_UP OUTPUT ORDER SOIL Q ENV CONFIRM

help: ## This list
	@bin/help Makefile

run: build ## Simulated fields, broker and the job; Ctrl-C stops. RUN_SECONDS= LAKE= STATE= BROKER= RULES= FIELD= PROPERTIES= RESUME=1 UI_PORT=
	@bin/run all

job: build ## The job alone, until stopped or its source ends. PROPERTIES= LAKE= STATE= BROKER= RULES= RESUME=1 RUN_SECONDS= UI_PORT=
	@bin/class-archive
	@bin/run job

backfill: build ## Aggregates the past again. FROM= TO= LAKE= LEGACY_ROOT= ARCHIVE_ROOT= FORCE=1 PROPERTIES=
	@bin/backfill

evaluate: build ## Tries rules on stored readings, and opens nothing. RULES= FROM= TO= LAKE= WARM_UP= ORDER= SOIL= OUTPUT= PROPERTIES=
	@bin/evaluate

notebooks: ## Executes the notebooks into target/notebooks, over a lake made for them or LAKE= or ATHENA_WORKGROUP=. FARM_TIME_ZONE=
	@bin/check-tools python
	@bin/venv
	@bin/build
	@bin/notebooks

lab: ## Opens the notebooks in JupyterLab. LAKE= ATHENA_WORKGROUP= FARM_TIME_ZONE= ARGS=
	@bin/check-tools python
	@bin/lab

sql: ## The tables and views of a local lake in DuckDB: the rows of a query, or a prompt or the script. Q= LAKE=
	@bin/build >&2
	@bin/sql

rules-show: ## Prints the retained rules, their version and when they were issued. BROKER= CREDENTIALS=
	@bin/rules show

estop: ## Presses the emergency stop, job running or not. BROKER= CREDENTIALS= REASON=
	@bin/rules estop

resume: ## Lifts the emergency stop. BROKER= CREDENTIALS= REASON=
	@bin/rules resume

test: ## Every check: format, static analysis, unit and integration tests
	@bin/check-tools python node
	@bin/venv
	@mvn -B -ntp verify
	@bin/test-notebooks

synth: ## Writes the CloudFormation templates of an environment, without AWS. ENV=
	@bin/synth

diff: ## What a deploy would change. ENV=
	@bin/synth >/dev/null
	@bin/cdk diff

bootstrap: ## Prepares an account and region for the CDK, once. ENV=
	@bin/synth >/dev/null
	@bin/cdk bootstrap

deploy: ## Deploys an environment after checking that it can be, and prints its outputs. ENV=
	@bin/deploy

destroy: ## Destroys an environment: lists what goes and what stays, and asks. ENV= CONFIRM=yes
	@bin/destroy

soak: build ## Kills, cuts and resizes the job under load and compares its tables with what was sent. SEED= SOAK_SECONDS= BROKER=
	@bin/soak

bench: ## How fast the job is, beside others and its targets; PROFILE=short|full ROUNDS= ONLY=; or one measurement: BENCH=name ARGS=
	@bin/bench $(if $(BENCH),$(BENCH),suite --profile $(PROFILE) $(if $(ROUNDS),--rounds $(ROUNDS)) $(if $(ONLY),--only $(ONLY))) $(ARGS)

format: ## Formats the code as the build demands
	@bin/check-tools
	@mvn -q -B -ntp spotless:apply

build: ## Builds what is stale
	@bin/build
