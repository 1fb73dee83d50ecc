"""Answers in the very shapes of the specification's examples are read, what we write has these shapes, and both agree.

Source of the shapes: GeoReport v2 and Service Discovery at wiki.open311.org; the values are invented.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import xmlschema
from hypothesis import given
from hypothesis import strategies as some

from aduan_cli.georeport import REQUEST, as_json, as_xml, read_answer

XSD = xmlschema.XMLSchema(str(Path(__file__).parent / "formats" / "georeport.xsd"))
DECLARED = '<?xml version="1.0" encoding="utf-8"?>\n'

SERVICES_XML = """<services>
    <service>
        <service_code>014</service_code>
        <service_name>Tempat sampah penuh</service_name>
        <description>Tempat sampah umum yang penuh lebih dari sehari.</description>
        <metadata>true</metadata>
        <type>realtime</type>
        <keywords>sampah, bak, penuh</keywords>
        <group>kebersihan</group>
    </service>
    <service>
        <service_code>021</service_code>
        <metadata>false</metadata>
        <type>batch</type>
        <keywords>jalan, lubang</keywords>
        <group>jalan</group>
        <service_name>Jalan berlubang</service_name>
        <description>Lubang di badan jalan.</description>
    </service>
</services>"""
SERVICES_JSON = """[
  {
    "service_code":014,
    "service_name":"Tempat sampah penuh",
    "description":"Tempat sampah umum yang penuh lebih dari sehari.",
    "metadata":true,
    "type":"realtime",
    "keywords":"sampah, bak, penuh",
    "group":"kebersihan"
  },
  {
    "service_code":021,
    "metadata":false,
    "type":"batch",
    "keywords":"jalan, lubang",
    "group":"jalan",
    "service_name":"Jalan berlubang",
    "description":"Lubang di badan jalan."
  }
]"""
DEFINITION_XML = """<service_definition>
    <service_code>KND12</service_code>
    <attributes>
        <attribute>
            <variable>true</variable>
            <code>MEREK</code>
            <datatype>singlevaluelist</datatype>
            <required>true</required>
            <datatype_description></datatype_description>
            <order>1</order>
            <description>Merek kendaraannya?</description>
            <values>
                <value>
                    <key>31</key>
                    <name>Satu</name>
                </value>
                <value>
                    <key>32</key>
                    <name>Dua</name>
                </value>
            </values>
        </attribute>
    </attributes>
</service_definition>"""
DEFINITION_JSON = """{
  "service_code":"KND12",
  "attributes":[
    {"variable":true, "code":"MEREK", "datatype":"singlevaluelist", "required":true, "datatype_description":null,
     "order":1, "description":"Merek kendaraannya?", "values":[{"key":31, "name":"Satu"}, {"key":32, "name":"Dua"}]}
  ]
}"""
POSTED_XML = """<service_requests>
    <request>
        <service_request_id>511204</service_request_id>
        <service_notice>
            Petugas memeriksa dan membersihkan dalam 24 jam
        </service_notice>
        <account_id/>
    </request>
</service_requests>"""
POSTED_JSON = """[
  {
    "service_request_id":511204,
    "service_notice":"Petugas memeriksa dan membersihkan dalam 24 jam",
    "account_id":null
  }
]"""
TOKEN_XML = """<service_requests>
    <request>
        <service_request_id>511204</service_request_id>
        <token>98765</token>
    </request>
</service_requests>"""
TOKEN_JSON = '[\n  {\n    "service_request_id":511204,\n    "token":98765\n  }\n]'
REQUESTS_XML = """<service_requests>
    <request>
        <service_request_id>511204</service_request_id>
        <status>closed</status>
        <status_notes>Sudah dilaporkan orang lain.</status_notes>
        <service_name>Trotoar rusak</service_name>
        <service_code>007</service_code>
        <description></description>
        <agency_responsible></agency_responsible>
        <service_notice></service_notice>
        <requested_datetime>2026-04-14T06:37:38-08:00</requested_datetime>
        <updated_datetime>2026-04-14T06:37:38-08:00</updated_datetime>
        <expected_datetime>2026-04-15T06:37:38-08:00</expected_datetime>
        <address>JL MAWAR dan JL MELATI</address>
        <address_id>6612</address_id>
        <zipcode>17141</zipcode>
        <lat>-6.238270</lat>
        <long>106.9755726</long>
        <media_url>http://kota.example/media/511204.jpg </media_url>
    </request>
    <request>
        <service_request_id>511209</service_request_id>
        <status>open</status>
        <status_notes></status_notes>
        <service_name>Trotoar rusak</service_name>
        <service_code>007</service_code>
        <description></description>
        <agency_responsible></agency_responsible>
        <service_notice></service_notice>
        <requested_datetime>2026-04-19T06:37:38-08:00</requested_datetime>
        <updated_datetime>2026-04-19T06:37:38-08:00</updated_datetime>
        <expected_datetime>2026-04-19T06:37:38-08:00</expected_datetime>
        <address>JL MAWAR dan JL MELATI</address>
        <address_id>6612</address_id>
        <zipcode>17141</zipcode>
        <lat>-6.238270</lat>
        <long>106.9755726</long>
        <media_url>http://kota.example/media/511209.jpg </media_url>
    </request>
