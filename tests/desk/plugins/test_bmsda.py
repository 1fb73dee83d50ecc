"""What URC BMSDA makes of roads that are not the city's, of pole numbers and places. All calls are invented."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from click.testing import CliRunner
from complaints import (
    ANSWERS,
    CALL,
    HUGE,
    check_decision,
    check_notes,
    code_of,
    complaint,
    decision_of,
    seconds,
    texts,
)
from hypothesis import given
from hypothesis import strategies as st

from aduan_cli.hookspecs import Complaint
from aduan_cli.model import Decision

bmsda = code_of("bmsda")
SCOPE = {"bmsda", "bmsda-pju", "bmsda-jalan", "bmsda-drainase", "bmsda-pohon", "provinsi", "pemerintah-pusat"}
CENTRE, PROVINCE = "pemerintah-pusat", "provinsi"


def damaged(text: str, **given: Any) -> Decision:
    """Return what is decided about damage on a road."""
    return decision_of(text or "rusak", category="jalan-rusak", kind="complaint", **given)[1]


def by_category(made: Decision) -> bool:
    """Say whether no rule decided, and the crew goes."""
    return (made.unit, made.step, made.rule) == ("bmsda-jalan", "category", None)


def light(text: str, **more: Any) -> Complaint:
    return complaint(text, "pju-mati", "bmsda-pju", **more)


def said(notes: Any) -> str:
    return " | ".join(note.text for note in notes)


# -- roads that are not the city's

REFERRED = [
    ("Penelepon melaporkan jalan berlubang di Jl. Sultan Agung Kec. Medan Satria", CENTRE),
    ("jalan rusak parah di jalan raya sultan agung depan SPBU", CENTRE),
    ("Penelepon mengadukan banyak lubang di Jl. Jend. Sudirman arah Kranji", CENTRE),
    ("berlubang di jl.jendral sudirman", CENTRE),
    ("aspal mengelupas di JL. JENDERAL SOEDIRMAN dekat pasar", CENTRE),
    ("Penelepon melaporkan aspal bergelombang di Jl. Ahmad Yani Kel. Marga Jaya", CENTRE),
    ("jalan berlubang di jl A. Yani depan mall", CENTRE),
    ("lubang besar dijl. jend achmad yani", CENTRE),
    ("There is a huge pothole on Jalan Ahmad Yani near the toll gate", CENTRE),
    ("Penelepon melaporkan jalan rusak Jl. Siliwangi Kel. Sepanjang Jaya", PROVINCE),
    ("jalan hancur sepanjang Jl. Raya Siliwangi", PROVINCE),
    ("Jl. Raya Narogong berlubang dalam, mohon diperbaiki", PROVINCE),
    ("Penelepon mengadukan jalan berlubang di Jalan Narogong Raya KM 12", PROVINCE),
    ("lubang di tengah jl raya siliwangi narogong", PROVINCE),
    ("jalan rusak berlokasi di Jl. Siliwangi No. 20 RT 02 RW 05", PROVINCE),
    ("Penelepon melaporkan lubang di jalan yang menuju pasar, tepatnya Jl. Siliwangi", PROVINCE),
]


@pytest.mark.parametrize(("text", "body"), REFERRED)
def test_damage_on_a_road_of_the_centre_or_the_province_is_referred_to_it(text: str, body: str) -> None:
    made = damaged(text)
    assert made.unit == body
    assert made.reason == f"Jalan ini jalan {'nasional' if body == CENTRE else 'provinsi'}."


STAYS = [
    # near it, towards it, from it
    "jalan rusak di Jl. Kenanga dekat Jl. Siliwangi",
    "jalan berlubang dekat Jl. Sultan Agung",
    "jalan berlubang di Jl. Anggrek arah Jl. Ahmad Yani",
    "lubang di gang menuju Jl. Raya Narogong",
    "jalan rusak tidak jauh dari Jl. Sudirman",
    "jalan hancur di Jl. Dahlia tembus ke Jl. Siliwangi",
    "lubang di sekitar Jl. Sultan Agung",
    "jalan berlubang di belakang Jl. Ahmad Yani",
    "pothole on our street near Jalan Ahmad Yani",
    # a smaller street or an estate of that name
    "jalan rusak di Jl. Siliwangi 3",
    "jalan rusak di Jl. Siliwangi Gang Mawar",
    "jalan rusak di Jl. Siliwangi Gg. H. Amin RT 02 RW 05",
    "jalan berlubang di Jl. Narogong Permai Blok C",
    "jalan rusak di Jl. Narogong Indah",
    "jalan rusak di Jl. Sudirman Dalam",
    "jalan rusak di Perumahan Siliwangi",
    "jalan rusak di jalan siliwangi raya",
    # another street as well
    "jalan rusak di Jl. Melati dan di Jl. Siliwangi",
    "jalan berlubang di Jl. Sultan Agung, juga di Jl. Raya Siliwangi",
    # only a name
    "jalan rusak di Siliwangi",
    "jalan rusak di kampung sultan agung",
    "jalan rusak di Jl. Siliwangian",
    # whose it is, is not sure
    "jalan berlubang di Jl. Ir. H. Juanda",
    "jalan berlubang di Jl. Cut Meutia",
    "jalan berlubang di Jl. KH Noer Ali",
    "jalan rusak di Jl. Sudirman samping flyover Kranji",
    # not the road's surface
    "trotoar rusak di Jl. Ahmad Yani",
    "bekas galian kabel di Jl. Sultan Agung belum ditutup",
    "tumpahan oli di Jl. Siliwangi",
    "tutup manhole hilang di Jl. Sudirman",
    # the city's
    "jalan rusak di Jl. Mayor Hasibuan",
    "jalan rusak di Jl. I Gusti Ngurah Rai",
    "jalan berlubang di Jl. Kenanga RT 02 RW 03",
    "",
]


@pytest.mark.parametrize("text", STAYS)
def test_what_is_near_or_named_alike_or_not_sure_stays_with_the_crew(text: str) -> None:
    assert damaged(text).unit == "bmsda-jalan"


def test_a_street_of_that_name_in_another_kecamatan_is_another_street() -> None:
    text = "jalan rusak di Jl. Siliwangi"
    assert damaged(text, kecamatan="Rawalumbu").unit == PROVINCE
    assert by_category(damaged(text, kecamatan="Jatiasih"))


def test_an_address_that_the_officer_gave_counts_as_the_place() -> None:
    assert damaged("jalan berlubang dalam", address="Jl. Sultan Agung").unit == CENTRE
    assert damaged("jalan berlubang dalam", address="Jl. Kenanga").unit == "bmsda-jalan"


def test_street_lights_and_all_else_are_the_citys_on_every_road() -> None:
    for category, unit in [("pju-mati", "bmsda-pju"), ("saluran-air", "bmsda-drainase"), ("pohon", "bmsda-pohon")]:
        assert decision_of("mati di Jl. Sultan Agung", category=category, kind="complaint")[1].unit == unit


def test_where_people_may_be_hurt_the_crew_secures_the_place_first() -> None:
    hurt = damaged("jalan amblas di Jl. Raya Narogong, ada motor terjatuh")
    shut = damaged("jalan berlubang di Jl. Raya Narogong", answers={"bisa-dilewati": "tertutup"})
    calm = damaged("jalan berlubang di Jl. Raya Narogong")
    assert (hurt.unit, set(hurt.support)) == (PROVINCE, {"bmsda-jalan"})
    assert (shut.unit, set(shut.support)) == (PROVINCE, {"bmsda-jalan", "dishub"})
    assert (calm.unit, calm.support, calm.priority) == (PROVINCE, (), None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("jalan berlubang di Jl. Ir. H. Djuanda depan stasiun", "mungkin bukan jalan kota"),
        ("jalan rusak di Jl. Cut Mutiah dekat terminal", "mungkin bukan jalan kota"),
        ("jalan berlubang di jl kh noer alie depan mall", "mungkin bukan jalan kota"),
        ("trotoar ambles di Jl. Ahmad Yani depan mall", "rujuk ke pemiliknya"),
    ],
)
def test_of_a_road_that_may_not_be_the_citys_the_crew_is_told(text: str, expected: str) -> None:
    made = damaged(text)
    assert made.unit == "bmsda-jalan"
    assert expected in (made.reason or "")


@pytest.mark.parametrize("text", ["lubang di Jl. Kenanga RT 02 dekat Jl. Siliwangi", "lubang dekat Jl. Juanda"])
def test_nothing_is_said_of_a_road_nearby(text: str) -> None:
    assert by_category(damaged(text))


# -- pole numbers

POLES = [
    ("lampu PJU mati, tiang nomor BKS-T 0412", ["BKS-T-0412"]),
    ("lampu PJU mati tiang nomor bks t 0412 depan warung", ["BKS-T-0412"]),
    ("PJU padam. No tiang: BKS/T/412. Sudah seminggu", ["BKS-T-0412"]),
    ("no. tiang 123/PJU", ["0123/PJU"]),
    ("nomor tiangnya adalah 0412", ["0412"]),
    ("tiang lampu no. 1234 mati", ["1234"]),
    ("tiang bernomor 20415 padam", ["20415"]),
    ("kode tiang BKS-AB-00123", ["BKS-AB-00123"]),
    ("PJU nomor 317 mati", ["0317"]),
    ("tiang 0412 mati", ["0412"]),
    ("lampu jalan di tiang BKS.T.0412 berkedip", ["BKS-T-0412"]),
    ("tiang nomor 0412, 0413 dan 0414 mati semua", ["0412", "0413", "0414"]),
    ("BKS-T 0412 mati total", ["BKS-T-0412"]),
    ("tiang nomor 0412, nomor tiang 412", ["0412"]),
    ("Nomor tiang T 0412", ["T-0412"]),
]


@pytest.mark.parametrize(("text", "numbers"), POLES)
def test_a_pole_number_is_read_however_it_is_spelt(text: str, numbers: list[str]) -> None:
    assert [pole.number for pole in bmsda.poles(light(text))] == numbers
    assert all(pole.right for pole in bmsda.poles(light(text)))
    decision = bmsda.route(light(text))
    assert (decision.unit, decision.priority, decision.support) == ("bmsda-pju", None, ())
    assert all(number in decision.reason for number in numbers)


NO_POLE = [
    "lampu PJU mati di Jl. Melati RT 02 RW 05",
    "lampu PJU mati 5 tiang di Jl. Bintara",
    "tiang 200 meter dari masjid lampunya mati",
    "tiang 100m dari sekolah",
    "tiang nomor 2 dari ujung gang",
    "nomor tiang tidak ada",
    "tiang PJU di RT 003 RW 011 mati",
    "nomor tiang di RT 003",
    "RT 003/011 PJU mati",
    "laporan BKS-261123-0042-7 belum ditangani",
    "nomor telepon 0210000 tidak diangkat",
    "ada 3 tiang 2 mati",
    "tiang roboh",
]


@pytest.mark.parametrize("text", NO_POLE)
def test_what_is_no_pole_number_is_not_read_as_one(text: str) -> None:
    assert bmsda.poles(light(text)) == []
    assert bmsda.route(light(text)) is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("tiang nomor 7 mati di RT 02", "7"),
        ("nomor tiang BKS-T 1234567 di RT 02", "BKS-T 1234567"),
        ("nomor tiang BKS-261123-0042-7 RT 02", "BKS-261123-0042-7"),
        ("tiang nomor 0412/XYZ RT 02", "0412/XYZ"),
    ],
)
def test_a_pole_number_of_a_wrong_shape_is_asked_again_and_decides_nothing(text: str, shown: str) -> None:
    assert bmsda.route(light(text)) is None
    assert f"“{shown}” janggal" in said(bmsda.validate(light(text)))


@pytest.mark.parametrize(
    ("answer", "numbers"),
    [
        ("BKS-T 412", ["BKS-T-0412"]),
        ("0412", ["0412"]),
        (412, ["0412"]),
        ("tidak ada", []),
        ("", []),
        (True, []),
        (None, []),
    ],
)
def test_the_answer_to_the_question_counts_before_the_text(answer: Any, numbers: list[str]) -> None:
    asked = light("lampu jalan mati, tiang nomor 0999", answers={"nomor-tiang": answer})
    assert [pole.number for pole in bmsda.poles(asked)] == [*numbers, "0999"]


# -- places that a crew can't find


@pytest.mark.parametrize(
    "text",
    [
        "PJU mati di Jl. Melati RT 02 RW 05",
        "PJU mati di Jl. Melati No. 7",
        "PJU mati di Jl. Melati depan masjid",
        "PJU mati di sepanjang Jl. Melati",
        "PJU mati di perumahan Anggrek",
        "PJU mati di gang Mawar",
        "PJU mati tiang nomor 0412",
        "Penelepon menanyakan kembali laporan PJU mati",
        "the street lamp in front of the school is out",
    ],
)
def test_a_place_that_a_crew_finds_needs_no_note(text: str) -> None:
    assert bmsda.validate(light(text)) == []


def test_a_street_alone_is_not_enough() -> None:
    noted = said(bmsda.validate(light("PJU mati di Jl. Melati Kel. Aren Jaya", address="Jl. Melati")))
    assert "“Jl. Melati” saja" in noted
    assert "patokan" in noted


def test_where_no_crew_goes_the_place_is_not_asked_for() -> None:
    referred = complaint("jalan berlubang di Jl. Raya Siliwangi", "jalan-rusak", "provinsi")
    secured = complaint(
        referred.text, "jalan-rusak", "provinsi", support=("bmsda-jalan",), address="Jl. Raya Siliwangi"
    )
    assert bmsda.validate(referred) == []
    assert "patokan" in said(bmsda.validate(secured))


def test_no_place_at_all_is_asked_for() -> None:
    assert "Tempatnya belum jelas" in said(bmsda.validate(light("lampu PJU mati di Kel. Aren Jaya")))


# -- the command


class Opened:
    """A desk of five street-light complaints."""

    plugin, folder, actor = "bmsda", "/desk", "sari"

    def complaints(self, *, status: str | None = None, category: str | None = None) -> Iterator[Complaint]:
        assert category == "pju-mati"
        yield light("tiang nomor 0413 mati", ticket="T-5")
        yield light("tiang nomor bks t 412 mati", ticket="T-4")
        yield light("PJU mati di RT 02", ticket="T-3", status="routed")
        yield light("tiang nomor BKS-T 0412 padam", ticket="T-2", status="in_progress")
        yield light("tiang nomor BKS-T 0412 padam", ticket="T-1", status="resolved")
        yield light("menanyakan tiang nomor 0412", ticket="T-0", kind="information", status="answered")


def test_open_street_lights_are_listed_by_pole_the_most_reported_first() -> None:
    [command] = bmsda.commands()
    ran = CliRunner().invoke(command, obj=Opened())
    assert ran.exit_code == 0
    assert ran.stdout == "BKS-T-0412\t2\tT-4;T-2\n0413\t1\tT-5\n"
    assert ran.stderr == "tanpa nomor tiang: 1\n"


def test_routing_never_imports_click() -> None:
    code = (
        "import sys; from complaints import code_of, complaint; "
        "code_of('bmsda').route(complaint('PJU mati', 'pju-mati', 'bmsda-pju')); "
        "assert 'click' not in sys.modules"
    )
    subprocess.run([sys.executable, "-B", "-c", code], check=True, env={"PYTHONPATH": ":".join(sys.path)})


# -- whatever is said

TEXTS = texts(
    "di", "jl.", "Jl", "jalan", "raya", "sultan agung", "ahmad yani", "a yani", "siliwangi", "narogong", "sudirman",
    "gang", "dekat", "tiang", "nomor", "no.", "BKS-T", "0412", "7", "/PJU", "berlubang", "amblas", "RT", "dan", ",",
    "99999999",
)  # fmt: skip
CATEGORIES = st.sampled_from(["pju-mati", "jalan-rusak", "jalan-rusak-umum", "saluran-air"])


@given(TEXTS, CATEGORIES, ANSWERS, st.none() | TEXTS, st.sampled_from([None, "Rawalumbu", "Jatiasih"]))
def test_no_text_breaks_the_contract(
    text: str, category: str, answers: dict[str, Any], address: str | None, kecamatan: str | None
) -> None:
    asked = complaint(text, category, "bmsda-jalan", answers=answers, address=address, kecamatan=kecamatan)
    check_decision(bmsda.route(asked), SCOPE)
    check_notes(bmsda.validate(asked))


@pytest.mark.parametrize("text", HUGE, ids=lambda text: text[:20])
def test_a_huge_text_stays_far_below_the_limit(text: str) -> None:
    for category in ("pju-mati", "jalan-rusak"):
        asked = complaint(text, category, "bmsda-jalan", address=text)
        assert seconds(bmsda.route, asked) < CALL
        assert seconds(bmsda.validate, asked) < CALL
