#!/usr/bin/env python3
"""Start-up, memory and cost of small requests of a published executable: docs/decisions/0002-publish-mode.md.

Usage: measure.py FOLDER/pharos [VARIABLE=VALUE ...]      the variables are set for the executable
Prints one row of a table. Linux only.
"""
import http.client
import os
import resource
import statistics
import subprocess
import sys
import threading
import time

executable = os.path.abspath(sys.argv[1])
environment = dict(os.environ, **dict(pair.split("=", 1) for pair in sys.argv[2:]))


def cpu_of_children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def cpu_of(process):
    fields = open(f"/proc/{process.pid}/stat").read().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory_of(process):
    lines = (line.split() for line in open(f"/proc/{process.pid}/smaps_rollup"))
    kib = {fields[0]: int(fields[1]) for fields in lines if fields[0] in ("Rss:", "Anonymous:")}
    return f"{kib['Rss:'] / 1024:.0f} / {kib['Anonymous:'] / 1024:.0f}"


def start():
    """Starts a server and asks it whether it is ready; gives it, its port and the seconds that took."""
    begin = time.time()
    process = subprocess.Popen(
        [executable, "server", "--web.listen-address=127.0.0.1:0"], stderr=subprocess.PIPE, env=environment, text=True)
    port = None
    for line in process.stderr:
        if "Listening on" in line:
            port = int(line.rsplit(":", 1)[1])
        if "Server is ready" in line:
            break
    connection = http.client.HTTPConnection("127.0.0.1", port)
    connection.request("GET", "/-/ready")
    assert connection.getresponse().read() == b"Prometheus Server is Ready.\n"
    threading.Thread(target=lambda: [None for _ in process.stderr], daemon=True).start()
    return process, port, time.time() - begin


def microseconds_each(process, port, path, count):
    connection = http.client.HTTPConnection("127.0.0.1", port)
    begin = cpu_of(process)
    for _ in range(count):
        connection.request("GET", path)
        connection.getresponse().read()
    return (cpu_of(process) - begin) / count * 1e6


versions = []
for _ in range(8):
    begin = cpu_of_children()
    subprocess.run([executable, "--version"], stdout=subprocess.DEVNULL, env=environment, check=True)
    versions.append(cpu_of_children() - begin)

ready, ready_cpu = [], []
for _ in range(7):
    server, port, seconds = start()
    ready.append(seconds)
    ready_cpu.append(cpu_of(server))
    server.terminate()
    server.wait()

server, port, _ = start()
time.sleep(3)  # Let the runtime's background compilation settle: the idle memory is what stays.
idle = memory_of(server)
first = microseconds_each(server, port, "/metrics", 200)
microseconds_each(server, port, "/metrics", 3000)
steady = microseconds_each(server, port, "/metrics", 3000)
microseconds_each(server, port, "/-/healthy", 8000)
small = microseconds_each(server, port, "/-/healthy", 8000)
loaded = memory_of(server)
server.terminate()
assert server.wait() == 0

folder = os.path.dirname(executable)
size = sum(os.path.getsize(os.path.join(where, name)) for where, _, names in os.walk(folder) for name in names) / 1e6
print(
    f"| {os.path.basename(folder)} {' '.join(sys.argv[2:])} | {size:.0f} MB | --version {statistics.median(versions) * 1000:.0f} ms CPU "
    f"| ready {statistics.median(ready) * 1000:.0f} ms ({min(ready) * 1000:.0f}), {statistics.median(ready_cpu) * 1000:.0f} ms CPU "
    f"| idle {idle} MiB, after requests {loaded} MiB | /metrics {first:.0f} µs CPU at first, {steady:.0f} later | small {small:.0f} µs CPU |")
