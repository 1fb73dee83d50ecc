"""Every sentence about a wrong rule: one table of faults, each with its line, what is wrong and what would be right.

Faults whose whole file matters lie in faults/, each a file of its own; these are tables behind a desk that is right.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import aduan_cli
from aduan_cli.config.rule_files.loader import load
from aduan_cli.testing import desk
from faultless import FAULTS, MANIFEST, RULES
from reading_faults import READING_FAULTS

CITY: dict[str, tuple[str, str]] = READING_FAULTS | {
    "age-that-never-comes": (
        '[retention]\ntexts = "30d"\n[retention.closed]\nattachments = "1y"\n',
        "24: retention.closed.attachments: attachments go with the texts, after 30 days already;"
        " a shorter time would be right",
    ),
    "answer-id-twice": (
        "[[answer]]\n"
        'id = "jam"\n'
        'title = "Jam"\n'
        'text = "Delapan."\n'
        "[[answer]]\n"
        'id = "jam"\n'
        'title = "Jam"\n'
        'text = "Sembilan."\n',
        "26: answer[2].id: answer 'jam' stands in rules.toml already; another id",
    ),
    "answer-until-no-day": (
        '[[answer]]\nid = "jam"\ntitle = "Jam"\ntext = "Delapan."\nvalid_until = "2026-02-30"\n',
        "25: answer[1].valid_until: there is no day '2026-02-30'; a date as in '2026-12-25' would be right",
    ),
    "answer-of-unknown-unit": (
        '[[answer]]\nid = "jam"\ntitle = "Jam"\ntext = "Delapan."\nunit = "dhl"\n',
        "25: answer[1].unit: unknown unit 'dhl'; did you mean 'dlh'?",
    ),
    "answer-of-unknown-category": (
        '[[answer]]\nid = "jam"\ntitle = "Jam"\ntext = "Delapan."\ncategory = "sampa"\n',
        "25: answer[1].category: unknown category 'sampa'; did you mean 'sampah'?",
    ),
    "category-of-one-and-of-each": (
        '[categories.kontak]\nunit = "dlh"\neach = "unit"\n',
        "23: categories.kontak.each: a category is one unit's, or there is one for each; leave out 'unit' or 'each'",
    ),
    "calendar-never-opens": (
        "[calendars.kantor]\nhours = {}\n",
        "21: calendars.kantor: it never opens; hours = { mon-fri = '08:00-16:00' } would be right",
    ),
    "calendar-unknown": (
        '[calendars.kantor]\nhours = { mon-fri = "08:00-16:00" }\n[deadlines]\ncalendar = "kantr"\n',
        "24: deadlines.calendar: unknown calendar 'kantr'; did you mean 'kantor'?",
    ),
    "calendar-overlap": (
        '[calendars.kantor]\nhours = { mon = ["08:00-12:00", "11:00-13:00"] }\n',
        "22: calendars.kantor.hours.mon: the spans overlap; each hour once would be right",
    ),
    "calendar-into-next-day": (
        '[calendars.kantor]\nhours = { mon = "22:00-06:00", tue = "05:00-12:00" }\n',
        "22: calendars.kantor.hours: the hours of mon run into those of tue; each hour once would be right",
    ),
    "calendar-day-twice": (
        '[calendars.kantor]\nhours = { mon-fri = "08:00-16:00", wed = "08:00-12:00" }\n',
        "22: calendars.kantor.hours.wed: wed has its hours already; name each day once",
    ),
    "calendar-empty-span": (
        '[calendars.kantor]\nhours = { mon-fri = "08:00-08:00" }\n',
        "22: calendars.kantor.hours.mon-fri: '08:00-08:00' is empty; '00:00-24:00' is the whole day",
    ),
    "calendar-days-malformed": (
        '[calendars.kantor]\nhours = { someday = "08:00-16:00" }\n',
        "22: calendars.kantor.hours.someday: 'someday' is malformed;"
        " days as in 'mon-fri', 'senin-jumat' or 'sat' would be right",
    ),
    "calendar-changed-no-day": (
        '[calendars.kantor]\nhours = { mon-fri = "08:00-16:00" }\nchanged = { 2026-02-30 = [] }\n',
        "23: calendars.kantor.changed.2026-02-30: there is no day '2026-02-30';"
        " a date as in '2026-12-25' would be right",
    ),
    "calendar-changed-malformed": (
        '[calendars.kantor]\nhours = { mon-fri = "08:00-16:00" }\nchanged = { besok = [] }\n',
        "23: calendars.kantor.changed.besok: 'besok' is malformed; a date as in '2026-12-25' would be right",
    ),
    "calendar-changed-overlap": (
        "[calendars.kantor]\n"
        'hours = { mon-fri = "08:00-16:00" }\n'
        'changed = { 2026-12-31 = ["08:00-12:00", "11:00-13:00"] }\n',
        "23: calendars.kantor.changed.2026-12-31: the spans overlap; each hour once would be right",
    ),
    "calendar-without-hours": (
        "[calendars.kantor]\nholidays = true\n",
        "21: calendars.kantor: 'hours' is missing;"
        " [calendars.kantor.hours] would be right: days = the spans in which somebody works; a span may pass midnight",
    ),
    "target-malformed": (
        '[deadlines]\nresolve = "3w"\n',
        "22: deadlines.resolve: '3w' is malformed; a time as in '90m', '4h', '3d' (days) or '3wd' (working days)",
    ),
    "target-of-nothing": (
        '[deadlines]\nresolve = "0d"\n',
        "22: deadlines.resolve: '0d' is malformed; a time as in '90m', '4h', '3d' (days) or '3wd' (working days)",
    ),
    "target-of-unknown-clock": (
        '[deadlines]\nreslove = "3d"\n',
        "22: deadlines.reslove: unknown key; did you mean 'resolve'?",
    ),
    "deadline-of-unknown-priority": (
        '[deadlines.urgent]\nresolve = "3d"\n',
        "21: deadlines.urgent: unknown key;"
        " one of 'acknowledge', 'calendar', 'emergency', 'handoff', 'high', 'low', 'normal', 'resolve'",
    ),
    "levels-the-same": (
        '[places]\nlevels = ["ward", "ward"]\n',
        "22: places.levels: ['ward', 'ward'] can't name the two levels of places;"
        " two different words that are no other key, as in ['district', 'ward'], would be right",
    ),
    "landmark-without-letters": (
        '[landmarks]\n"--" = "Uji Timur"\n',
        "22: landmarks.--: '--' has no letter or digit; a name would be right",
    ),
    "landmark-of-unknown": (
        '[landmarks]\n"pasar" = "Uji Barat"\n',
        "22: landmarks.pasar: unknown place 'Uji Barat'; did you mean 'Uji Jaya'?",
    ),
    "landmarks-of-an-older-file": (
        '[landmarks]\n"pasar" = "Uji Jaya"\n',
        "21: landmarks: places that callers say have files of their own now; in places/landmarks.toml, for each:"
        " [[place]] name = 'pasar', kind = \"landmark\", kelurahan = 'Uji Jaya'",
    ),
    "escalation-does-nothing": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\n',
        "21: escalation[1]: it does nothing; tell = ['unit.head'], priority = 'high' or list = true",
    ),
    "escalation-id-twice": (
        "[[escalation]]\n"
        'id = "a"\n'
        'clock = "resolve"\n'
        'at = "due"\n'
        "list = true\n"
        "[[escalation]]\n"
        'id = "a"\n'
        'clock = "resolve"\n'
        'at = "50%"\n'
        "list = true\n",
        "27: escalation[2].id: escalation 'a' is there already; another id",
    ),
    "escalation-repeats-untold": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\nlist = true\nrepeat = "1d"\n',
        "26: escalation[1].repeat: it repeats what nobody is told; tell = ['unit.head'] would be right",
    ),
    "escalation-tells-unknown": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\ntell = "asisten"\n',
        "25: escalation[1].tell: unknown notifier 'asisten'; [notifiers.asisten] says how it sends",
    ),
    "escalation-at-malformed": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "besok"\nlist = true\n',
        "24: escalation[1].at: 'besok' is malformed; '50%', 'due' or '+1d' (+90m, +4h, +1wd) would be right",
    ),
    "escalation-of-unknown-clock": (
        '[[escalation]]\nid = "a"\nclock = "resolv"\nat = "due"\nlist = true\n',
        "23: escalation[1].clock: unknown value 'resolv'; did you mean 'resolve'?",
    ),
    "escalation-for-unknown-unit": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\nlist = true\nunits = ["dhl"]\n',
        "26: escalation[1].units[1]: unknown unit 'dhl'; did you mean 'dlh'?",
    ),
    "escalation-for-outside-body": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\nlist = true\nunits = ["provinsi"]\n',
        "26: escalation[1].units[1]: 'provinsi' is an outside body; one of the city's units would be right",
    ),
    "escalation-for-unknown-category": (
        '[[escalation]]\nid = "a"\nclock = "resolve"\nat = "due"\nlist = true\ncategories = "sampa"\n',
        "26: escalation[1].categories: unknown category 'sampa'; did you mean 'sampah'?",
    ),
    "inbox-holds-for-no-reason": (
        '[inbox]\nhold = "cuca"\n[reasons.hold]\ncuaca = { say = "menunggu cuaca" }\n',
        "22: inbox.hold: 'cuca' is no code of [reasons.hold]; did you mean 'cuaca'?",
    ),
    "incident-twice": (
        '[[incident]]\nid = "a"\ncategory = "sampah"\nplace = "kecamatan"\nwithin = "1h"\ncount = 3\n'
        '[[incident]]\nid = "a"\ncategory = "sampah"\nplace = "kecamatan"\nwithin = "1h"\ncount = 3\n',
        "28: incident[2].id: incident 'a' is there already; another id",
    ),
    "incident-of-one-call": (
        '[[incident]]\nid = "a"\ncategory = "sampah"\nplace = "kecamatan"\nwithin = "1h"\ncount = 1\n',
        "26: incident[1].count: 1 is out of range; 2 to 10000 would be right",
    ),
    "unit-is-the-queue": (
        '[units.triage]\nname = "Antrian"\n',
        "21: units.triage: 'triage' is the desk's own queue; another id would be right",
    ),
    "unit-named-twice": (
        '[units.lain]\nname = "Lain"\naliases = ["Dinas Lingkungan Hidup"]\n',
        "21: units.lain: 'Dinas Lingkungan Hidup' names unit 'dlh' already; leave it with one of them",
    ),
    "question-choice-without-choices": (
        '[[question]]\nid = "warna"\ncategory = "sampah"\ntext = "Apa warnanya?"\ntype = "choice"\n',
        "21: question[1]: type is 'choice', choices: 0; choices go with type = \"choice\", and must be there then",
    ),
    "question-choices-without-choice": (
        '[[question]]\nid = "warna"\ncategory = "sampah"\ntext = "Apa?"\nchoices = ["merah"]\ntype = "text"\n',
        "21: question[1]: type is 'text', choices: 1; choices go with type = \"choice\", and must be there then",
    ),
    "question-choice-twice": (
        '[[question]]\nid = "deras"\ncategory = "sampah"\ntext = "Deras?"\nchoices = ["ya", "Ya"]\n',
        "25: question[1].choices[2]: 'Ya' is a choice already; leave it out",
    ),
    "examples-of-each-unit": (
        '[categories.kontak]\neach = "unit"\nexamples.complaint = "sampah"\n',
        "23: categories.kontak.examples: a sentence names one unit, and there is such a category for each;"
        " [[example]] would be right",
    ),
    "response-unused": (
        '[responses.api]\nto = "dlh"\n',
        "21: responses.api: no hand-off names this response; leave it out",
    ),
    "response-of-nobody": (
        '[responses.api]\nas = "sampah"\n[[handoff]]\nid = "api"\nresponse = "api"\ntext = "api"\nsay = "Ya."\n',
        "25: handoff[1].response: response 'api' doesn't say who leads; 'to' would be right, there or here",
    ),
    "response-unknown": (
        '[[handoff]]\nid = "api"\nresponse = "ap"\ntext = "api"\nsay = "Ya."\n',
        "23: handoff[1].response: unknown response 'ap'",
    ),
    "question-twice": (
        "[[question]]\n"
        'id = "warna"\n'
        'category = "sampah"\n'
        'text = "Apa?"\n'
        "[[question]]\n"
        'id = "warna"\n'
        'category = "sampah"\n'
        'text = "Apa?"\n',
        "26: question[2].id: 'warna' is asked for 'sampah' already; another id",
    ),
    "question-of-unknown-category": (
        '[[question]]\nid = "warna"\ncategory = ["sampah", "sampa"]\ntext = "Apa?"\n',
        "23: question[1].category[2]: unknown category 'sampa'; did you mean 'sampah'?",
    ),
    "question-of-unknown-type": (
        '[[question]]\nid = "warna"\ncategory = "sampah"\ntext = "Apa?"\ntype = "angka"\n',
        "25: question[1].type: unknown value 'angka'; one of 'choice', 'number', 'text'",
    ),
    "condition-any-empty": (
        '[[rule]]\nid = "a"\nany = []\nto = "dlh"\n',
        "23: rule[2].any: the list is empty; at least one table would be right",
    ),
    "condition-not-no-table": (
        '[[rule]]\nid = "a"\nnot = "sampah"\nto = "dlh"\n',
        "23: rule[2].not: 'sampah' can't stand here; a table would be right",
    ),
    "unit-names-nothing": (
        '[[rule]]\nid = "a"\ntext = "a"\nto = ""\n',
        "24: rule[2].to: '' names nothing; a name would be right",
    ),
    "list-unknown": (
        '[[rule]]\nid = "a"\ntext = "@reda"\nto = "dlh"\n',
        "23: rule[2].text: unknown list of words 'reda'",
    ),
    "list-unused": (
        '[words]\nreda = ["lama"]\n',
        "22: words.reda: nothing names this list; leave it out, or name it as '@reda'",
    ),
    "categories-wait": (
        '[categories.x]\nunit = "dlh"\ntext = "x"\nafter = "y"\n'
        '[categories.y]\nunit = "dlh"\ntext = "y"\nafter = "x"\n',
        "24: categories.x.after: 'x' and 'y' wait for each other; leave out one of them",
    ),
    "list-in-a-list": (
        '[words]\nreda = ["@reda"]\n[[rule]]\nid = "a"\ntext = "@reda"\nto = "dlh"\n',
        "22: words.reda[1]: list 'reda' is within itself; leave it out here",
    ),
    "too-many-wordings": (
        '[[rule]]\nid = "a"\ntext = "'
        + "|".join("abcdefghijklmnopqrstu")
        + " "
        + "|".join("abcdefghijklmnopqrstu")
        + '"\nto = "dlh"\n',
        "23: rule[2].text: 'a|b|c|d|e|f|g|h|i|j|k|l|m|n|o|p|q|r|s|t|u a|b|c|d|e|f|g...' stands for 441 wordings;"
        " at most 400 would be right",
    ),
    "phrase-with-a-star": (
        '[[rule]]\nid = "a"\ntext = "lamp* .. mati"\nto = "dlh"\n',
        "23: rule[2].text: 'lamp* .. mati': '*' stands beside '..' or '~';"
        " '~' before the word alone, or '*' without them, would be right",
    ),
    "phrase-at-an-end": (
        '[[rule]]\nid = "a"\ntext = ".. mati"\nto = "dlh"\n',
        "23: rule[2].text: '.. mati': '..' stands at an end of it;"
        " words on both sides, as in 'jalan .. rusak', would be right",
    ),
    "phrase-of-many-gaps": (
        '[[rule]]\nid = "a"\ntext = "satu .. dua .. tiga .. empat .. lima"\nto = "dlh"\n',
        "23: rule[2].text: 'satu .. dua .. tiga .. empat .. lima': '..' stands in it 4 times; at most 3 would be right",
    ),
    "forms-of-a-short-word": (
        '[[rule]]\nid = "a"\ntext = "~at"\nto = "dlh"\n',
        "23: rule[2].text: '~at': '~at' is no word that has forms;"
        " one word of at least 3 letters, as in '~rusak', would be right",
    ),
    "signs-of-a-list": (
        '[[rule]]\nid = "a"\ntext = "api, asap"\nto = "dlh"\n',
        "23: rule[2].text: ',' does nothing in 'api, asap'; a list would be right: [\"api\", \"asap\"]",
    ),
    "signs-of-an-expression": (
        '[[rule]]\nid = "a"\ntext = "api[a-z]"\nto = "dlh"\n',
        "23: rule[2].text: '[' does nothing in 'api[a-z]'; only '*', or '$' after the last word, does something",
    ),
    "rule-goes-and-continues": (
        '[[rule]]\nid = "a"\ntext = "api"\nto = "dlh"\nsupport = "dlh"\ncontinue = true\n',
        "24: rule[2].to: 'to' does nothing in a rule that continues; leave out 'to' or 'continue'",
    ),
    "synonym-for-nothing": (
        '[synonyms]\n"lam*" = ["pju"]\n',
        "22: synonyms.\"lam*\": nothing can stand for 'lam*'; a word without '*' would be right",
    ),
    "synonym-of-a-synonym": (
        '[synonyms]\n"lampu" = ["pju"]\n"pju" = ["penerangan"]\n',
        "23: synonyms.pju: 'pju' is said for 'lampu' already; put its words there",
    ),
    "synonym-of-itself": (
        '[synonyms]\n"lampu" = ["Lampu"]\n',
        "22: synonyms.lampu[1]: 'Lampu' stands for itself; leave it out",
    ),
    "synonym-of-two": (
        '[synonyms]\n"lampu" = ["pju"]\n"jalan" = ["pju"]\n',
        "23: synonyms.jalan[1]: 'pju' is said for 'lampu' already; each word stands for one",
    ),
    "notifier-lacks": (
        '[notifiers.surat]\ntype = "smtp"\nhost = "localhost"\nfrom = "a@b.test"\n',
        "21: notifiers.surat: 'to' is missing; a notifier of type 'smtp' needs it",
    ),
    "notifier-has-too-much": (
        '[notifiers.surat]\ntype = "spool"\nfolder = "surat"\nhost = "localhost"\n',
        "24: notifiers.surat.host: a notifier of type 'spool' has no 'host'; folder",
    ),
    "area-around-nothing": (
        '[areas]\npasar = ["-6.2,106.9", "-6.3,106.9"]\n',
        "22: areas.pasar: the corners of 'pasar' go around nothing;"
        " three points of the earth or more, as in '-6.2383,106.9756', would be right",
    ),
    "area-unknown": (
        '[[rule]]\nid = "a"\narea = "pasar"\nto = "dlh"\n',
        "23: rule[2].area: unknown area 'pasar'",
    ),
    "notifier-that-tells-no-callers": (
        '[notifiers.lain]\ntype = "open311"\nurl = "https://a.test"\n[callers.over]\nwhatsapp = "lain"\n',
        "21: notifiers.lain: a notifier of type 'open311' tells no callers;"
        " [callers.over] may name one of another type",
    ),
    "notifier-of-unknown-type": (
        '[notifiers.surat]\ntype = "email"\n',
        "22: notifiers.surat.type: unknown value 'email';"
        " one of 'command', 'open311', 'plugin', 'smtp', 'spool', 'webhook'",
    ),
    "notifier-port-out-of-range": (
        '[notifiers.surat]\ntype = "smtp"\nhost = "localhost"\nfrom = "a@b.test"\nto = ["c@d.test"]\nport = 70000\n',
        "26: notifiers.surat.port: 70000 is out of range; 1 to 65535 would be right",
    ),
    "notifier-address": (
        '[notifiers.surat]\ntype = "webhook"\nurl = "ftp://contoh.test"\n',
        "23: notifiers.surat.url: 'ftp://contoh.test' is no address of the web;"
        " one that begins with https:// would be right",
    ),
    "notifier-address-with-a-secret": (
        '[notifiers.surat]\ntype = "webhook"\nurl = "https://desk:rahasia@contoh.test"\n',
        "23: notifiers.surat.url: a secret stands in no file of rules;"
        " the environment or a file of its own has it; an address without a user and a password would be right",
    ),
    "notifier-with-a-secret": (
        '[notifiers.surat]\ntype = "webhook"\nurl = "https://contoh.test"\nsecret = "x"\n',
        "24: notifiers.surat.secret: a secret stands in no file of rules;"
        " the environment or a file of its own has it; one of 'secret_env', 'secret_file'",
    ),
    "tell-unknown": (
        '[units.lain]\nname = "Lain"\ntell = ["surat"]\n',
        "23: units.lain.tell[1]: unknown notifier 'surat'; [notifiers.surat] says how it sends",
    ),
    "tell-nearly-known": (
        '[units.lain]\nname = "Lain"\ntell = ["surta"]\n[notifiers.surat]\ntype = "spool"\nfolder = "surat"\n',
        "23: units.lain.tell[1]: unknown notifier 'surta'; did you mean 'surat'?",
    ),
    "limit-out-of-range": (
        "[plugins.limits]\ncpu = 4000\n",
        "22: plugins.limits.cpu: 4000 is out of range; 0.01 to 3600 would be right",
    ),
    "limit-of-memory-out-of-range": (
        "[plugins.limits]\nmemory = 2000000\n",
        "22: plugins.limits.memory: 2000000 is out of range; 0.01 to 1048576 would be right",
    ),
    "limit-of-nothing": (
        "[plugins.limits]\nmemory = 0\n",
        "22: plugins.limits.memory: 0 can't stand here; a number above 0 would be right",
    ),
    "reason-malformed": (
        '[reasons.reject]\n"Bukan Urusan" = "x"\n',
        "22: reasons.reject.\"Bukan Urusan\": 'Bukan Urusan' is malformed;"
        " lower-case letters and digits with single hyphens, as in 'pju-mati', would be right",
    ),
    "reason-without-words": (
        "[reasons.hold]\ncuaca = { stops_clock = true }\n",
        "22: reasons.hold.cuaca: 'say' is missing; say = \"...\" would be right: what people read",
    ),
    "view-malformed": (
        '[views."Pagi Ini"]\nunit = "dlh"\n',
        "21: views.\"Pagi Ini\": 'Pagi Ini' is malformed;"
        " lower-case letters and digits with single hyphens, as in 'pju-mati', would be right",
    ),
    "message-of-unknown-event": (
        '[messages.rutod]\nbody = "x"\n',
        "21: messages.rutod: unknown key; did you mean 'routed'?",
    ),
    "grant-of-unknown-unit": (
        '[grants]\nuji = ["dhl"]\n',
        "22: grants.uji[1]: unknown unit 'dhl'; did you mean 'dlh'?",
    ),
    "no-handoff-empty": (
        "no_handoff = []\n",
        "1: no_handoff: the list is empty; at least one table would be right",
    ),
    "example-without-expect": (
        '[[example]]\ntext = "sampah"\n',
        "21: example[1]: 'expect' is missing; [example.expect] would be right: what must come out",
    ),
}
"""Faults of rules.toml: the tables behind the right ones, and the sentence behind the file's name."""
MANIFESTS: dict[str, tuple[str, str]] = {
    "category-of-each-unit": (
        '[categories.kontak]\neach = "unit"\n',
        "8: categories.kontak.each: only rules.toml speaks of all units",
    ),
    "question-of-the-city": (
        '[[question]]\nid = "a"\ncategory = "sampah"\ntext = "Apa?"\n',
        "9: question[1].category: category 'sampah' is owned by rules.toml; ask it for a category of this file",
    ),
    "manifest-notifier": (
        '[notifiers.a]\ntype = "spool"\n',
        "7: notifiers: unknown key;"
        " one of 'answer', 'categories', 'commands', 'crews', 'example', 'plugin', 'question', 'readings', 'rule',"
        " 'unit', 'words'",
    ),
    "manifest-crew-without-name": (
        '[crews.satu]\naliases = ["x"]\n',
        "7: crews.satu: 'name' is missing; name = \"...\" would be right: full name of the unit",
    ),
    "manifest-answer-of-other-unit": (
        '[[answer]]\nid = "a"\ntitle = "A"\ntext = "B"\nunit = "dlh"\n',
        "11: answer[1].unit: unit 'dlh' is not in the scope of 'uji';"
        " one of its own units, or one that [grants] uji in rules.toml names",
    ),
    "manifest-calendar-unknown": (
        '[crews.satu]\nname = "Regu Satu"\ndeadlines = { calendar = "kantor" }\n',
        "9: crews.satu.deadlines.calendar: unknown calendar 'kantor'; 'always' would be right",
    ),
    "manifest-tell-unknown": (
        '[crews.satu]\nname = "Regu Satu"\ntell = "surat"\n',
        "9: crews.satu.tell: unknown notifier 'surat'; [notifiers.surat] says how it sends",
    ),
    "manifest-category-before-all": (
        '[categories.satu]\nunit = "uji"\ntext = "a"\nspecific = true\n',
        "10: categories.satu.specific: a unit's category doesn't go before those of others;"
        " 'last', or after = \"...\", would be right",
    ),
    "command-without-help": (
        "[commands.tutup]\n",
        "7: commands.tutup: 'help' is missing; help = \"...\" would be right: what it does, in one line",
    ),
}
"""The same of a plugin's manifest."""

