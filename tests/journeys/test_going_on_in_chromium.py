"""Whoever passes a project's questions comes to a study elsewhere by themselves, in a real Chromium: the policy of our
pages lets it, nothing but the ID goes along, and Back leads to a page of ours."""

import pytest

from tests.journeys import rounds
from tests.services import chromium as browsers

pytestmark = pytest.mark.browser
TOOL = "tool.example"


@pytest.mark.parametrize("scripts", [True, False])
def test_the_last_answer_leads_on(tmp_path, chromium, page_problems, scripts):
    with rounds.house(tmp_path) as house:
        signed = house.signed_in(chromium, "jonas.weber")
        hosts = (*browsers.LOCAL, TOOL)
        page = browsers.open_page(chromium, page_problems, hosts=hosts, javascript=scripts, **signed)
        asked = []

        def tool(route):
            asked.append((route.request.url, route.request.headers.get("referer")))
            route.fulfill(body="<h1>The study</h1>", content_type="text/html")

        page.context.route(f"**/{TOOL}/**", tool)
        page.goto(house.address("sought-questions"))
        for question in page.locator("#asked fieldset").all():
            question.locator("label").first.click()
        page.locator("[data-event=answer]").click()
        page.wait_for_url(f"**/{TOOL}/**")
        assert [referer for _url, referer in asked] == [None]
        assert "pid=pp_" in asked[0][0]
        page.go_back()
        page.wait_for_url("**/candidates/*")
        assert page.locator("[data-event=continue]").first.is_visible()
    assert page_problems == []
