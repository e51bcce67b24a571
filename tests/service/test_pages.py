"""The pages as a browser asks for them: what they say, what they escape, how they fail."""

from __future__ import annotations

import re
import shutil
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import lxml.html
import pytest
from hypothesis import given
from hypothesis import strategies as st

import gazetted
from gazetted.service import browser
from gazetted.service.pages import shown, static
from gazetted.service.pages.home import party_address
from gazetted.service.pages.paging import paged
from gazetted.service.sessions import form_token

if TYPE_CHECKING:
    from starlette.testclient import TestClient
    from tests.service.conftest import Make

HTML = {"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
PARTY = "/parties/hayat-tahrir-al-sham"
MAIN = (
    "/", "/?q=HTS&on=2024-12-09", "/?q=zzzzqqqq", f"{PARTY}?on=2024-12-09", "/lists", "/parties/nobody-of-that-name",
    "/changes?since=2025-07-01&until=2025-07-31", "/changes?since=1990-01-01&until=1990-01-07",
)  # fmt: skip
HOSTILE = '"><img src=x onerror=alert(1)><script>alert(2)</script>'


def page(client: TestClient, address: str, status: int = 200, **headers: str) -> Any:
    """A page, parsed."""
    answer = client.get(address, headers={**HTML, **headers})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return lxml.html.fromstring(answer.text)


def text_of(found: Any) -> str:
    """The words of a page, blanks as one."""
    return " ".join(found.text_content().split())


# -- the first page --------------------------------------------------------------------------------------------------


def test_programs_still_get_json_at_the_first_address(client: TestClient) -> None:
    assert client.get("/").json()["name"] == "gazetted"
    assert client.get("/", headers={"accept": "application/json"}).json()["name"] == "gazetted"


def test_the_first_page_has_one_box_examples_and_the_freshness_of_lists(client: TestClient) -> None:
    found = page(client, "/")
    assert found.xpath("count(//main//input[@name='q'])") == 1
    examples = found.xpath("//ul[@class='examples']//a/@href")
    assert "/?q=HTS&on=2024-12-09" in examples
    lists = [text_of(one) for one in found.xpath("//ul[@class='fresh']/li")]
    assert len(lists) >= 20
    assert "US FTO 2026-07-17" in lists[0]


def test_results_say_where_each_party_stood_on_the_day(client: TestClient) -> None:
    found = page(client, "/?q=HTS&on=2024-12-09")
    (link,) = found.xpath("//ol[@class='results']//h2/a")
    assert link.text_content() == "Hay'at Tahrir al-Sham"
    assert link.get("href") == f"{PARTY}?name=HTS&on=2024-12-09"
    told = text_of(found.get_element_by_id("results"))
    assert "organization" in told
    assert "On 2024-12-09 it stood on 9 lists: US FTO" in told
    assert "In force on 2024-12-09 · known at" in told


def test_what_is_not_found_is_told_with_the_nearest_names_and_a_way_on(client: TestClient) -> None:
    found = page(client, "/?q=Usama+bin+Ladn+Netwrk&on=2024-12-09")
    told = text_of(found.get_element_by_id("results"))
    assert "No party of the record goes by that name" in told
    assert "no proof" in told
    near = [one.casefold() for one in found.xpath("//section[@id='results']//li/a/bdi/text()")]
    assert "usama bin laden network" in near
    assert len(set(near)) == len(near) <= 6
    screen = found.xpath("//section[@id='results']//a[starts-with(@href, '/screen?')]/@href")
    assert screen == ["/screen?name=Usama+bin+Ladn+Netwrk&on=2024-12-09"]


def test_an_article_in_the_box_is_taken_for_one(client: TestClient) -> None:
    assert "looks like an article" in text_of(page(client, f"/?q={quote('A long sentence about it. ' * 10)}"))
    assert "looks like an article" not in text_of(page(client, f"/?q={'x' * 160}"))


# -- the dossier -----------------------------------------------------------------------------------------------------


def test_the_dossier_says_status_name_act_and_doubt_of_every_list(client: TestClient) -> None:
    found = page(client, f"{PARTY}?name=HTS&on=2024-12-09")
    rows = [text_of(row) for row in found.xpath("//table[contains(@class, 'standings')]/tbody/tr")]
    fto = next(row for row in rows if row.startswith("US FTO"))
    assert "in force since 2018-06-01" in fto
    assert "a name of al-Nusrah Front" in fto
    assert "INA s.219" in fto
    uk = next(row for row in rows if row.startswith("UK proscr."))
    assert "day unconfirmed" in uk
    assert found.xpath("//table[contains(@class, 'standings')]//a[@href='/parties/al-qaida?on=2024-12-09']")
    assert text_of(found.xpath("//h1")[0]) == "Hay'at Tahrir al-Sham"
    assert found.xpath("//svg//rect")


def test_the_day_rewrites_everything(client: TestClient) -> None:
    later = text_of(page(client, f"{PARTY}?on=2026-03-01"))
    assert "removed 2025-07-08" in later
    assert "In force on 2026-03-01" in later
    early = text_of(page(client, f"{PARTY}?on=1990-01-01"))
    assert "it stood on no list of this record" in early


def test_the_nearest_changes_are_linked(client: TestClient) -> None:
    found = page(client, f"{PARTY}?on=2025-07-10")
    links = found.xpath("//p[@class='turning']/a/@href")
    assert links[0] == f"{PARTY}?on=2025-07-08"
    assert len(links) == 3
    assert links[2] == "/changes?since=2025-07-08&until=2025-07-08"


def test_a_list_is_thought_away(client: TestClient) -> None:
    found = page(client, f"{PARTY}?on=2024-12-09&without=us.fto&without=un.sc")
    told = text_of(found.get_element_by_id("without"))
    assert "Without US FTO, UN SC" in told
    assert "binds persons in the EU" in told
    ticked = found.xpath("//section[@id='without']//input[@checked]/@value")
    assert ticked == ["us.fto", "un.sc"]
    assert found.xpath("//form[contains(@class, 'fields')]/input[@name='without']/@value") == ["us.fto", "un.sc"]


def test_a_name_that_is_not_the_partys_is_not_asked_about(client: TestClient) -> None:
    found = page(client, f"{PARTY}?name=Hamas")
    assert text_of(found.xpath("//h1")[0]) == "Hay'at Tahrir al-Sham"
    assert "asked about" not in text_of(found)


def test_the_history_is_paged_and_tells_stated_from_inferred(client: TestClient) -> None:
    first = page(client, PARTY)
    assert len(first.xpath("//section[@id='history']//tbody/tr")) == 25
    told = text_of(first.get_element_by_id("history"))
    assert "stated" in told
    assert "inferred: no source states the day" in told
    (after,) = first.xpath("//section[@id='history']//a[@rel='next']/@href")
    assert after == f"{PARTY}?page=2#history"
    second = page(client, after.partition("#")[0])
    days = [text_of(one) for one in second.xpath("//section[@id='history']//tbody/tr/th")]
    assert days != [text_of(one) for one in first.xpath("//section[@id='history']//tbody/tr/th")]
    far = page(client, f"{PARTY}?page=9999")
    assert not far.xpath("//section[@id='history']//a[@rel='next']")
    assert far.xpath("//section[@id='history']//tbody/tr")


def test_what_was_known_earlier_can_be_asked(client: TestClient) -> None:
    page(client, f"{PARTY}?known=2000-01-01", 404)
    told = text_of(page(client, f"{PARTY}?known=2026-12-31"))
    assert "known at 2026-12-31: nothing that the record was told later is used" in told


# -- changes and lists -----------------------------------------------------------------------------------------------


def test_changes_are_told_list_by_list_and_party_by_party(client: TestClient) -> None:
    found = page(client, "/changes?since=2025-07-01&until=2025-07-31")
    assert "from 2025-07-01 to 2025-07-31" in text_of(found.xpath("//p[@class='lead']")[0])
    uk = found.xpath("//section[h2[starts-with(normalize-space(.), 'UK proscr.')]]")[0]
    parties = {text_of(one) for one in uk.xpath(".//tbody/tr/th")}
    assert {"Palestine Action", "Maniac Murder Cult", "Russian Imperial Movement"} <= parties
    assert found.xpath("//a[@href='/v1/changes?since=2025-07-01&until=2025-07-31']")


def test_changes_begin_with_the_week_of_the_newest_fact(client: TestClient) -> None:
    found = page(client, "/changes")
    assert text_of(found.xpath("//p[@class='lead']")[0]).endswith("in the week from 2026-07-20 to 2026-07-26.")
    (before,) = found.xpath("//nav[@aria-label='Weeks']/a[@rel='prev']/@href")
    assert before == "/changes?since=2026-07-13&until=2026-07-19"


def test_changes_can_be_narrowed_to_lists(client: TestClient) -> None:
    found = page(client, "/changes?since=2025-07-01&until=2025-07-31&list=us.fto")
    assert len(found.xpath("//main/section")) == 1
    assert found.xpath("//input[@name='list' and @checked]/@value") == ["us.fto"]


def test_a_time_without_changes_says_so(client: TestClient) -> None:
    told = text_of(page(client, "/changes?since=1990-01-01&until=1990-01-07"))
    assert "Nothing changed in that time, as far as the record knows" in told


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/changes?since=2025-07-31&until=2025-07-01", "ends (2025-07-01) before it begins"),
        ("/changes?since=2020-01-01&until=2025-01-01", "more than a year"),
        ("/changes?since=2025-02-30", "2025-02-30"),
        ("/changes?list=no.such", "no.such"),
        ("/lists?on=yesterday", "The field on holds no day"),
        ("/?q=HTS&known=tomorrow", "The field known holds no moment"),
        (f"{PARTY}?without=no.such", "no.such"),
        (f"{PARTY}?page=0", "The field page does not fit"),
        (f"{PARTY}?name=a%00b", "NUL"),
        ("/changes?since=9999-12-30", "leaves the calendar"),
        ("/changes?until=0001-01-02", "leaves the calendar"),
        ("/changes?since=9999-12-31&until=9999-12-31", ""),
        ("/changes?since=0001-01-01", ""),
        (f"{PARTY}?on=9999-12-31", ""),
        (f"{PARTY}?on=0001-01-01", ""),
        ("/lists?on=9999-12-31", ""),
        ("/lists?on=0001-01-01&known=0001-01-01", ""),
        ("/?q=HTS&on=9999-12-31&known=9999-12-31T23:59:59%2B00:00", ""),
    ],
)
def test_what_cannot_be_answered_is_a_sentence_on_a_page(client: TestClient, address: str, said: str) -> None:
    answer = client.get(address, headers=HTML)
    assert answer.status_code in (200, 422)
    found = lxml.html.fromstring(answer.text)
    assert answer.status_code == 422 or not said
    assert said in text_of(found)
    assert "Traceback" not in answer.text


