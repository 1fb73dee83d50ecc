"""Faults of readings: as the tables of test_sentences.py, a city's file behind a desk that is right."""

from __future__ import annotations

READING_FAULTS: dict[str, tuple[str, str]] = {
    "reading-of-text-compared": (
        '[readings.tiang]\nkind = "code"\ncodes = ["BKS-###"]\n'
        '[[rule]]\nid = "b"\nto = "dlh"\nreadings = { tiang = ">= 5" }\n',
        "27: rule[2].readings.tiang: '>= 5': a reading of the kind 'code' gives a text; a text or true would be right",
    ),
    "reading-of-numbers-as-text": (
        '[readings.air]\nkind = "length"\nnear = "air"\n'
        '[[rule]]\nid = "b"\nto = "dlh"\nreadings = { air = "tinggi" }\n',
        "27: rule[2].readings.air: 'tinggi': a reading of the kind 'length' gives a number;"
        " '>= 50', 50 or true would be right",
    ),
    "reading-unknown": (
        '[readings.air]\nkind = "length"\nnear = "air"\n[[rule]]\nid = "b"\nto = "dlh"\nreadings = { airr = true }\n',
        "27: rule[2].readings.airr: unknown reading 'airr'; did you mean 'air'?",
    ),
    "reading-without-streets": (
        '[readings.jalan]\nkind = "street"\n',
        '21: readings.jalan: it has no streets; names = ["Jl. ..."] would be right',
    ),
    "reading-that-counts-nothing": (
        '[readings.rumah]\nkind = "count"\n',
        "21: readings.rumah: nothing is counted; of = { rumah = 1 } would be right: what is counted",
    ),
    "reading-without-a-form": (
        '[readings.tiang]\nkind = "code"\n',
        '21: readings.tiang: it has no form; codes = ["BKS-###"] would be right: the forms of the code',
    ),
    "reading-with-idle-forms": (
        '[readings.air]\nkind = "length"\nforms = ["air #"]\n',
        "23: readings.air.forms: there are no words to stand so; 'words' would be right",
    ),
    "reading-with-an-idle-key": (
        '[readings.air]\nkind = "length"\ncodes = ["BKS-###"]\n',
        "23: readings.air.codes: 'codes' does nothing for kind = 'length'; leave it out",
    ),
    "reading-form-without-place": (
        '[readings.air]\nkind = "length"\nwords = { sedada = 120 }\nforms = ["air setinggi"]\n',
        "24: readings.air.forms[1]: 'air setinggi' doesn't say where the word or number stands;"
        " one '#' in it would be right",
    ),
    "reading-star-inside": (
        '[readings.air]\nkind = "length"\nnear = ["a*r"]\n',
        "23: readings.air.near[1]: '*' stands within a word in 'a*r'; only the end of a word may be left open",
    ),
    "reading-with-an-idle-place": (
        '[readings.air]\nkind = "length"\nunless = ["# atau #"]\n',
        "23: readings.air.unless[1]: '#' does nothing in '# atau #'; the words alone would be right",
    ),
    "reading-of-two-places": (
        '[readings.air]\nkind = "length"\nnear = ["# atau #"]\n',
        "23: readings.air.near[1]: '#' does nothing in '# atau #'; one '#' would be right",
    ),
}