</service_requests>"""
_ONE_JSON = """  {
    "service_request_id":%s,
    "status":"%s",
    "status_notes":%s,
    "service_name":"Trotoar rusak",
    "service_code":007,
    "description":null,
    "agency_responsible":null,
    "service_notice":null,
    "requested_datetime":"%s",
    "updated_datetime":"%s",
    "expected_datetime":"%s",
    "address":"JL MAWAR dan JL MELATI",
    "address_id":6612,
    "zipcode":17141,
    "lat":-6.238270,
    "long":106.9755726,
    "media_url":"http://kota.example/media/%s.jpg "
  }"""
_MOMENTS = ("2026-04-14T06:37:38-08:00", "2026-04-15T06:37:38-08:00", "2026-04-19T06:37:38-08:00")
REQUESTS_JSON = f"""[
{_ONE_JSON % (511204, "closed", '"Sudah dilaporkan orang lain."', _MOMENTS[0], _MOMENTS[0], _MOMENTS[1], 511204)},
{_ONE_JSON % (511209, "open", "null", _MOMENTS[2], _MOMENTS[2], _MOMENTS[2], 511209)}
]"""
ERRORS_XML = """<errors>
    <error>
        <code>403</code>
        <description>api_key tidak berlaku -- create_request tidak bisa diteruskan.</description>
    </error>
</errors>"""
ERRORS_JSON = '[{"code":403, "description":"api_key tidak berlaku -- create_request tidak bisa diteruskan."}]'
PAIRS = {
    "services": (SERVICES_XML, SERVICES_JSON),
    "definition": (DEFINITION_XML, DEFINITION_JSON),
    "posted": (POSTED_XML, POSTED_JSON),
    "token": (TOKEN_XML, TOKEN_JSON),
    "requests": (REQUESTS_XML, REQUESTS_JSON),
    "errors": (ERRORS_XML, ERRORS_JSON),
}


def plain(value: Any) -> Any:
    """Return a value as both formats can say it: numbers and truths are texts in XML, a number has no idle zeros."""
    if isinstance(value, dict):
        return {name: plain(one) for name, one in value.items()}
    if isinstance(value, list):
        return [plain(one) for one in value]
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value if value is not None else "").strip()
    return text.rstrip("0") if "." in text and text.replace(".", "").replace("-", "").isdecimal() else text


@pytest.mark.parametrize("name", PAIRS)
def test_the_shapes_of_the_specifications_examples_are_read_alike_in_both_formats(name: str) -> None:
    of_xml, of_json = (read_answer(text.encode()) for text in (DECLARED + PAIRS[name][0], PAIRS[name][1]))
    assert plain(of_xml.records) == plain(of_json.records)
    assert of_xml.errors == of_json.errors
    assert bool(of_xml.errors) == (name == "errors")
    assert of_xml.records or of_xml.errors


@pytest.mark.parametrize("name", PAIRS)
def test_they_are_valid_by_the_schema_that_what_we_write_is_held_against(name: str) -> None:
    XSD.validate(DECLARED + PAIRS[name][0])


def test_codes_with_a_leading_zero_stay_as_they_are_written() -> None:
    assert [one["service_code"] for one in read_answer(SERVICES_JSON.encode()).records] == ["014", "021"]
    told = read_answer(b'[{"service_code": 007, "description": "a \\"006\\" 005, 004", "lat": 0.5, "long": -0.25}]')
    assert told.records == [{"service_code": "007", "description": 'a "006" 005, 004', "lat": 0.5, "long": -0.25}]
    with pytest.raises(ValueError, match="Expecting"):
        read_answer(b'[{"service_code": }]')


def test_what_is_said_of_a_request_is_all_that_the_specification_names_in_its_order() -> None:
    assert list(read_answer(REQUESTS_XML.encode()).records[0]) == list(REQUEST)
    assert list(json.loads(REQUESTS_JSON.replace("007", '"007"'))[0]) == list(REQUEST)


_TEXT = some.text(some.characters(exclude_categories=("Cs", "Cc")), max_size=12).map(str.strip)
_VALUE = some.none() | _TEXT


@given(some.lists(some.fixed_dictionaries(dict.fromkeys(REQUEST, _VALUE)), min_size=1, max_size=3))
def test_any_requests_come_back_as_they_were_written_from_both_formats(requests: list[dict[str, Any]]) -> None:
    of_xml = read_answer(as_xml("service_requests", requests)).records
    of_json = read_answer(as_json(requests)).records
    wanted = [{name: value or None for name, value in one.items()} for one in requests]
    assert [{name: value or None for name, value in one.items()} for one in of_json] == wanted
    assert plain(of_xml) == plain(wanted)


@pytest.mark.parametrize(
    "said", [b"[" * 200_000, b'[{"a":' * 200_000, b"<a>" * 60_000 + b"</a>" * 60_000, b"<errors>" * 60_000]
)
def test_an_answer_that_is_nested_without_end_is_none(said: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        read_answer(said)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "iso-8859-1"])
def test_an_answer_is_read_in_each_encoding_that_xml_has(encoding: str) -> None:
    said = "<service_requests><request><description>sampah café</description></request></service_requests>"
    document = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>{said}'
    assert read_answer(document.encode(encoding)).records == [{"description": "sampah café"}]
    if encoding != "iso-8859-1":
        assert read_answer(said.encode(encoding)).records == [{"description": "sampah café"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("before", ["", f"<!--{'x' * 3_000}-->"])
def test_a_document_with_a_type_of_its_own_is_not_read_however_it_is_written(encoding: str, before: str) -> None:
    """Its entities could be endless."""
    document = f'{before}<!DOCTYPE a [<!ELEMENT a ANY><!ENTITY b "c">]><errors>&b;</errors>'
    with pytest.raises(ValueError, match="document type"):
        read_answer(document.encode(encoding))
    with pytest.raises(ValueError, match="document type"):
        read_answer(f"{before}<!DOCTYPE errors><errors></errors>".encode(encoding))


def test_json_in_utf_16_is_read() -> None:
    assert read_answer('[{"service_request_id": "1", "description": "café"}]'.encode("utf-16")).records