def test_lists_say_their_age_and_staleness_in_words(client: TestClient) -> None:
    found = page(client, "/lists?on=2026-09-01")
    fto = text_of(found.get_element_by_id("list-us.fto"))
    assert "2026-07-17" in fto
    assert "46 days old" in fto
    india = text_of(found.get_element_by_id("list-in.uapa"))
    assert "no news for too long" in india
    assert "The state of 2015-03-30 only" in india


# -- every page ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("address", MAIN)
def test_every_page_is_well_made(client: TestClient, address: str) -> None:
    answer = client.get(address, headers=HTML)
    found = lxml.html.fromstring(answer.text)
    assert found.get("lang") == "en"
    assert found.xpath("//title")[0].text.strip()
    assert found.xpath("count(//main)") == found.xpath("count(//h1)") == 1
    assert found.xpath("//a[@class='skip' and @href='#main']")
    levels = [int(one.tag[1]) for one in found.xpath("//h1|//h2|//h3|//h4")]
    assert all(after <= before + 1 for before, after in pairwise(levels)), levels
    for field in found.xpath("//input[not(@type='hidden')]|//select|//textarea"):
        labelled = field.xpath("ancestor::label") or found.xpath(f"//label[@for='{field.get('id')}']")
        assert labelled, lxml.html.tostring(field)
    ids = found.xpath("//@id")
    assert len(ids) == len(set(ids)), sorted(one for one in ids if ids.count(one) > 1)
    for anchor in found.xpath("//a[starts-with(@href, '#')]/@href"):
        assert anchor[1:] in ids, anchor


