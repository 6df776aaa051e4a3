#!/bin/bash
# Runs the units in a folder under a systemd of its own, in namespaces of its own: asUnit.sh UNITS CLONE DATA.
# Nothing of it is seen outside but what the service leaves in DATA. Ends with its parent.
set -e
units=$1 clone=$2 data=$3
mount --make-rprivate /
mount -t tmpfs tmpfs /run
mount -t proc proc /proc
umount -R /sys/fs/cgroup 2>/dev/null || true
mount -t sysfs sysfs /sys 2>/dev/null || true
mount -t cgroup2 cgroup2 /sys/fs/cgroup
mount -t tmpfs tmpfs /opt
mkdir /opt/waxwing && mount --bind "$clone" /opt/waxwing
mount -t tmpfs tmpfs /var/lib
mkdir -p -m 0700 /var/lib/private && mkdir /var/lib/private/waxwing && mount --bind "$data" /var/lib/private/waxwing
export container=waxwing-test SYSTEMD_UNIT_PATH=$units
exec /lib/systemd/systemd --system --unit=waxwing.target --log-target=console
