/* The texts of zhiban-demo(1) and zhiban-sim(1): the simulated centre. */
#include "manual.h"
#include "zhiban/base/intl.h"

const struct manual_block manual_demo[] = {
    {MAN_PARA, NULL,
     N_("The centre is the demonstration organisation that comes with the program: eight queues, "
        "two sites, four teams and an eight-day rota, with arrivals by the time of day, callers "
        "who give up, skills, priorities, wrap-up and pauses with reasons. What is on the screen "
        "took the same way as with a real backend: HTTP, decoder, totals, alarms.")},
    {MAN_SUB, NULL, N_("What it makes and removes")},
    {MAN_PARA, NULL,
     N_("A folder that only the user can read, under TMPDIR or /tmp, holds a small configuration, "
        "the secret of the simulated backend, and the log and choices of this run; the user's own "
        "configuration is neither read nor changed, unless `--config` names one. The simulator is "
        "a process of its own on a free port of 127.0.0.1. On leaving, also by a signal or a "
        "hang-up, the process ends and the folder is removed. `--keep DIR` works in a new or empty "
        "folder and leaves it there; its configuration opens a simulated centre again:")},
    {MAN_CODE, NULL,
     "zhiban demo --keep ~/zhiban-demo\n"
     "zhiban --config ~/zhiban-demo/zhiban.conf"},
    {MAN_SUB, NULL, N_("Clock and speed")},
    {MAN_PARA, NULL,
     N_("Terminal and simulator share one clock that starts at the present time, or at ZHIBAN_NOW, "
        "and runs at `--speed`. At 60 an hour passes in a minute: intervals, segments and midnight "
        "can be watched. The floor has already worked since the start of its day when the screen "
        "opens. With the same seed, start and speed the same calls come.")},
    {MAN_PARA, NULL,
     N_("Alarms whose figure has to stand for a while follow the same clock. At high speed states "
        "change faster than the backend is asked; that is the price, not a fault.")},
    {0},
};

const struct manual_block manual_demo_files[] = {
    {MAN_ITEM, "share/zhiban/demo",
     N_("The organisation, as CSV files: queues, shifts, pause reasons, teams, sites and staff.")},
    {0},
};

const struct manual_block manual_sim[] = {
    {MAN_PARA, NULL,
     N_("Once it listens it prints its address on standard output, as `--backend` takes it, and "
        "serves until it is interrupted. It listens on this machine only.")},
    {MAN_PARA, NULL,
     N_("The floor starts as if it had worked since the start of its day and is the same for the "
        "same seed, start and speed, whoever asks and however often. `--agents` replaces the "
        "demonstration staff by 10 to 10000 people with the calls for them; `--load` makes more or "
        "fewer calls for the same people.")},
    {MAN_PARA, NULL,
     N_("The board keeps the clock of its own machine. A floor of another start or speed therefore "
        "shows another time of day and segment there, and times of a floor more than a day ahead "
        "are faults of its data; durations are right. `zhiban demo` runs both on one clock.")},
    {MAN_SUB, NULL, N_("Dialects")},
    {MAN_ITEM, "json",
     N_("GET /snapshot answers the document of zhiban-snapshot(5), with ETag, and POST the acts "
        "named there. With `--secret-file` a bearer token is asked for, or Basic with `--user`; "
        "without it nobody has to sign in.")},
    {MAN_ITEM, "asterisk",
     N_("The manager interface over HTTP, at /rawman with or without a prefix: sign-in by secret "
        "or MD5 challenge, the session cookie and its time-out, QueueStatus, QueueSummary, "
        "CoreShowChannels and CoreStatus, and the acts on agents. The user is `--user`, demo by "
        "default; the secret is the first line of `--secret-file`, demo by default. `--rights` "
        "takes rights away, to see what the board loses: without reporting no callers stand on the "
        "agents' rows, and without agent no act on agents is permitted.")},
    {MAN_SUB, NULL, N_("Faults")},
    {MAN_PARA, NULL,
     N_("`--fault` may be given several times. A fault hits every answer, or with a share such as "
        "`drop=10%` that part of them, drawn from the seed.")},
    {MAN_ITEM, "slow=2s", N_("Waits before each answer; also in milliseconds, `slow=300ms`.")},
    {MAN_ITEM, "drop=10%", N_("Closes the connection without an answer.")},
    {MAN_ITEM, "garbage", N_("Answers bytes that mean nothing.")},
    {MAN_ITEM, "truncate", N_("Promises a whole answer and stops in its middle.")},
    {MAN_ITEM, "status=503", N_("Answers this HTTP status, from 400 to 599, instead.")},
    {MAN_ITEM, "stall", N_("Takes the question and never answers.")},
    {MAN_ITEM, "reset-counters",
     N_("Sets all counters to 0 every 60 s, as a switch that restarts does.")},
    {MAN_ITEM, "badcert", N_("Serves https with a certificate for another host.")},
    {MAN_SUB, NULL, N_("Replay")},
    {MAN_PARA, NULL,
     N_("`--replay DIR` plays recorded answers instead of the floor: those that `--trace` wrote, "
        "in their order; the last one is repeated. Each question gets the next answer of its kind. "
        "Also files named *.rawman.txt, which hold the body of an answer alone, are played. So a "
        "fault seen in the field can be looked at elsewhere, as often as needed.")},
    {0},
};

const struct manual_block manual_sim_examples[] = {
    {MAN_PARA, NULL,
     N_("An Asterisk to practise on, in one terminal, and the board on it in another:")},
    {MAN_CODE, NULL,
     "umask 077; echo secret > ami.secret\n"
     "zhiban sim --dialect asterisk --user wallboard --secret-file ami.secret --listen "
     "127.0.0.1:8088"},
    {MAN_CODE, NULL,
     "ZHIBAN_BACKEND_SECRET_FILE=ami.secret zhiban --backend "
     "asterisk+http://wallboard@127.0.0.1:8088"},
    {MAN_PARA, NULL,
     N_("A Monday morning, an outage after ten minutes, and half again as many calls:")},
    {MAN_CODE, NULL, "zhiban sim --start 2026-01-05T08:55:00+08:00 --outage-after 10 --load 1.5"},
    {MAN_PARA, NULL, N_("Record a backend and play it again:")},
    {MAN_CODE, NULL,
     "zhiban status --watch --count 30 --trace trace --output /dev/null\n"
     "zhiban sim --replay trace"},
    {0},
};