@pytest.mark.parametrize("address", MAIN)
def test_no_page_needs_what_the_content_policy_refuses(client: TestClient, address: str) -> None:
    answer = client.get(address, headers=HTML)
    found = lxml.html.fromstring(answer.text)
    assert not found.xpath("//style|//*[@style]|//script[not(@src)]|//iframe|//object|//embed|//base")
    assert not [name for one in found.iter() for name in one.attrib if name.lower().startswith("on")]
    loaded = found.xpath("//script/@src|//link/@href|//img/@src")
    assert loaded
    assert all(one.startswith("/static/") for one in loaded)
    assert answer.headers["referrer-policy"] == "same-origin"
    assert "script-src 'self'" in answer.headers["content-security-policy"]


@pytest.mark.parametrize("address", MAIN)
def test_every_page_says_what_it_rests_on(client: TestClient, address: str) -> None:
    foot = text_of(page(client, address, client.get(address, headers=HTML).status_code).xpath("//footer")[0])
    assert re.search(r"Record [0-9a-f]{12}, told up to \d{4}-\d{2}-\d{2}; newest fact 2026-07-21", foot)
    assert "Nothing here is legal advice" in foot
    assert "No news for too long of" in foot


def test_chosen_days_go_along(client: TestClient) -> None:
    found = page(client, "/lists?on=2024-12-09&known=2026-12-01")
    for address in found.xpath("//nav[@aria-label='Main']//a/@href"):
        assert address.endswith("?on=2024-12-09&known=2026-12-01")
    assert found.xpath("//header//form[@role='search']/input[@name='on']/@value") == ["2024-12-09"]


