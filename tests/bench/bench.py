#!/usr/bin/env python3
"""bench.py BUILD [ROSTERS]: prints each promised figure beside its bound.

The screen is measured with tests/tools/tui_probe.py (the kernel's accounts of the process), medians of
RUNS runs, 160x50, plain http on loopback, poll_sec 1. The floor comes from the simulator (live) or from a
server that repeats one snapshot (still). Needs python3 only."""
import datetime, http.server, json, os, subprocess, sys, tempfile, threading, time, urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
PROBE = os.path.join(HERE, '..', 'tools', 'tui_probe.py')
RUNS = int(os.environ.get('RUNS', '3'))
rows, missed = [], 0


def row(name, value, bound, unit, aim=None):
    global missed
    ok = value is not None and value <= bound
    missed += not ok
    rows.append((name, '–' if value is None else '%.2f' % value, '%g' % bound, unit, '' if aim is None else 'aim %g' % aim, 'ok' if ok else 'OVER'))
    n, v, b, u, a, o = rows[-1]
    print('%-58s %10s  bound %7s %-6s %-9s %s' % (n, v, b, u, a, o), flush=True)


def config(folder, url, poll=1, extra=''):
    path = os.path.join(folder, 'zhiban.conf')
    with open(path, 'w') as f:
        f.write('[main]\nbackend = floor\n[backend floor]\nurl = json+%s\n[centre]\nwallboard.poll_sec = %d\n%s' % (url, poll, extra))
    return path


class Still(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def do_GET(self):
        body = self.server.body
        if self.server.ticking:  # the backend's clock moves on, nothing else does
            body = body.replace(b'"time":%d' % self.server.t0, b'"time":%d' % (self.server.t0 + int(time.monotonic() - self.server.began)), 1)
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *a):
        pass


def still_server(body, ticking):
    s = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Still)
    doc = json.loads(body)
    s.t0 = int(datetime.datetime.fromisoformat(doc['time']).timestamp()) if isinstance(doc['time'], str) else doc['time']
    doc['time'] = s.t0
    s.body = json.dumps(doc, ensure_ascii=False, separators=(',', ':')).encode()
    s.ticking, s.began = ticking, time.monotonic()
    threading.Thread(target=s.serve_forever, daemon=True).start()
    return s, 'http://127.0.0.1:%d/snapshot' % s.server_port


class Sim:
    def __init__(self, build, *args):
        r, w = os.pipe()
        self.p = subprocess.Popen([os.path.join(build, 'libexec/zhiban/zhiban-sim'), '--listen', '127.0.0.1:0', '--port-fd', str(w),
                                   '--seed', '1', '--data', os.path.join(build, 'share/zhiban/demo'), *args], pass_fds=[w])
        os.close(w)
        self.url = 'http://127.0.0.1:%d/snapshot' % int(os.read(r, 32))
        os.close(r)

    def stop(self):
        self.p.terminate()
        self.p.wait()


def probe(build, conf, home, *opts, cmd=(), env=()):
    args = [sys.executable, PROBE, '--size', '160x50', '--json', '--runs', str(RUNS), '--quit', 'qy']
    for e in ('HOME=' + home, 'XDG_STATE_HOME=' + home, 'XDG_CONFIG_HOME=' + home, 'TZ=UTC', 'ZHIBAN_NOW') + tuple(env):
        args += ['--env', e]
    out = subprocess.run(args + list(opts) + ['--', os.path.join(build, 'zhiban'), '--config', conf, '--lang', 'zh_CN', *cmd], capture_output=True, text=True)
    if out.returncode:
        print(out.stdout[-2000:], out.stderr[-2000:], file=sys.stderr)
        sys.exit('bench: the probe saw no frame')
    return json.loads(out.stdout)


def screen(build, home):
    start = '2026-11-21T15:02:00+08:00'
    for agents, cpu, aim in ((100, 1.5, 0.9), (1000, 4, 2.7), (10000, 45, 22)):
        sim = Sim(build, '--agents', str(agents), '--start', start)
        try:
            body = urllib.request.urlopen(sim.url).read()
            o = probe(build, config(home, sim.url), home, '--duration', '12')
            if agents == 100:
                row('first paint before any network, CPU', o['startup']['cpu_first_byte_ms'], 8, 'ms')
                row('first complete frame, CPU', o['startup']['cpu_frame_ms'], 16, 'ms')
            s = o['steady']
            row('refresh at %d agents, live floor, CPU per second' % agents, s['cpu_ms_per_s'], cpu, 'ms', aim)
            if agents in (100, 10000):
                row('resident memory at %d agents' % agents, s['rss_kib'] / 1024, 20 if agents == 100 else 48, 'MiB')
            row('full clears after the first frame, %d agents' % agents, o['stream']['tail_full_clears'], 0, '')
            keys = probe(build, config(home, sim.url), home, '--duration', '8', *sum((['--key', '%.2f:%s' % (3 + i * 0.337, k)] for i, k in enumerate(('j', 'k', '<Tab>', 'G', '<PgUp>', '>', 't'))), []))
            costs = sorted(k['cpu_ms'] or 0 for k in keys['keys'])
            row('key to answer at %d agents, median CPU' % agents, costs[len(costs) // 2], 1, 'ms')
        finally:
            sim.stop()
        server, url = still_server(body, True)
        o = probe(build, config(home, url), home, '--duration', '10')
        row('bytes per refresh, only timers move, %d agents' % agents, o['refresh']['bytes_median'], 1500, 'B')
        server.shutdown()
        server, url = still_server(body, False)
        if agents == 100:
            o = probe(build, config(home, url), home, '--duration', '8', env=('ZHIBAN_NOW=' + start,))
            row('fixed clock, unchanged snapshot: bytes per second', o['steady']['bytes_per_s'], 0, 'B')
            o = probe(build, config(home, url, 5), home, '--duration', '14', env=('ZHIBAN_NOW=' + start,))
            row('fixed clock, poll_sec 5: wake-ups per second', o['steady']['wakeups_per_s'], 2, '')
            o = probe(build, config(home, url, 5), home, '--duration', '14')
            row('running clock, poll_sec 5: wake-ups per second', o['steady']['wakeups_per_s'], 2, '')
        server.shutdown()


def longest_step(build, home):
    """The longest loop step, as the terminal interface itself writes it to the log at debug level."""
    for agents in (100, 10000):
        sim = Sim(build, '--agents', str(agents), '--start', '2026-11-21T15:02:00+08:00')
        log = os.path.join(home, 'zhiban', 'zhiban.log')
        if os.path.exists(log):
            os.remove(log)
        try:
            probe(build, config(home, sim.url, 1, '[log]\nlevel = debug\n'), home, '--duration', '8', '--runs', '1')
        finally:
            sim.stop()
        found = [l for l in open(log) if 'longest loop step' in l] if os.path.exists(log) else []
        row('longest loop step at %d agents, CPU' % agents, float(found[-1].rsplit(' ', 2)[-2]) if found else None, 16, 'ms')


def main():
    build, rosters = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ''
    with tempfile.TemporaryDirectory() as home:
        screen(build, home)
        longest_step(build, home)
    print('roster instances: %s' % ('not run: the optimiser is not part of this version' if rosters else 'not run'))
    print('%d of %d figures within their bounds' % (len(rows) - missed, len(rows)))


main()