# Where each stands first in its file, because what follows would else be a part of another table.
FIRST = ("no-handoff-empty",)


def told(folder: Path, city: str, manifest: str) -> list[str]:
    """Return the problems of a desk with these files, as people read them."""
    desk(folder, city, {"uji": {"plugin.toml": manifest}})
    return [str(problem) for problem in load(str(folder)).problems]


@pytest.mark.parametrize("fault", sorted(CITY))
def test_a_fault_of_the_citys_file_is_one_sentence(fault: str, tmp_path: Path) -> None:
    tables, sentence = CITY[fault]
    text = tables + RULES if fault in FIRST else RULES + tables
    assert told(tmp_path, text, MANIFEST) == [f"rules.toml:{sentence}"]


@pytest.mark.parametrize("fault", sorted(MANIFESTS))
def test_a_fault_of_a_manifest_is_one_sentence(fault: str, tmp_path: Path) -> None:
    tables, sentence = MANIFESTS[fault]
    assert told(tmp_path, RULES, MANIFEST + tables) == [f"plugins/uji/plugin.toml:{sentence}"]


WHOLE = {
    "plugin-channel-without-plugins": (
        RULES.replace('enable = ["uji"]', "enable = []") + '[notifiers.uji]\ntype = "plugin"\n',
        "rules.toml:21: notifiers.uji: plugin 'uji' is not enabled; [plugins] enable names it",
    ),
    "plugin-channel-of-another": (
        RULES + '[notifiers.surat]\ntype = "plugin"\nplugin = "ujian"\n',
        "rules.toml:23: notifiers.surat.plugin: plugin 'ujian' is not enabled; 'uji' would be right",
    ),
    "reading-twice": (
        RULES + '[readings.air]\nkind = "length"\n',
        "plugins/uji/plugin.toml:7: readings.air: reading 'air' stands in rules.toml already; another name",
    ),
    "list-twice": (
        RULES + '[words]\nreda = ["lama"]\n',
        "plugins/uji/plugin.toml:8: words.reda: list 'reda' stands in rules.toml already; another name",
    ),
    "nested-tables": (
        RULES + '[[rule]]\nid = "a"\nto = "dlh"\n' + "not = { " * 22 + 'text = "a"' + " }" * 22 + "\n",
        "rules.toml:24: rule[2]." + "not." * 20 + "not: nested too deep",
    ),
    "nested-lists": (
        RULES + '[[rule]]\nid = "a"\nto = "dlh"\n' + "any = [{ " * 22 + 'text = "a"' + " }]" * 22 + "\n",
        "rules.toml:24: rule[2]." + "any[1]." * 20 + "any: nested too deep",
    ),
}
"""Whole files of the city, where more than a table at the end matters."""


