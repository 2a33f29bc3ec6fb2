#!/bin/sh
# The web processes of a container. Each start has a boot id of its own: sessions of an earlier one are over.
set -eu
IRONRIVER_BOOT_ID="$(tr -d - < /proc/sys/kernel/random/uuid)"
export IRONRIVER_BOOT_ID
# The workers are forks of a process that has loaded numpy, whose threads would not come along.
export OPENBLAS_NUM_THREADS=1
exec gunicorn --config python:ironriver.gunicorn_conf ironriver.web.wsgi:app
