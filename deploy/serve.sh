#!/bin/sh
# The web processes of a container. Each start has a boot id of its own: sessions of an earlier one are over.
set -eu
IRONRIVER_BOOT_ID="$(tr -d - < /proc/sys/kernel/random/uuid)"
export IRONRIVER_BOOT_ID
exec gunicorn --config python:ironriver.gunicorn_conf ironriver.web.wsgi:app