def test_a_hostile_name_stays_text(make: Make, tmp_path: Path, session_folder: Path) -> None:
    record = tmp_path / "record.sqlite"
    shutil.copy(session_folder / "record.sqlite", record)
    quoted = HOSTILE.replace('"', '""')
    rows = f'id,kind,name,aliases,listed,note\nx,any,"{quoted}",javascript:alert(3),2025-03-04,<b>{{{{7*7}}}}</b>\n'
    own = tmp_path / "own.csv"
    own.write_text(rows, "utf-8")
    with gazetted.open(str(record)) as opened:
        opened.load(own, date="2025-03-04")
    _, client = make()
    (slug,) = [one.party for one in gazetted.open(str(record)).find(HOSTILE)]
    for address in (
        f"/?q={quote(HOSTILE)}", party_address(slug), party_address(slug, name=HOSTILE),
        "/changes?since=2025-03-03&until=2025-03-09", "/lists", f"/parties/{quote(HOSTILE, safe='')}x",
        f"/changes?list={quote(HOSTILE)}", f"/lists?on={quote(HOSTILE)}",
    ):  # fmt: skip
        answer = client.get(address, headers=HTML)
        found = lxml.html.fromstring(answer.text)
        assert not found.xpath("//script[not(@src)]|//img|//*[@onerror]|//b"), address
        assert not [one for one in found.xpath("//@href") if one.startswith("javascript:")], address
        assert "49" not in found.xpath("string(//h1)")
    assert HOSTILE in page(client, party_address(slug)).xpath("string(//h1)")


@given(st.text(max_size=200))
def test_filters_let_no_markup_through(text: str) -> None:
    for made in (shown.marked(text), shown.sourced(text), shown.date(text)):
        bare = re.sub(r'<a class="ref" href="#[ex]\d+">|<a href="https?://[^"<>]*" rel="noreferrer">|</a>', "", made)
        bare = re.sub(r'<time datetime="[^"<>]*"( title="\w+")?>|</time>', "", bare)
        assert "<" not in bare
        assert ">" not in bare


# -- files, problems, addresses --------------------------------------------------------------------------------------


def test_files_are_kept_by_their_content(client: TestClient) -> None:
    for name, kind in (("site.css", "text/css"), ("htmx.min.js", "text/javascript"), ("icon.svg", "image/svg+xml")):
        answer = client.get(static.asset(name))
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith(kind)
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["x-content-type-options"] == "nosniff"
    for name in ("site.css", "site.000000000000.css", "..%2f..%2fguard.py", "%2e%2e/guard.py", "htmx.LICENSE.txt"):
        assert client.get(f"/static/{name}").status_code == 404


def test_problems_are_pages_for_people_and_json_for_programs(client: TestClient) -> None:
    found = page(client, "/nothing/at/all", 404)
    assert text_of(found.xpath("//h1")[0]) == "There is nothing here"
    answer = client.get("/nothing/at/all")
    assert answer.headers["content-type"] == "application/problem+json"
    nearest = page(client, "/parties/hayat-tahrir-al-shm", 404)
    assert nearest.xpath("//main//li/a/@href")


def test_htmx_gets_pages(client: TestClient) -> None:
    assert "<main" in client.get("/", headers={"hx-request": "true", "accept": "*/*"}).text
    assert "<main" in client.get("/lists?on=x", headers={"hx-request": "true", "accept": "*/*"}).text


def test_a_service_that_is_not_ready_says_so_on_a_page(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    app, client = make()
    app.state.service.engine._state = None
    found = page(client, "/", 503)
    assert text_of(found.xpath("//h1")[0]) == "Not ready at the moment"
    assert "The record is being opened" in text_of(found.xpath("//footer")[0])


@given(st.text(max_size=60))
def test_the_way_back_never_leaves_the_service(text: str) -> None:
    found = browser.local(text)
    assert found.startswith("/")
    assert not found.startswith(("//", "/\\", "/sign-in"))
    assert not set(found) & set("\\\r\n\t \0")


@given(st.text(min_size=1, max_size=60))
def test_a_page_of_many_rows_shows_every_row_once(text: str) -> None:
    size = 7
    pages = [paged(text, number, size, str) for number in range(1, -(-len(text) // size) + 1)]
    assert "".join("".join(one.rows) for one in pages) == text
    assert pages[0].earlier is None
    assert pages[-1].later is None
    assert pages[-1].last == len(text)


def test_tokens_of_forms_differ_by_cookie() -> None:
    assert len({form_token(one) for one in ("a", "b", "ab")}) == 3