@pytest.mark.parametrize("fault", sorted(WHOLE))
def test_a_fault_of_a_whole_file_is_one_sentence(fault: str, tmp_path: Path) -> None:
    """What is nested without an end is told where it is too deep, and not followed until a stack runs over."""
    text, sentence = WHOLE[fault]
    # A list of the manifest and of the city.
    more = '[words]\nreda = ["dulu"]\n[categories.uji]\nunit = "uji"\ntext = "@reda"\n' if "list" in fault else ""
    more = '[readings.air]\nkind = "length"\n' if "reading" in fault else more
    assert told(tmp_path, text, MANIFEST + more) == [sentence]


RESERVED = (
    "plugins/unit/plugin.toml:7: commands: 'unit' is a command of aduan itself;"
    " a plugin of another name may have commands"
)


def test_a_plugin_that_is_called_as_a_command_has_none(tmp_path: Path) -> None:
    """`aduan unit` would be two things."""
    manifest = MANIFEST.replace('name = "uji"', 'name = "unit"') + '[commands.tutup]\nhelp = "Menutup."\n'
    desk(tmp_path, RULES.replace('enable = ["uji"]', 'enable = ["unit"]'), {"unit": {"plugin.toml": manifest}})
    assert [str(problem) for problem in load(str(tmp_path)).problems] == [RESERVED]


def sentences() -> Iterator[tuple[str, str]]:
    """Yield each sentence that the language of rules has in its code, with where it stands."""
    folder = Path(aduan_cli.__file__).parent / "rules" / "language"
    for path in sorted(folder.glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "_" and isinstance(node.args[0], ast.Constant):
                yield f"{path.name}:{node.lineno}", str(node.args[0].value)


def test_no_sentence_of_the_language_is_without_its_fault() -> None:
    """Who adds one adds a fault that it is told of: here, or a file in faults/."""
    files = [path.read_text(encoding="utf-8").splitlines()[0] for path in FAULTS.glob("*.toml")]
    tables = {**CITY, **MANIFESTS, **WHOLE}
    told = [*files, RESERVED, *(sentence for _tables, sentence in tables.values())]
    missing = [
        (place, sentence)
        for place, sentence in sentences()
        if not any(re.search(".*".join(map(re.escape, re.split(r"{[^{}]*}", sentence))), one) for one in told)
    ]
    assert missing == []
