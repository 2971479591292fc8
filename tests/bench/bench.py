#!/usr/bin/env python3
"""bench.py BUILD [ROSTERS]: prints each promised figure beside its bound.

The screen is measured with tests/tools/tui_probe.py (the kernel's accounts of the process), medians of
RUNS runs, 160x50, plain http on loopback, poll_sec 1. The floor comes from the simulator (live) or from a
server that repeats one snapshot (still). A figure whose conditions did not hold (no refresh came, no timer
moved) is printed as missing, which is over its bound. Needs python3 only."""
import datetime, http.server, json, os, re, statistics, subprocess, sys, tempfile, threading, time, urllib.request

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


class StillServer(http.server.ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, *a):  # the program closes its connection when it ends
        pass


def still_server(body, ticking):
    s = StillServer(('127.0.0.1', 0), Still)
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


START = '2026-11-21T15:02:00+08:00'
KEYS = ('j', 'k', '<Tab>', 'G', '<PgUp>', 'j', '<Home>', '>', '<', 't')


def keys():
    """Between two refreshes, which come at whole seconds: the key alone is in the figure."""
    return sum((['--key', '%.2f:%s' % (2.35 + i * 0.5, k)] for i, k in enumerate(KEYS)), [])


def answers(o):
    """The median over keys and runs; a key that changed nothing on the screen has no answer to measure."""
    told = [c for k in o['keys'] for c in (k['cpu_ms'] if isinstance(k['cpu_ms'], list) else [k['cpu_ms']]) if c is not None]
    return statistics.median(told) if len(told) >= len(KEYS) / 2 else None


def refreshed(o):
    """The steady figures, when about every second brought a refresh that drew something."""
    s = o.get('steady')
    return s if s and s['refreshes'] >= 0.8 * s['window_s'] - 1 else None


def startup(build, home, url, body):
    """CPU until the frame of the first paint, and until a name of the floor, had been read; what runs
    meanwhile on the other processor is counted, so both are upper bounds."""
    name = json.loads(body)['queues'][0]['name']
    o = probe(build, config(home, url), home, '--duration', '2', '--expect', 'zhiban')
    row('first paint before any network, CPU', o['startup'].get('cpu_expect_ms'), 8, 'ms')
    o = probe(build, config(home, url), home, '--duration', '2', '--expect', re.escape(name))
    told = o['startup'].get('cpu_expect_ms')
    row('first complete frame, CPU', told and max(told, o['startup']['cpu_frame_ms']), 16, 'ms')


def live(build, home, agents, cpu, aim):
    """A floor that changes: fetch, decode, diff and drawing are all in the figure."""
    sim = Sim(build, '--agents', str(agents), '--start', START)
    try:
        body = urllib.request.urlopen(sim.url).read()
        if agents == 100:
            startup(build, home, sim.url, body)
        o = probe(build, config(home, sim.url), home, '--duration', '12')
        s = refreshed(o)
        row('refresh at %d agents, live floor, CPU per second' % agents, s and s['cpu_ms_per_s'], cpu, 'ms', aim)
        if agents in (100, 10000):
            row('resident memory at %d agents' % agents, s and s['rss_kib'] / 1024, 20 if agents == 100 else 48, 'MiB')
        row('full clears after the first frame, %d agents' % agents, o['stream']['tail_full_clears'], 0, '')
        k = probe(build, config(home, sim.url), home, '--duration', '8', '--key-window', '0.05', *keys())
        row('key to answer at %d agents, median CPU' % agents, answers(k), 1, 'ms')
        return body
    finally:
        sim.stop()


def still(build, home, agents, body):
    """The same floor again and again: only the clock and the timers move, or not even those."""
    server, url = still_server(body, True)
    o = probe(build, config(home, url), home, '--duration', '10')
    row('bytes per refresh, only timers move, %d agents' % agents, refreshed(o) and o['refresh']['bytes_median'], 1500, 'B')
    server.shutdown()
    if agents != 100:
        return
    server, url = still_server(body, False)
    o = probe(build, config(home, url), home, '--duration', '8', env=('ZHIBAN_NOW=' + START,))
    row('fixed clock, unchanged snapshot: bytes per second', o['steady']['bytes_per_s'], 0, 'B')
    o = probe(build, config(home, url, 5), home, '--duration', '14', env=('ZHIBAN_NOW=' + START,))
    row('fixed clock, poll_sec 5: wake-ups per second', o['steady']['wakeups_per_s'], 2, '')
    server.shutdown()
    server, url = still_server(body, True)
    o = probe(build, config(home, url, 5), home, '--duration', '14')
    s = refreshed(o)
    row('running clock, poll_sec 5: wake-ups per second', s and s['wakeups_per_s'], 2, '')
    server.shutdown()


def screen(build, home):
    for agents, cpu, aim in ((100, 1.5, 0.9), (1000, 4, 2.7), (10000, 45, 22)):
        still(build, home, agents, live(build, home, agents, cpu, aim))


def longest_step(build, home):
    """The longest loop step, as the terminal interface itself writes it to the log at debug level."""
    for agents in (100, 10000):
        sim = Sim(build, '--agents', str(agents), '--start', START)
        log = os.path.join(home, 'zhiban', 'zhiban.log')
        if os.path.exists(log):
            os.remove(log)
        try:
            probe(build, config(home, sim.url, 1, '[log]\nlevel = debug\n'), home, '--duration', '8', *keys())
        finally:
            sim.stop()
        found = [float(l.split()[-2]) for l in open(log) if 'longest loop step' in l] if os.path.exists(log) else []
        row('longest loop step at %d agents, CPU' % agents, statistics.median(found) if found else None, 16, 'ms')


def main():
    build, rosters = os.path.abspath(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else ''
    with tempfile.TemporaryDirectory() as home:
        screen(build, home)
        longest_step(build, home)
    print('roster instances: %s' % ('not run: the optimiser is not part of this version' if rosters else 'not run'))
    print('%d of %d figures within their bounds' % (len(rows) - missed, len(rows)))


main()
